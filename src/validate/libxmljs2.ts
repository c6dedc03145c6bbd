import type { Libxml2, Libxml2Error, Libxml2Package } from './libxml2.js'

/** The part of libxmljs2 that is used; its own types leave out rngValidate and validationErrors. */
interface Libxmljs2 {
  parseXml(text: string, options?: Readonly<Record<string, unknown>>): Libxmljs2Document
}

interface Libxmljs2Document {
  /** Throws "Invalid RELAX NG schema" without saying why. */
  rngValidate(schema: Libxmljs2Document): boolean
  readonly validationErrors: readonly Libxml2Error[]
}

/** Depth and size are limited before, by the parser; lines beyond 65535 need an option of their own. */
const PARSER_OPTIONS = { nonet: true, huge: true, big_lines: true }

/** The second reference: libxml2 2.9.9 (2019), in native code, which compiles the schema again for each document. */
export const LIBXMLJS2: Libxml2Package = {
  engine: 'libxmljs2',
  name: 'libxmljs2',
  hint: 'it is compiled on installation: install a C++ compiler, make and python3 (Debian: apt-get install g++ make python3), then run "npm install libxmljs2@0.35"',
  adapt: ({ default: libxmljs2 }: { readonly default: Libxmljs2 }): Libxml2 => ({
    compile: ({ source, url }) => {
      const base = url === undefined ? {} : { baseUrl: url }
      const compiled = libxmljs2.parseXml(source.text, { ...PARSER_OPTIONS, ...base })
      // rngValidate throws if it cannot compile the schema; better to know it now.
      libxmljs2.parseXml('<probe/>').rngValidate(compiled)
      return (text) => {
        const document = libxmljs2.parseXml(text, PARSER_OPTIONS)
        return document.rngValidate(compiled) ? [] : document.validationErrors
      }
    },
  }),
}
