/**
 * The schema of libvirt for documents with a root element, as virt-xml-validate chooses it (libvirt 9.0). `domain` is not here,
 * for its schema gets the lifecycle elements, nor `domstatus`, which has no schema: its domain is checked.
 */
const SCHEMAS: ReadonlyMap<string, string> = new Map([
  ['capabilities', 'capability'],
  ['cpu', 'cpu'],
  ['device', 'nodedev'],
  ['domainCapabilities', 'domaincaps'],
  ['domainbackup', 'domainbackup'],
  ['domaincheckpoint', 'domaincheckpoint'],
  ['domainsnapshot', 'domainsnapshot'],
  ['filter', 'nwfilter'],
  ['filterbinding', 'nwfilterbinding'],
  ['interface', 'interface'],
  ['network', 'network'],
  ['networkport', 'networkport'],
  ['pool', 'storagepool'],
  ['secret', 'secret'],
  ['storagepoolCapabilities', 'storagepoolcaps'],
  ['volume', 'storagevol'],
])

/** Roots with a domain inside, of which the domain alone is checked if there is no schema for the whole. */
const AROUND_A_DOMAIN: readonly string[] = ['domaincheckpoint', 'domainsnapshot', 'domstatus']

/** The name of libvirt's schema for documents with a root element, which is the name of its file without `.rng`. */
export function schemaNameOf(root: string): string | undefined {
  return SCHEMAS.get(root)
}

/** Whether documents with this root have a domain inside. */
export function isAroundDomain(root: string): boolean {
  return AROUND_A_DOMAIN.includes(root)
}
