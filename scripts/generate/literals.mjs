/** A string as a literal of TypeScript, on one line. */
export function quoted(string) {
  return `'${string.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`
}

/** A string as a template literal, with the lines that it has. */
export function template(string) {
  return `\`${string.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${')}\``
}
