import { detailedMessages, libxml2Limits, type ValidatorOptions } from '../relaxng/index.js'
import { describePattern } from './describe-pattern.js'
import { explainText } from './text-faults.js'

/**
 * What the text of the named patterns of libvirt's schemas must be, in words. A pattern that is not here is described by its
 * datatype, or by its regular expression.
 */
const DEFINITIONS: ReadonlyMap<string, string> = new Map([
  ['absDirPath', 'an absolute path'],
  ['absFilePath', 'an absolute path'],
  ['addr-family', '"ipv4" or "ipv6"'],
  ['aliasName', 'letters, digits and "_", "-", "."'],
  ['bridgeMode', '"vepa", "bridge", "private" or "passthrough"'],
  ['ccidSlot', 'a number from 0 to 99'],
  ['ccwCssidRange', 'a channel subsystem from 0 to 254 (0x00 to 0xfe)'],
  ['ccwDevnoRange', 'a device number from 0 to 65535 (0x0000 to 0xffff)'],
  ['ccwSsidRange', 'a subchannel set from 0 to 3'],
  ['countCPU', 'a number of CPUs from 1 to 65535'],
  ['cpuset', 'a list of CPUs, such as 0-3,^2,8 (^2 leaves out CPU 2)'],
  ['createMode', 'an octal mode, such as 0644'],
  ['deviceName', 'a device name of letters, digits and "_", ".", "-", "\\", ":", "/"'],
  ['dirPath', 'a path'],
  ['diskSerial', 'letters, digits, spaces and "_", ".", "+", "-"'],
  ['diskTargetDev', 'a device name such as vda, sda, hda or fda'],
  ['dnsName', 'a host name of letters, digits and ".", "-"'],
  ['driveBus', 'a number from 0 to 99'],
  ['driveController', 'a number from 0 to 99'],
  ['driveSCSITarget', 'a number'],
  ['driveSCSIUnit', 'a number'],
  ['driveTarget', 'a number from 0 to 99'],
  ['driveUnit', 'a number from 0 to 99999'],
  ['featureName', 'letters, digits and "-", "_", "."'],
  ['filePath', 'a path'],
  ['filter-param-name', 'letters, digits and "_"'],
  ['filter-param-value', 'letters, digits and "_", ".", ":"'],
  ['genericName', 'a name of letters, digits and "_", "+", "-"'],
  ['hexuint', 'hexadecimal digits in lower case, with or without "0x"'],
  ['ipv4Addr', 'an IPv4 address'],
  ['ipv4Prefix', 'a prefix length from 0 to 32'],
  ['ipv6Addr', 'an IPv6 address'],
  ['ipv6Prefix', 'a prefix length from 0 to 128'],
  ['macAddr', 'a MAC address, such as 52:54:00:12:34:56'],
  ['multiMacAddr', 'a multicast MAC address, such as 01:00:5e:00:00:01'],
  ['objectName', 'a name without "/"'],
  ['objectNameWithSlash', 'a name'],
  ['octalMode', 'an octal mode, such as 0644'],
  ['pciFunc', 'a PCI function from 0 to 7 (0x0 to 0x7)'],
  ['pciSlot', 'a PCI slot from 0 to 31 (0x00 to 0x1f)'],
  ['port', 'a port from 1 to 65535'],
  ['positiveInteger', 'an integer of 1 or more'],
  ['PortNumber', 'a port from 0 to 65535, or -1 for any'],
  ['protocol', '"tcp" or "udp"'],
  ['spaprvioReg', 'a register address, such as 0x3000'],
  ['timeDelta', 'a number of seconds, which may have a sign'],
  ['timeZone', 'a time zone, such as Europe/Paris'],
  ['uint16', 'a number from 0 to 65535 (0x0000 to 0xffff)'],
  ['uint24', 'a number from 0 to 16777215 (0x000000 to 0xffffff)'],
  ['uint32', 'a number from 0 to 4294967295 (0x00000000 to 0xffffffff)'],
  ['uint8', 'a number from 0 to 255 (0x00 to 0xff)'],
  ['uniMacAddr', 'a unicast MAC address, such as 52:54:00:12:34:56'],
  ['unit', 'a unit, such as KiB, MiB or GiB'],
  ['unsignedInt', 'an integer from 0 to 4294967295'],
  ['unsignedLong', 'a non-negative integer'],
  ['usbAddr', 'a USB device number in up to three digits, hexadecimal if with "0x"'],
  ['usbClass', 'a USB class of two hexadecimal digits, such as 0x08'],
  ['usbId', 'a USB id of up to four hexadecimal digits, such as 0x1d6b'],
  ['usbIdDefault', '-1'],
  ['usbPort', 'a USB port, such as 1 or 1.2'],
  ['usbVersion', 'a USB version, such as 2.00'],
  ['UUID', 'a UUID without braces, such as 4dea22b3-1d52-d8f3-2516-782e98ab3fa0'],
  ['vcpuid', 'a number from 0 to 65535'],
  ['virtioserialPort', 'a number from 0 to 99'],
  ['virtualPortProfileID', 'at most 39 characters'],
  ['vmwarePath', 'a path in a VMware datastore, such as "[datastore] directory/disk.vmdk"'],
  ['volName', 'a volume name without "/"'],
  ['weight', 'an integer from 100 to 1000'],
  ['wwn', 'a WWN of 16 hexadecimal digits'],
  ['zoneName', 'a zone name of letters, digits and "_", "-"'],
])

/** The prefixes that libvirt writes for the namespaces of its hypervisors. */
const PREFIXES: ReadonlyMap<string, string> = new Map(
  ['qemu', 'lxc', 'bhyve', 'xen', 'vmware'].map((name) => [name, `http://libvirt.org/schemas/domain/${name}/1.0`]),
)

/** What people write, in lower case, for what libvirt has another word for. */
const SYNONYMS: ReadonlyMap<string, readonly string[]> = new Map([
  ['amd64', ['x86_64']],
  ['arm64', ['aarch64']],
  ['cd', ['cdrom']],
  ['device', ['dev']],
  ['disk', ['hd']],
  ['drive', ['disk']],
  ['dvd', ['cdrom']],
  ['enable', ['require', 'on', 'yes', 'enabled']],
  ['floppy', ['fd']],
  ['hard', ['hd']],
  ['hda', ['hd']],
  ['harddisk', ['hd', 'disk']],
  ['hdd', ['disk', 'hd']],
  ['i386', ['i686']],
  ['img', ['raw']],
  ['net', ['network']],
  ['network', ['interface']],
  ['nic', ['interface']],
  ['on_restart', ['on_reboot']],
  ['on_shutdown', ['on_poweroff']],
  ['path', ['file', 'dir', 'dev']],
  ['pxe', ['network']],
  ['reboot', ['restart']],
  ['shutdown', ['destroy']],
  ['soundcard', ['sound']],
  ['x64', ['x86_64']],
  ['x86', ['i686']],
])

/** What an attribute of an element usually is, where the schema lists much that is rare. */
const USUAL: ReadonlyMap<string, string> = new Map([
  ['domain/type', 'type="kvm", or type="qemu" where the host has no hardware virtualization'],
])

/** How the builtin engine says what is wrong with libvirt's documents, and that libvirt validates them with libxml2. */
export function libvirtMessages(): ValidatorOptions {
  return {
    describePattern,
    limits: libxml2Limits("libvirt's own validator", 'libvirt'),
    messages: detailedMessages({
      describeDefinition: (name) => DEFINITIONS.get(name),
      prefixes: PREFIXES,
      synonyms: SYNONYMS,
      explainText,
      usual: USUAL,
    }),
  }
}
