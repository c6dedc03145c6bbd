/**
 * What each example becomes: the file or directory in `results/`, and the virt-lifecycle arguments that produce it when
 * run in this folder. A test runs them all and compares; `OUT` stands for the directory to write to.
 *
 * @type {readonly { path: string, args: readonly string[], status?: number, needs?: 'libxmljs2' }[]}
 */
export const RESULTS = [
  ...['get-ciminstance', 'get-ciminstance-one', 'get-wmiobject', 'get-vm', 'get-vm-enums-as-strings'].map((name) => ({
    path: `${name}/`,
    args: ['convert', `hyperv-synthetic/${name}.json`, '--to', 'domain', '--output', 'OUT'],
  })),
  { path: 'gettext/', args: ['convert', 'hyperv-synthetic/gettext.cim.xml', '--to', 'domain', '--output', 'OUT'] },
  { path: 'pull-response/', args: ['convert', 'hyperv-synthetic/pull-response.xml', '--to', 'domain', '--output', 'OUT'] },
  { path: 'get-vm-clixml/', args: ['convert', 'hyperv-synthetic/get-vm.clixml', '--to', 'domain', '--output', 'OUT'] },
  { path: 'configuration/', args: ['convert', 'hyperv-synthetic/configuration.xml', '--to', 'domain', '--output', 'OUT'] },
  { path: 'winrm-enumerate/', args: ['convert', 'hyperv-synthetic/winrm-enumerate.xml', '--to', 'domain', '--output', 'OUT'] },
  { path: 'server2008/', args: ['convert', 'hyperv-synthetic/server2008.json', '--to', 'domain', '--output', 'OUT'] },
  { path: 'get-scvirtualmachine.json', args: ['convert', 'hyperv-synthetic/get-scvirtualmachine.json', '--to', 'json'] },
  { path: 'all-hosts.json', args: ['convert', 'hyperv-synthetic/all-hosts.json', '--to', 'json'] },
  { path: 'get-vm-csv/', args: ['convert', 'hyperv-synthetic/get-vm.csv', '--to', 'domain', '--output', 'OUT'] },
  { path: 'get-vm-list.json', args: ['convert', 'hyperv-synthetic/get-vm-list.txt', '--to', 'json'] },
  {
    path: 'all-hosts.cim.ndjson',
    args: ['convert', '--ndjson', 'hyperv-synthetic/all-hosts.ndjson', '--to', 'cim-json', '--hyperv', 'v1'],
  },
  {
    path: 'pull-response-into-domains.diff',
    args: ['convert', 'hyperv-synthetic/pull-response.xml', '--into', 'domains', '--diff'],
  },
  { path: 'domains.json', args: ['convert', 'domains', '--to', 'json'] },
  { path: 'domains.cim.json', args: ['convert', 'domains', '--to', 'cim-json'] },
  { path: 'domains.powershell.json', args: ['convert', 'domains', '--to', 'powershell-json'] },
  { path: 'domains.csv', args: ['convert', 'domains', '--to', 'csv'] },
  { path: 'domains-cim-xml/', args: ['convert', 'domains', '--to', 'cim-xml', '--output', 'OUT'] },
  { path: 'domains-wsman/', args: ['convert', 'domains', '--to', 'wsman', '--output', 'OUT'] },
  { path: 'domains.sh', args: ['convert', 'domains', '--to', 'virsh', '--connect', 'qemu:///system'] },
  { path: 'domains.ps1', args: ['convert', 'domains', '--to', 'powershell'] },
  { path: 'domains-fence.ps1', args: ['convert', 'domains', '--to', 'powershell', '--fence'] },
  { path: 'domains.scvmm.ps1', args: ['convert', 'domains', '--to', 'scvmm'] },
  { path: 'domains.libvirt-guests', args: ['convert', 'domains', '--to', 'libvirt-guests'] },
  { path: 'domains.qemu.conf', args: ['convert', 'domains', '--to', 'qemu-conf'] },
  {
    path: 'domains-in-metadata/',
    args: ['convert', 'domains', '--to', 'domain', '--placement', 'metadata', '--output', 'OUT'],
  },
  { path: 'domains-explained.txt', args: ['explain', 'domains'] },
  {
    path: 'web02-validated.txt',
    args: ['validate', '--schema', 'embedded', 'broken/web02.xml'],
    status: 1,
    needs: 'libxmljs2',
  },
]
