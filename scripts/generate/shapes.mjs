import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import standaloneCode from 'ajv/dist/standalone/index.js'

/** The JSON Schemas that what the program reads is checked with. */
const SHAPES = ['json', 'cim-json', 'powershell-json', 'config', 'baseline', 'guests-installed', 'guests-record']

/** What ajv's code would import of ajv at run time, written out: its own modules are CommonJS. */
const RUNTIME = {
  'ajv/dist/runtime/equal': `function isEqual(a, b) {
  if (a === b || typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  const names = Object.keys(a)
  return (
    Array.isArray(a) === Array.isArray(b) &&
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && isEqual(a[name], b[name]))
  )
}`,
  'ajv/dist/runtime/ucs2length': '(text) => [...text].length',
}

/**
 * The module of ajv's validation functions, one for each shape. They are code: nothing is compiled at run time, which a
 * Content-Security-Policy without `unsafe-eval` would forbid, and nothing of ajv is needed then.
 */
export function shapesModule(root) {
  const code = { source: true, esm: true, lines: true }
  const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, verbose: true, code })
  const exported = {}
  for (const name of SHAPES) {
    const schema = JSON.parse(readFileSync(new URL(`schema/${name}.schema.json`, root), 'utf8'))
    ajv.addSchema(schema)
    exported[identifier(name)] = schema.$id
  }
  const text = standaloneCode
    .default(ajv, exported)
    .replace(/^"use strict";/, '')
    .replace(/require\("([^"]*)"\)\.default/g, (whole, name) => RUNTIME[name] ?? whole)
  const needed = /\brequire\(.*|\bimport\b.*|\bnew Function\b|\beval\b/.exec(text)
  if (needed !== null)
    throw new Error(`ajv's code needs ${needed[0]}: add it to RUNTIME in scripts/generate/shapes.mjs`)
  const rows = SHAPES.map((name) => `  ${JSON.stringify(name)}: ${identifier(name)},\n`)
  return `// @ts-nocheck: ajv writes JavaScript.
${text}
/** A function that ajv has written; its \`errors\` are those of the last call. */
export interface ShapeCheck {
  (value: unknown): boolean
  readonly errors?: readonly ShapeCheckError[] | null
}

/** What is used of ajv's ErrorObject. */
export interface ShapeCheckError {
  readonly keyword: string
  /** JSON Pointer of the value. */
  readonly instancePath: string
  readonly params: Readonly<Record<string, unknown>>
  readonly message?: string
  /** The schema that has the keyword. */
  readonly parentSchema?: Readonly<Record<string, unknown>>
}

/** ajv's validation functions for the shapes that are read, by the name of the schema. */
export const SHAPES: Readonly<Record<${SHAPES.map((name) => JSON.stringify(name)).join(' | ')}, ShapeCheck>> = {
${rows.join('')}}
`
}

function identifier(name) {
  return `is_${name.replaceAll('-', '_')}`
}
