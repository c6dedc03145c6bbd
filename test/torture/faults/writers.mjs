/** Commands that write files: what is there before, and the arguments. */

const uuid = (n) => `6f1a2c34-8d0e-4a57-9b61-${String(n).padStart(12, '0')}`
const machines = (count) =>
  Array.from({ length: count }, (_, n) => ({ Name: `vm${n}`, Id: uuid(n), State: 2, AutomaticStartAction: 4 }))
const inJson = (count) => JSON.stringify(machines(count))
const inLines = (count) => machines(count).map((machine) => `${JSON.stringify(machine)}\n`)

/** Domains in vms/, with a mistake that has one right answer, a comment of some size, and one that has none. */
function domains({ count, padding }, mistake = 'sav') {
  return Object.fromEntries(
    Array.from({ length: count }, (_, n) => [
      `vms/vm${n}.xml`,
      `<domain type='kvm'>\n  <name>vm${n}</name>\n  <uuid>${uuid(n)}</uuid>\n  <on_hoststop>${mistake}</on_hoststop>\n  <!-- ${'x'.repeat(padding)} -->\n</domain>\n`,
    ]),
  )
}

const FIX = ['validate', '--schema', 'embedded', '--fix', 'vms']
const INTO = ['convert', 'vms.json', '--into', 'vms', '--write']
const REPORTS = [
  'validate',
  '--schema',
  'embedded',
  'vms',
  '--output',
  'json=report.json',
  '--output',
  'sarif=reports/report.sarif',
]
const BASELINE = ['validate', '--schema', 'embedded', 'vms', '--baseline', 'baseline.json', '--update-baseline']
const SCHEMA = '<element name="domain" xmlns="http://relaxng.org/ns/structure/1.0"><text/></element>'

/**
 * For each: `args`, `files` of a size ({ count: number of machines, padding: characters }), and `links`, further names of
 * files. `isAtomic`: if one of the files cannot be written, none is.
 */
export const WRITERS = {
  'validate --fix': { args: FIX, files: (size) => domains(size) },
  'validate --fix, a file with two names': {
    args: FIX,
    files: (size) => domains(size),
    links: { 'vms/vm0.xml': 'vms/other' },
  },
  'convert --into --write': {
    args: INTO,
    files: (size) => ({ ...domains(size, 'save'), 'vms.json': inJson(size.count) }),
  },
  'convert --into --write, a file with two names': {
    args: INTO,
    files: (size) => ({ ...domains(size, 'save'), 'vms.json': inJson(size.count) }),
    links: { 'vms/vm0.xml': 'vms/other' },
  },
  'convert --into --write --all-or-nothing': {
    args: [...INTO, '--all-or-nothing'],
    files: (size) => ({ ...domains(size, 'save'), 'vms.json': inJson(size.count) }),
    isAtomic: true,
  },
  'convert -o FILE': {
    args: ['convert', 'vms.json', '--to', 'json', '-o', 'all.json'],
    files: (size) => ({ 'vms.json': inJson(size.count), 'all.json': `{"old": "${'x'.repeat(size.padding)}"}` }),
  },
  'convert --ndjson -o FILE': {
    args: ['convert', 'vms.ndjson', '--to', 'powershell-json', '--ndjson', '-o', 'all.ndjson'],
    files: (size) => ({
      'vms.ndjson': inLines(size.count + Math.floor(size.padding / 20)).join(''),
      'all.ndjson': inLines(1).join(''),
    }),
  },
  'convert -o DIRECTORY': {
    args: ['convert', 'vms.json', '--to', 'domain', '-o', 'new/vms/'],
    files: (size) => ({ 'vms.json': inJson(size.count) }),
  },
  'validate --update-baseline': {
    args: BASELINE,
    files: (size) => ({
      ...domains(size, 'nothing like it'),
      'baseline.json': `{"version": 1, "findings": []}${' '.repeat(size.padding)}`,
    }),
  },
  'validate --output FORMAT=FILE': {
    args: REPORTS,
    files: (size) => ({ ...domains(size, 'nothing like it'), 'report.json': `"${'x'.repeat(size.padding)}"` }),
  },
  'validate, what is kept of a schema': {
    args: ['validate', '--schema', 'own.rng', 'vms'],
    files: (size) => ({ ...domains(size, 'save'), 'own.rng': SCHEMA }),
  },
}
