/** The part of xspattern that is used; its package does not lead to its own types. */
declare module 'xspattern' {
  /** A regular expression of XML Schema as a function that says whether a whole text matches. Throws for a wrong one. */
  export function compile(pattern: string, options: { readonly language: 'xsd' }): (text: string) => boolean
}
