import { readdirSync, readFileSync } from 'node:fs'
import { quoted, template } from './literals.mjs'

/** libvirt's schema, which the extension includes from where libvirt is installed. */
const FOREIGN = 'domain.rng'

/** The attributes and the content of a schema's root. */
const GRAMMAR = /<grammar\b([^>]*)>\n([\s\S]*)<\/grammar>/

/** The module of the schemas of schema/ as constants. RELAX NG schemas become self-contained: includes are resolved. */
export function textsModule(root) {
  const schemas = new URL('schema/', root)
  const relaxng = namesWith(schemas, '.rng').map(
    (name) => `  ${quoted(name)}: ${template(selfContained(schemas, `${name}.rng`))},\n`,
  )
  const json = namesWith(schemas, '.schema.json').map((name) => {
    const schema = JSON.parse(readFileSync(new URL(`${name}.schema.json`, schemas), 'utf8'))
    return `  ${quoted(name)}: ${JSON.stringify(schema, null, 2).replaceAll('\n', '\n  ')},\n`
  })
  const names = namesWith(schemas, '.schema.json').map(quoted).join(' | ') || 'never'
  const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'))
  return `
/** The version of this package. */
export const VERSION: string = ${quoted(version)}

/** The RELAX NG schemas of schema/, by file name; what they include of each other is part of them. */
export const RELAXNG = {
${relaxng.join('')}} as const

/** The JSON Schemas of schema/, by file name. */
export const JSON_SCHEMAS: Readonly<Record<${names}, Readonly<Record<string, unknown>>>> = {
${json.join('')}}
`
}

function namesWith(schemas, extension) {
  return readdirSync(schemas)
    .filter((file) => file.endsWith(extension))
    .map((file) => file.slice(0, -extension.length))
    .sort()
}

/** A schema with each include as the div it stands for (RELAX NG, section 4.7). */
export function selfContained(schemas, file) {
  const including = readFileSync(new URL(file, schemas), 'utf8')
  return including.replace(/<!--[\s\S]*?-->|( *)<include\b([^>]*?)\/>/g, (whole, indent, attributes) => {
    const href = /href="([^"]*)"/.exec(attributes ?? '')
    if (href === null || href[1] === FOREIGN) return whole
    const included = GRAMMAR.exec(selfContained(schemas, href[1]))
    const inherited = attributesOf(GRAMMAR.exec(including)[1])
    const own = attributesOf(included[1]).filter((attribute) => !inherited.includes(attribute))
    const given = attributesOf(attributes).filter((attribute) => attribute !== href[0])
    if (own.some((attribute) => attribute.startsWith('datatypeLibrary='))) {
      throw new Error(`${file} needs the datatypeLibrary of ${href[1]}: libxml2 does not heed it on a div`)
    }
    return indented(`<${['div', ...own, ...given].join(' ')}>\n${included[2].trimEnd()}\n</div>`, indent)
  })
}

function attributesOf(tag) {
  return tag.match(/[\w:]+="[^"]*"/g) ?? []
}

function indented(lines, indent) {
  return lines.replace(/^(?=.)/gm, indent)
}
