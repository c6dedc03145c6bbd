/**
 * Write src/schemas/texts.ts: the schemas of schema/ as constants, because the library reads no files. RelaxNG schemas
 * become self-contained: what they include of schema/ is put in its place.
 *
 * usage: node scripts/embed-schemas.mjs [--check]      (--check writes nothing; exit status 1 if the file is not in step)
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const SCHEMAS = new URL('../schema/', import.meta.url)
const TARGET = new URL('../src/schemas/texts.ts', import.meta.url)
const PACKAGE = new URL('../package.json', import.meta.url)

/** libvirt's grammar, which the extension includes from where libvirt is installed. */
const FOREIGN = 'domain.rng'

/** The attributes and the content of a schema's root. */
const GRAMMAR = /<grammar\b([^>]*)>\n([\s\S]*)<\/grammar>/

const text = textsModule()
if (process.argv.includes('--check')) {
  if (read(TARGET) !== text) {
    console.error('src/schemas/texts.ts is not in step with schema/ and package.json: run "npm run schemas"')
    process.exitCode = 1
  }
} else {
  writeFileSync(TARGET, text)
  console.log(`wrote ${fileURLToPath(TARGET)}`)
}

function textsModule() {
  const relaxng = namesWith('.rng').map((name) => `  ${quoted(name)}: ${template(selfContained(`${name}.rng`))},\n`)
  const json = namesWith('.schema.json').map((name) => {
    const schema = JSON.parse(readFileSync(new URL(`${name}.schema.json`, SCHEMAS), 'utf8'))
    return `  ${quoted(name)}: ${JSON.stringify(schema, null, 2).replaceAll('\n', '\n  ')},\n`
  })
  const names = namesWith('.schema.json').map(quoted).join(' | ') || 'never'
  const { version } = JSON.parse(readFileSync(PACKAGE, 'utf8'))
  return `// Written by "npm run schemas"; do not edit.

/** The version of this package. */
export const VERSION: string = ${quoted(version)}

/** The RelaxNG schemas of schema/, by file name; what they include of each other is in its place. */
export const RELAXNG = {
${relaxng.join('')}} as const

/** The JSON Schemas of schema/, by file name. */
export const JSON_SCHEMAS: Readonly<Record<${names}, Readonly<Record<string, unknown>>>> = {
${json.join('')}}
`
}

function namesWith(extension) {
  return readdirSync(SCHEMAS)
    .filter((file) => file.endsWith(extension))
    .map((file) => file.slice(0, -extension.length))
    .sort()
}

/** A schema with each include as the div it stands for (RelaxNG, section 4.7). */
function selfContained(file) {
  const including = readFileSync(new URL(file, SCHEMAS), 'utf8')
  return including.replace(/<!--[\s\S]*?-->|( *)<include\b([^>]*?)\/>/g, (whole, indent, attributes) => {
    const href = /href="([^"]*)"/.exec(attributes ?? '')
    if (href === null || href[1] === FOREIGN) return whole
    const included = GRAMMAR.exec(selfContained(href[1]))
    const inherited = attributesOf(GRAMMAR.exec(including)[1])
    const own = attributesOf(included[1]).filter((attribute) => !inherited.includes(attribute))
    const given = attributesOf(attributes).filter((attribute) => attribute !== href[0])
    if (own.some((attribute) => attribute.startsWith('datatypeLibrary='))) {
      throw new Error(`${file} needs the datatypeLibrary of ${href[1]}: libxml2 does not heed it on a div`)
    }
    return indented(`<${['div', ...own, ...given].join(' ')}>\n${included[2].trimEnd()}\n</div>`, indent)
  })
}

function attributesOf(tag) {
  return tag.match(/[\w:]+="[^"]*"/g) ?? []
}

function indented(lines, indent) {
  return lines.replace(/^(?=.)/gm, indent)
}

function quoted(string) {
  return `'${string.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

function template(string) {
  return `\`${string.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${')}\``
}

function read(url) {
  try {
    return readFileSync(url, 'utf8')
  } catch {
    return undefined
  }
}
