/** What an application may do with the library: convert both ways, validate, fix. It runs in Node and in browsers. */
import {
  fixDomain,
  formatDiagnostic,
  hasErrors,
  mergeMachines,
  REPORTS,
  RULE_HELP,
  readMachines,
  SourceText,
  VERSION,
  validateDomain,
  writeMachines,
} from 'virt-lifecycle'

const HYPERV = JSON.stringify([
  { VMName: 'web & "db" <1>', State: 2, AutomaticStartAction: 4, AutomaticStartDelay: 30, AutomaticStopAction: 3 },
])

const WRONG = "<domain type='kvm'>\n  <name>a</name>\n  <on_hoststop>shut-down</on_hoststop>\n</domain>\n"

const DEFINITION = '<domain><name>web &amp; "db" &lt;1></name><on_crash>destroy</on_crash></domain>'

const textsOf = ({ documents }) => documents.map(({ text }) => text)

/** The results in a SARIF report. */
async function sarifOf(text) {
  const paint = Object.fromEntries(['bold', 'dim', 'red', 'yellow', 'cyan'].map((name) => [name, String]))
  const digest = (part) => String(part.length)
  const report = REPORTS.sarif({ schema: 'embedded', paint, version: VERSION, pathOf: (file) => file, digest })
  const document = { file: 'wrong.xml', outcome: 'invalid', diagnostics: validateDomain(text) }
  const whole = (await report.document(document)) + report.end({ interrupted: false, summary: '' })
  return JSON.parse(whole).runs[0].results
}

/** All results as plain data. */
export async function run() {
  const read = readMachines(HYPERV)
  const [domain = ''] = textsOf(writeMachines(read.machines, 'domain'))
  const back = readMachines(domain, { from: 'domain' })
  const [powershell = ''] = textsOf(writeMachines(back.machines, 'powershell-json'))
  const identified = read.machines.map((machine) => ({ ...machine, uuid: '6f1a2c34-8d0e-4a57-9b61-2f0c7c5b1e01' }))
  const wsman = textsOf(writeMachines(identified, 'wsman'))
  const { text: fixed } = fixDomain(WRONG)
  const merge = mergeMachines(read, readMachines(DEFINITION, { from: 'domain' }))
  return {
    errors: [...read.diagnostics, ...back.diagnostics].filter((each) => hasErrors([each])),
    domain,
    powershell: JSON.parse(powershell),
    wsman,
    findings: validateDomain(WRONG).map(({ code, line, message }) => ({ code, line, message })),
    shown: validateDomain(new SourceText('wrong.xml', WRONG)).map((diagnostic) => formatDiagnostic(diagnostic)),
    fixed,
    left: validateDomain(fixed).length,
    sarif: (await sarifOf(WRONG)).map(({ level, ruleId, fixes }) => ({ level, ruleId, fixes })),
    title: RULE_HELP.VL203.title,
    merged: merge.domains.map(({ text }) => text),
    unknown: readMachines(new SourceText('x.json', '[{"VMName": 3}]')).diagnostics.map(({ message }) => message),
  }
}
