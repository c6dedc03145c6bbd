/**
 * What `npm run demo` shows, step by step; commands run in this folder. A test runs them too, so that they cannot rot.
 *
 * @type {readonly {
 *   title: string, args: readonly string[], status?: number, needs?: 'libxmljs2',
 *   shown?: string, lines?: number, differsFrom?: string
 * }[]}
 */
export const TOUR = [
  {
    title: 'Three machines of a Hyper-V host, as Get-CimInstance gives them (a snapshot among them), become domain XML',
    args: ['convert', 'hyperv-synthetic/get-ciminstance.json', '--to', 'domain', '--output', 'OUT/'],
    shown: 'dc01.xml',
  },
  {
    title: "A domain's lifecycle becomes Hyper-V's settings",
    args: ['convert', 'domains/dc01.xml', '--to', 'cim-json'],
  },
  {
    title: 'The other way round, for machines as Get-VM gives them: what happens to each',
    args: ['explain', 'hyperv-synthetic/get-vm.json'],
  },
  {
    title: 'Moved into the metadata, where today\'s libvirt keeps it; nothing else in the file changes',
    args: ['convert', 'domains/web01.xml', '--to', 'domain', '--placement', 'metadata'],
    differsFrom: 'domains/web01.xml',
  },
  {
    title: 'A whole directory becomes one PowerShell script',
    args: ['convert', 'domains', '--to', 'powershell'],
    lines: 24,
  },
  {
    title: 'Two mistakes, and what validate says of them',
    args: ['validate', '--schema', 'embedded', 'broken/web02.xml'],
    needs: 'libxmljs2',
    status: 1,
  },
]
