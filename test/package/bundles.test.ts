import { rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { describeWithPeer } from '../peers/programs.js'
import { visit } from './browser.js'
import { bundle, installedPackage, must } from './installed.js'

let project = ''
beforeAll(() => {
  project = installedPackage()
})
afterAll(() => rmSync(project, { recursive: true, force: true }))

/** What the application of app/run.mjs must find, wherever it runs. */
const RESULTS = {
  errors: [],
  domain: `<domain type="hyperv">
  <name>web &amp; "db" &lt;1&gt;</name>
  <os>
    <type>hvm</type>
  </os>
  <on_hoststart delay="30">start</on_hoststart>
  <on_hoststop>save</on_hoststop>
</domain>
`,
  powershell: [{ VMName: 'web & "db" <1>', AutomaticStartAction: 4, AutomaticStartDelay: 30, AutomaticStopAction: 3 }],
  wsman: [
    expect.stringMatching(
      /^<p:ModifySystemSettings_INPUT xmlns:p="[^"]*">\n {2}<p:SystemSettings><!\[CDATA\[<INSTANCE /,
    ),
  ],
  findings: [{ code: 'VL203', line: 3, message: expect.stringContaining('"shut-down"') }],
  shown: [expect.stringContaining('wrong.xml:3:16 error VL203 on_hoststop is "shut-down"')],
  fixed: "<domain type='kvm'>\n  <name>a</name>\n  <on_hoststop>shutdown</on_hoststop>\n</domain>\n",
  left: 0,
  merged: [
    '<domain><name>web &amp; "db" &lt;1></name><on_crash>destroy</on_crash><on_hoststart delay=\'30\'>start</on_hoststart><on_hoststop>save</on_hoststop></domain>',
  ],
  sarif: [{ level: 'error', ruleId: 'VL203', fixes: [expect.anything()] }],
  title: 'The value is not allowed',
  unknown: [expect.stringContaining('VMName must be string or null')],
}

describe('an application', () => {
  test('runs in Node', () => {
    expect(JSON.parse(must(process.execPath, ['node.mjs'], project))).toEqual(RESULTS)
  })

  test.each([
    ['esm', 'node-esm.mjs'],
    ['cjs', 'node-cjs.cjs'],
  ])('runs in Node from one file: %s', (format, file) => {
    bundle(project, 'node.mjs', '--platform=node', `--format=${format}`, `--outfile=alone/${file}`)
    expect(JSON.parse(must(process.execPath, [file], join(project, 'alone')))).toEqual(RESULTS)
  })
})

describeWithPeer(['chromium'], 'an application in a browser', () => {
  test('runs under a Content-Security-Policy that allows no code made at run time', async () => {
    bundle(project, 'page.mjs', '--platform=browser', '--format=esm', '--outfile=page.js')
    const { output, errors } = await visit(join(project, 'page.js'))
    expect(errors).toEqual([])
    expect(JSON.parse(output)).toEqual(RESULTS)
  })
})

describe('a bundle holds no more than it needs', () => {
  test.each([
    ["import { autostart } from 'virt-lifecycle'", 'autostart', 1000],
    ["import { validateDomain } from 'virt-lifecycle'", 'validateDomain', 123_000],
    ["import { compileSchema } from 'virt-lifecycle/relaxng'", 'compileSchema', 125_000],
  ])('%s', (statement, name, largest) => {
    const file = join(project, `${name}.mjs`)
    writeFileSync(file, `${statement}\nexport { ${name} }\n`)
    bundle(project, file, '--minify', '--format=esm', `--outfile=${name}.min.js`)
    expect(statSync(join(project, `${name}.min.js`)).size).toBeLessThan(largest)
  })
})

test('every entry can be imported', () => {
  writeFileSync(
    join(project, 'entries.mjs'),
    `import { createRequire } from 'node:module'
import { readMachines } from 'virt-lifecycle'
import { validateFiles } from 'virt-lifecycle/node'
import { compileSchema } from 'virt-lifecycle/relaxng'
const require = createRequire(import.meta.url)
const { title } = require('virt-lifecycle/schema/json.schema.json')
const { name } = require('virt-lifecycle/package.json')
process.stdout.write([typeof readMachines, typeof validateFiles, typeof compileSchema, typeof title, name].join())`,
  )
  expect(must(process.execPath, ['entries.mjs'], project)).toBe('function,function,function,string,virt-lifecycle')
})
