/** Longest text that is tried. */
const LONGEST = 60

/** Other ways to write the same. */
const REWRITES: readonly ((text: string) => string)[] = [
  (text) => text.trim(),
  (text) => text.replaceAll(/[\s{}()"'\u2018-\u201f]+/g, ''),
  (text) => text.toLowerCase(),
  (text) => text.toUpperCase(),
  (text) => text.replaceAll(/[-.]/g, ':'),
  (text) =>
    /^[\da-f]{12}$/i.test(text.replaceAll('.', '')) ? text.replaceAll('.', '').replace(/..(?=.)/g, '$&:') : text,
  (text) => text.replaceAll(/[,;\s]+/g, ','),
  (text) => (/^\d{1,3}([,'_ ]\d{3})+$/.test(text) ? text.replaceAll(/\D/g, '') : text),
  (text) => `0x${text.replace(/h$/i, '')}`,
  (text) => text.replace(/^0x0+(?=.)/i, '0x'),
  (text) => text.replace(/\/\d{1,3}$/, ''),
  (text) => text.replace(/[.,;:]+$/, ''),
  (text) => text.replaceAll('\\', '/'),
  (text) => text.replace(/^\/dev\//, ''),
]

/** Another way to write a text, with which it would be right. */
export function rewritten(text: string, isRight: (text: string) => boolean): string | undefined {
  if (text === '' || text.length > LONGEST) return undefined
  for (const rewrite of REWRITES) {
    const other = rewrite(text)
    if (other !== text && other !== '' && isRight(other)) return other
  }
  return undefined
}
