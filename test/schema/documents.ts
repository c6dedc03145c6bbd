import { LIFECYCLE_NAMESPACE, LIFECYCLE_VALUES, ON_HOSTSTART, ON_HOSTSTOP } from '../../src/lifecycle/index.js'

/** Documents, or fragments of documents, and whether they are valid. */
export type Verdicts = Readonly<Record<string, boolean>>

/** The `lifecycle` element of the metadata placement. */
export function lifecycle(content: string): string {
  return `<lifecycle xmlns="${LIFECYCLE_NAMESPACE}">${content}</lifecycle>`
}

/** The smallest domain that libvirt's schema accepts, with additional content. */
export function domain(content = ''): string {
  return `<domain type="kvm"><name>a</name><memory>1</memory><os><type>hvm</type></os>${content}</domain>`
}

/** The same verdicts, for documents that wrap these fragments. */
export function wrapped(verdicts: Verdicts, wrap: (content: string) => string): Verdicts {
  return Object.fromEntries(Object.entries(verdicts).map(([content, valid]) => [wrap(content), valid]))
}

/** What the two elements may and may not contain, in either placement. */
export const CONTENTS: Verdicts = {
  '': true,
  ...all(LIFECYCLE_VALUES.on_hoststart.map((value) => `<${ON_HOSTSTART}>${value}</${ON_HOSTSTART}>`)),
  ...all(LIFECYCLE_VALUES.on_hoststop.map((value) => `<${ON_HOSTSTOP}>${value}</${ON_HOSTSTOP}>`)),
  '<on_hoststart>start</on_hoststart><on_hoststop>save</on_hoststop>': true,
  '<on_hoststop>save</on_hoststop><on_hoststart>start</on_hoststart>': true,

  // Values are tokens.
  '<on_hoststop> save </on_hoststop>': true,
  '<on_hoststart>\n\t start\r\n</on_hoststart>': true,
  '<on_hoststop>\u00a0save</on_hoststop>': false,
  '<on_hoststop>sa<!-- -->ve</on_hoststop>': true,
  '<on_hoststop><![CDATA[save]]></on_hoststop>': true,
  '<on_hoststart>restart -if-active</on_hoststart>': false,

  // Invalid values
  '<on_hoststart/>': false,
  '<on_hoststop></on_hoststop>': false,
  '<on_hoststop> </on_hoststop>': false,
  '<on_hoststart>Start</on_hoststart>': false,
  '<on_hoststart>save</on_hoststart>': false,
  '<on_hoststop>start</on_hoststop>': false,
  '<on_hoststop>sav</on_hoststop>': false,
  '<on_hoststop>save shutdown</on_hoststop>': false,

  // Unexpected content
  '<on_hoststart>start</on_hoststart><on_hoststart>start</on_hoststart>': false,
  '<on_hoststop>save</on_hoststop><on_hoststart>start</on_hoststart><on_hoststop>save</on_hoststop>': false,
  '<on_hoststop>save<b/></on_hoststop>': false,
  '<on_hoststop><b xmlns="urn:b"/>save</on_hoststop>': false,
  '<on_hoststart>start</on_hoststart>text': false,
  'text<on_hoststop>save</on_hoststop>': false,
  '<on_hoststart when="now">start</on_hoststart>': false,
  '<on_hoststart xmlns:b="urn:b" b:delay="1">start</on_hoststart>': false,
  '<on_hoststop delay="1">save</on_hoststop>': false,
  '<on_hoststop order="1">save</on_hoststop>': false,

  // Attributes: no sign, any number of leading zeros, surrounding white space
  ...attributes('delay', ['0', '90', '2147483647', '007', ' 5 ', '&#9;5&#10;', `${'0'.repeat(60)}5`], true),
  ...attributes('delay', ['', ' ', '-1', '-0', '+5', ' +5', '1.5', '1e3', '0x5', '5 5', '5s', '٥', '&#160;5'], false),
  ...attributes('delay', ['2147483648', '4294967296', '99999999999999999999'], false),
  ...attributes('order', ['1', '65535', '0001', ' 5 '], true),
  ...attributes('order', ['0', '000', '65536', '', '-1', '+5', '1.5', '4294967297'], false),
  '<on_hoststart order="2" delay="3">restart-if-active</on_hoststart>': true,
  '<on_hoststart delay="3">ignore</on_hoststart>': true,
}

function all(documents: readonly string[], valid = true): Verdicts {
  return Object.fromEntries(documents.map((document) => [document, valid]))
}

function attributes(name: string, values: readonly string[], valid: boolean): Verdicts {
  return all(
    values.map((value) => `<on_hoststart ${name}="${value}">start</on_hoststart>`),
    valid,
  )
}

const withMetadata = (content: string): string => domain(`<metadata>${content}</metadata>`)
const withLifecycle = (content: string): string => withMetadata(lifecycle(content))

/** What surrounds the elements: where they may be, and what else is checked. */
const PLACES: Verdicts = {
  // Roots
  '<domain/>': true,
  [`<domstatus state="running" pid="7"><taint flag="x"/>${domain()}<on_x/></domstatus>`]: true,
  [`<domainsnapshot><name>s</name>${domain()}<inactiveDomain><on_hoststop>save</on_hoststop></inactiveDomain></domainsnapshot>`]: true,
  [`<domainsnapshot>${domain('<on_hoststart>start</on_hoststart>')}</domainsnapshot>`]: true,
  '<domstatus/>': false,
  '<domainsnapshot><name>s</name></domainsnapshot>': false,
  [`<domstatus>${domain()}${domain()}</domstatus>`]: false,
  [`<domstatus>${domain('<on_hoststop>sav</on_hoststop>')}</domstatus>`]: false,
  [`<domstatus><on_hoststop>save</on_hoststop>${domain()}</domstatus>`]: false,
  [`<domainsnapshot>${domain()}<inactiveDomain><on_hoststop>sav</on_hoststop></inactiveDomain></domainsnapshot>`]: false,
  [`<domainsnapshot>${domain()}<on_hoststart>start</on_hoststart></domainsnapshot>`]: false,
  '<network/>': false,
  '<domain xmlns="urn:b"/>': false,
  '<on_hoststop>save</on_hoststop>': false,
  [lifecycle('<on_hoststop>save</on_hoststop>')]: false,

  // Anything else in a domain is accepted, in any order and combination.
  '<domain a="1" xmlns:b="urn:b" b:c="2"><x y="z">t<b:d/>t<e/></x><b:f/><x/><b:f>t</b:f><g/></domain>': true,
  '<domain>text</domain>': false,
  '<domain><name>a</name> <!-- comment --> <?pi x?> </domain>': true,
  '<domain><on_hoststop xmlns="urn:b">anything</on_hoststop></domain>': true,
  '<domain><metadata/><metadata/></domain>': false,

  // Without a namespace: only directly in the domain
  [domain('<devices><on_hoststop>save</on_hoststop></devices>')]: false,
  [domain('<devices><disk><on_hoststart>start</on_hoststart></disk></devices>')]: false,
  [withMetadata('<on_hoststop>save</on_hoststop>')]: false,
  [withMetadata('<app><on_hoststop>save</on_hoststop></app>')]: false,
  [withLifecycle('<on_hoststop xmlns="">save</on_hoststop>')]: false,

  // In the namespace: only in the lifecycle element in metadata
  [withMetadata(`<a xmlns="urn:b"/>${lifecycle('')}<b/>text<c xmlns="urn:c"/>`)]: true,
  [`<domain><metadata><v:lifecycle xmlns:v="${LIFECYCLE_NAMESPACE}"><v:on_hoststop>save</v:on_hoststop></v:lifecycle></metadata></domain>`]: true,
  [withMetadata(lifecycle('') + lifecycle(''))]: false,
  [withMetadata(`<lifecycle xmlns="${LIFECYCLE_NAMESPACE}" a="1"/>`)]: false,
  [withMetadata(`<app>${lifecycle('')}</app>`)]: false,
  [withMetadata(`<on_hoststop xmlns="${LIFECYCLE_NAMESPACE}">save</on_hoststop>`)]: false,
  [withLifecycle('<on_reboot>destroy</on_reboot>')]: false,
  [withLifecycle('<lifecycle/>')]: false,
  [domain(lifecycle(''))]: false,
  [domain(`<on_hoststop xmlns="${LIFECYCLE_NAMESPACE}">save</on_hoststop>`)]: false,
  [domain(`<devices>${lifecycle('')}</devices>`)]: false,
  // Without a namespace, anyone may use the name "lifecycle".
  [withMetadata('<lifecycle a="b"/>')]: true,

  // The content of another application's element is not checked.
  [withMetadata(`<b xmlns="urn:b">${lifecycle('<x/>')}<on_hoststop xmlns="">x</on_hoststop></b>`)]: true,

  // Both placements at once: a grammar cannot check whether they agree.
  [domain(`<on_hoststop>save</on_hoststop><metadata>${lifecycle('<on_hoststop>destroy</on_hoststop>')}</metadata>`)]:
    true,
}

/** Whole documents. */
export const DOMAINS: Verdicts = { ...PLACES, ...wrapped(CONTENTS, domain), ...wrapped(CONTENTS, withLifecycle) }
