/**
 * What `npm run demo` shows, step by step. A test runs the same steps and compares what they print with the files in
 * `results/`, so that neither can rot. Commands run in this folder; `results` is where the output stands.
 */
export const TOUR = [
  {
    title: 'Three machines of a Hyper-V host, as Get-CimInstance gives them (a snapshot among them), become domain XML',
    args: ['convert', 'hyperv-synthetic/get-ciminstance.json', '--to', 'domain', '--output', 'OUT/'],
    results: 'from-get-ciminstance',
    shown: 'dc01.xml',
  },
  {
    title: "A domain's lifecycle becomes Hyper-V's settings",
    args: ['convert', 'domains/dc01.xml', '--to', 'cim-json'],
    results: 'dc01.cim.json',
  },
  {
    title: 'The other way round, for machines as Get-VM gives them: what happens to each',
    args: ['explain', 'hyperv-synthetic/get-vm.json'],
    results: 'get-vm.explained.txt',
  },
  {
    title: 'Moved into the metadata, where today\'s libvirt keeps it; nothing else in the file changes',
    args: ['convert', 'domains/web01.xml', '--to', 'domain', '--placement', 'metadata'],
    results: 'web01.metadata.xml',
    differsFrom: 'domains/web01.xml',
  },
  {
    title: 'A whole directory becomes one PowerShell script',
    args: ['convert', 'domains', '--to', 'powershell'],
    results: 'domains.ps1',
    lines: 24,
  },
  {
    title: 'Two mistakes, and what validate says of them',
    args: ['validate', '--schema', 'embedded', 'broken/web02.xml'],
    results: 'web02.validated.txt',
    needs: 'libxmljs2',
    status: 1,
  },
]
