import { JSON_SCHEMAS, RELAXNG } from '../generated/texts.js'

/** A schema, ready to be written to a file. */
export interface SchemaText {
  /** Its name in schema/, without `.rng` or `.schema.json`. */
  readonly name: string
  /** One line about what it describes. */
  readonly description: string
  readonly text: string
}

const RELAXNG_DESCRIPTIONS: Readonly<Record<keyof typeof RELAXNG, string>> = {
  'domain-lifecycle': 'RELAX NG: any domain, with correct lifecycle elements; needs no other file',
  'libvirt-extension': "RELAX NG: libvirt's own grammar of domains (domain.rng), with the lifecycle elements added",
  lifecycle: 'RELAX NG: the two elements, for inclusion in another grammar',
  metadata: "RELAX NG: the lifecycle element in a domain's metadata",
}

/** Every schema: the RELAX NG ones, then the JSON Schemas. */
export const SCHEMAS: readonly SchemaText[] = [
  ...Object.entries(RELAXNG_DESCRIPTIONS).map(([name, description]) => ({
    name,
    description,
    text: RELAXNG[name as keyof typeof RELAXNG], // Object.entries forgets the type of the keys
  })),
  ...Object.entries<Readonly<Record<string, unknown>>>(JSON_SCHEMAS).map(([name, schema]) => ({
    name,
    description: `JSON Schema: ${schema['title']}`,
    text: `${JSON.stringify(schema, null, 2)}\n`,
  })),
]
