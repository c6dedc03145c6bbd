/**
 * Domains for libvirt's genericxml2xmltest, by name; the elements are what differs. A name that ends in "-invalid" is one
 * that libvirt's schema must refuse as well (the rule of its virschematest).
 */
export const DOMAINS = {
  'host-actions-ignore-destroy': ['<on_hoststart>ignore</on_hoststart>', '<on_hoststop>destroy</on_hoststop>'],
  'host-actions-restart-shutdown': [
    "<on_hoststart delay='30' order='2'>restart-if-active</on_hoststart>",
    '<on_hoststop>shutdown</on_hoststop>',
  ],
  'host-actions-start-save': ["<on_hoststart delay='0'>start</on_hoststart>", '<on_hoststop>save</on_hoststop>'],
  'host-actions-start-only': ["<on_hoststart order='1'>start</on_hoststart>"],
  'host-actions-stop-only': ['<on_hoststop>shutdown</on_hoststop>'],
  'host-actions-start-default-invalid': ['<on_hoststart>default</on_hoststart>'],
  'host-actions-start-empty-invalid': ['<on_hoststart/>'],
  'host-actions-start-delay-invalid': ["<on_hoststart delay='-1'>start</on_hoststart>"],
  'host-actions-start-order-invalid': ["<on_hoststart order='0'>start</on_hoststart>"],
  'host-actions-stop-unknown-invalid': ['<on_hoststop>restart</on_hoststop>'],
}

/** The lines that run them. */
export function testLines() {
  const line = (name) => `    DO_TEST${name.endsWith('-invalid') ? '_FAIL_INACTIVE' : ''}("${name}");\n`
  return `\n${Object.keys(DOMAINS).map(line).join('')}`
}
