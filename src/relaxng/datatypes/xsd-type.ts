import type { DatatypeContext } from './datatype.js'

/** What white space in a text becomes (XML Schema part 2, 4.3.6). */
export type WhiteSpace = 'preserve' | 'replace' | 'collapse'

/** A primitive or derived type: how its texts are read, and what its values can be asked. */
export interface XsdType<Value> {
  readonly whiteSpace: WhiteSpace
  /** In words, to follow "must be". */
  readonly rule: string
  /** The same, where these are the least and the greatest value; absent if a message gives the bound after the rule. */
  readonly ruleWithin?: (least: Value | undefined, greatest: Value | undefined) => string
  /** The value of a text whose white space has been dealt with; undefined where it is not in the lexical space. */
  readonly parse: (text: string, context: DatatypeContext) => Value | undefined
  /** Equal for equal values. */
  readonly key: (value: Value) => string
  /** Negative, 0 or positive; undefined where two values cannot be compared. Absent for types without an order. */
  readonly compare?: (a: Value, b: Value) => number | undefined
  /** The length of a value and what it counts. */
  readonly length?: (value: Value) => number
  readonly unit?: string
  /** Digits of a decimal value: all of them, and those after the point. */
  readonly digits?: (value: Value) => { readonly total: number; readonly fraction: number }
}

/** A type whose values are texts. */
export function textType(rule: string, whiteSpace: WhiteSpace, isIn: (text: string) => boolean): XsdType<string> {
  return {
    whiteSpace,
    rule,
    parse: (text) => (isIn(text) ? text : undefined),
    key: (value) => value,
    length: codePoints,
    unit: 'characters',
  }
}

/** A type whose values are lists of texts; their length is that of the list. */
export function listType(rule: string, isItem: (text: string) => boolean): XsdType<string> {
  return {
    whiteSpace: 'collapse',
    rule,
    parse: (text) => (text !== '' && text.split(' ').every(isItem) ? text : undefined),
    key: (value) => value,
    length: (value) => value.split(' ').length,
    unit: 'items',
  }
}

function codePoints(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}
