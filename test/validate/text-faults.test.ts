import { expect, test } from '@jest/globals'
import { explainText } from '../../src/validate/text-faults.js'

test.each([
  ['uniMacAddr', '52:54:00:6b:3c:5g', '"g" is not a hexadecimal digit (0 to 9, a to f)'],
  ['uniMacAddr', '52:54:00:6b:3c', 'it has 5 groups; write 6'],
  ['uniMacAddr', '52:54:0:6b:3c:58', 'write each group with two digits, not "0"'],
  ['uniMacAddr', '53:54:00:6b:3c:58', 'its second digit, "3", is odd, as in multicast addresses; make it even'],
  ['uniMacAddr', 'virtio', undefined],
  ['macAddr', '53:54:00:6b:3c:58:00', 'it has 7 groups; write 6'],
  ['cpuset', '0-3,5-', 'the range "5-" has no end; write 5-N, or only 5'],
  ['cpuset', '-3', 'the range "-3" has no start; write 0-3'],
  ['cpuset', '0-7,^2-3', 'after "^" write one CPU, which is left out'],
  ['cpuset', 'all', undefined],
  ['absFilePath', 'images/a.qcow2', 'begin it with "/", as in /…/images/a.qcow2'],
  ['absFilePath', './a.qcow2', 'begin it with "/", as in /…/a.qcow2'],
  ['absFilePath', '[store] a.vmdk', undefined],
  ['absFilePath', 'nbd://host/a', undefined],
  ['vmwarePath', '[store', 'write the name of the datastore in "[" and "]", a space, and the path in it'],
  ['diskSerial', 'A,B', '"," is not allowed in it'],
  ['noPatternOfLibvirt', 'a', undefined],
])('%s: %j', (definition, text, hint) => {
  expect(explainText(definition, text)).toBe(hint)
})
