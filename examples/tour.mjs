/**
 * The steps of `npm run demo`. The commands run in this folder (HERE), and write to a temporary one (OUT). A test runs them
 * too, so that they stay correct.
 *
 * @type {readonly {
 *   title: string, args: readonly string[], status?: number, needs?: 'libxmljs2' | 'virsh',
 *   shown?: string, lines?: number, differsFrom?: string
 * }[]}
 */
export const TOUR = [
  {
    title: 'Three machines of a Hyper-V host and a snapshot, as Get-CimInstance returns them, become domain XML',
    args: ['convert', 'hyperv-synthetic/get-ciminstance.json', '--to', 'domain', '--output', 'OUT/'],
    shown: 'dc01.xml',
  },
  {
    title: 'The CSV that Export-Csv writes becomes domain XML',
    args: ['convert', 'hyperv-synthetic/get-vm.csv', '--to', 'domain', '--output', 'OUT/csv/'],
    shown: 'csv/web01.xml',
  },
  {
    title: "The same CSV becomes a script for today's libvirt",
    args: ['convert', 'hyperv-synthetic/get-vm.csv', '--to', 'virsh'],
    lines: 40,
  },
  {
    title: "A domain's lifecycle elements become Hyper-V's settings",
    args: ['convert', 'domains/dc01.xml', '--to', 'cim-json'],
  },
  {
    title: 'Machines as Get-VM returns them, and what happens to each, in plain words',
    args: ['explain', 'hyperv-synthetic/get-vm.json'],
  },
  {
    title: 'The settings move into the metadata, where today\'s libvirt preserves them; nothing else in the file changes',
    args: ['convert', 'domains/web01.xml', '--to', 'domain', '--placement', 'metadata'],
    differsFrom: 'domains/web01.xml',
  },
  {
    title: 'A whole directory becomes a single PowerShell script',
    args: ['convert', 'domains', '--to', 'powershell'],
    lines: 24,
  },
  {
    title: "What \"guests stop\" would do with the five guests of a running libvirt, and why",
    args: ['guests', 'plan', 'stop', '--uri', 'test://HERE/guests/host.xml'],
    needs: 'virsh',
  },
  {
    title: 'Two mistakes, and what validate says about them',
    args: ['validate', '--schema', 'embedded', 'broken/web02.xml'],
    needs: 'libxmljs2',
    status: 1,
  },
]
