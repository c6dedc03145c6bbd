/** Folders, lowest first: each may import itself and what stands below it (CONTRIBUTING.md). */
const layers = [
  ['diagnostics', []],
  ['lifecycle', ['diagnostics']],
  // Stands on its own: it could be a package.
  ['relaxng', []],
  ['schemas', []],
  ['xml', ['diagnostics', 'lifecycle']],
  ['json', ['diagnostics', 'lifecycle', 'schemas']],
  ['translate', ['diagnostics', 'json', 'lifecycle', 'schemas', 'xml']],
  ['validate', ['diagnostics', 'lifecycle', 'relaxng', 'schemas', 'xml']],
  ['report', ['diagnostics', 'lifecycle', 'xml']],
]

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
    {
      name: 'node-only-in-cli',
      comment: 'The library runs in a browser too: process, fs and console belong to src/cli.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'nothing-imports-cli',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/' },
      to: { path: '^src/cli/' },
    },
    {
      name: 'no-unresolvable',
      comment: 'sarif: types only, of the package @types/sarif.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^sarif$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node'],
    },
  },
}
