/**
 * A text as `txt()` of xmlbuilder2 must get it to write just that: version 4.0 takes `&name;` and `&#1;` for references
 * that are written already, and leaves a carriage return, which a parser would read as a line feed.
 */
export function newText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('\r', '&#13;')
}

/** The same for the value of an attribute, of which a parser reads every white space as a space. */
export function newAttribute(value: string): string {
  return newText(value).replaceAll('\t', '&#9;').replaceAll('\n', '&#10;')
}
