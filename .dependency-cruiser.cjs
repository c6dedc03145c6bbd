/** Folders, lowest first: each may import itself and what is listed (CONTRIBUTING.md). */
const layers = [
  ['diagnostics', []],
  // What `npm run generate` writes.
  ['generated', ['diagnostics']],
  // Imports nothing of the rest: it is published as virt-lifecycle/relaxng.
  ['relaxng', []],
  ['schemas', ['generated']],
  // The model knows no hypervisor and no format.
  ['lifecycle', ['diagnostics']],
  ['xml', ['diagnostics']],
  ['json', ['diagnostics', 'generated']],
  ['domain', ['diagnostics', 'lifecycle', 'xml']],
  ['translate', ['diagnostics', 'lifecycle', 'xml', 'json', 'domain']],
  ['guests', ['diagnostics', 'lifecycle']],
  ['validate', ['diagnostics', 'generated', 'lifecycle', 'xml', 'domain', 'relaxng', 'schemas']],
  ['report', ['diagnostics', 'generated', 'xml', 'schemas']],
  ['lsp', ['diagnostics', 'lifecycle', 'relaxng', 'translate', 'validate']],
  ['node', ['diagnostics', 'domain', 'schemas', 'validate', 'xml']],
]

/** Folders within src/translate, and what of it each may import: its own, the neutral files, no other hypervisor's. */
const hypervisors = ['hyperv', 'libvirt']

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    ...layers.map(([folder, allowed]) => ({
      name: `${folder}-looks-down`,
      severity: 'error',
      from: { path: `^src/${folder}/` },
      to: { path: '^src/', pathNot: `^src/(${[folder, ...allowed].join('|')})/` },
    })),
    ...hypervisors.map((folder) => ({
      name: `${folder}-knows-no-other-hypervisor`,
      severity: 'error',
      from: { path: `^src/translate/${folder}/` },
      to: { path: `^src/translate/(${[...hypervisors, 'merge'].filter((other) => other !== folder).join('|')})/` },
    })),
    {
      name: 'neutral-json-knows-no-hypervisor',
      severity: 'error',
      from: { path: '^src/translate/(json|format|machine|script-names)\\.ts$' },
      to: { path: `^src/translate/(${hypervisors.join('|')})/` },
    },
    {
      name: 'node-modules-only-in-cli-and-node',
      comment: 'The library runs in a browser too: process, fs and console belong to src/cli and src/node.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(cli|node)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'nothing-imports-cli',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/' },
      to: { path: '^src/cli/' },
    },
    {
      name: 'nothing-imports-site',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^site/' },
    },
    {
      name: 'site-runs-in-a-browser',
      severity: 'error',
      from: { path: '^site/(page|worker|protocol)' },
      to: { path: '^src/(cli|node)/|^scripts/', dependencyTypesNot: ['npm'] },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js'],
      exportsFields: ['exports'],
      // `types`: what package.json's `imports` lead to before dist/ is built.
      conditionNames: ['types', 'import', 'node'],
    },
  },
}
