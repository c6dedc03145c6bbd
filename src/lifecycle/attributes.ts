/** An attribute of `<on_hoststart>`: a number that qualifies the start. */
interface AttributeRow {
  /** Its name in domain XML, in the neutral JSON and in the model. */
  readonly name: string
  /** The smallest number allowed in domain XML; the model also allows 0. */
  readonly min: number
  /** The largest number allowed. */
  readonly max: number
  /** What it counts, for messages. */
  readonly unit: string
  /**
   * What 0 means, in words. It is a setting, while an absent attribute is none: a writer for a hypervisor writes the 0;
   * in domain XML the attribute is removed.
   */
  readonly zero: string
  /** A number other than 0 in words, to follow "the machine is started". */
  readonly phrase: (value: number) => string
  /** What today's libvirt offers instead, for messages. */
  readonly libvirt: string
}

/**
 * The attributes of `<on_hoststart>`, in the order they are written. Everything that reads, writes, checks or shows them
 * iterates over these rows.
 */
export const START_ATTRIBUTES = [
  {
    name: 'delay',
    min: 0,
    // AutomaticStartDelay is an Int32.
    max: 2_147_483_647,
    unit: 'seconds',
    zero: 'no delay',
    phrase: (seconds) => `${seconds === 1 ? '1 second' : `${seconds} seconds`} after the host is up`,
    libvirt: 'libvirt-guests has one START_DELAY for all machines',
  },
  {
    name: 'order',
    min: 1,
    // AutomaticStartupActionSequenceNumber is a uint16, whose 0 means that the order is up to the hypervisor.
    max: 65_535,
    unit: 'position in the start order',
    zero: 'no position',
    phrase: (position) => `at position ${position} in the start order (lower starts earlier)`,
    libvirt: 'the order of autostart cannot be set',
  },
] as const satisfies readonly AttributeRow[]

/** The name of an attribute of `<on_hoststart>`. */
export type StartAttribute = (typeof START_ATTRIBUTES)[number]['name']

/** Their names, in the order they are written. */
export const START_ATTRIBUTE_NAMES: readonly StartAttribute[] = START_ATTRIBUTES.map(({ name }) => name)

/** The row of an attribute. @throws TypeError for a name that is not in the table */
export function attributeRow(name: StartAttribute): AttributeRow {
  const row = START_ATTRIBUTES.find((candidate) => candidate.name === name)
  if (row === undefined) throw new TypeError(`not an attribute: ${name}`)
  return row
}

/** Whether `<on_hoststart>` has an attribute of this name. */
export function isStartAttribute(name: string): name is StartAttribute {
  return START_ATTRIBUTES.some((row) => row.name === name)
}
