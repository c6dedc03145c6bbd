import withMistakes from '../../examples/broken/web02.xml?raw'
import domain from '../../examples/domains/web01.xml?raw'
import csv from '../../examples/hyperv-synthetic/get-vm.csv?raw'
import json from '../../examples/hyperv-synthetic/get-vm.json?raw'
import list from '../../examples/hyperv-synthetic/get-vm-list.txt?raw'

/** A document to try the page with. */
export interface Example {
  readonly label: string
  readonly file: string
  readonly text: string
}

/** Those that the page offers. */
export const EXAMPLES: readonly Example[] = [
  { label: 'Get-VM as CSV', file: 'get-vm.csv', text: csv },
  { label: 'Get-VM as JSON', file: 'get-vm.json', text: json },
  { label: 'Get-VM | Format-List', file: 'get-vm-list.txt', text: list },
  { label: 'domain XML', file: 'web01.xml', text: domain },
  { label: 'domain XML with mistakes', file: 'web02.xml', text: withMistakes },
]
