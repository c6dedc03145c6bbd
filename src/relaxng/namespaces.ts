import type { SaxesAttributeNSIncomplete } from 'saxes'

/**
 * Take the white space around the name of a namespace for part of it, as other parsers do; saxes removes it. To be called with each
 * attribute that saxes tells of, before it stores what the attribute declares.
 *
 * @param declared the declarations of the tag that is read
 */
export function keepSpace(
  declared: Record<string, string>,
  { name, prefix, local, value }: SaxesAttributeNSIncomplete,
): void {
  if ((prefix !== 'xmlns' && name !== 'xmlns') || value === value.trim()) return
  Object.defineProperty(declared, prefix && local, { enumerable: true, get: () => value, set() {} })
}
