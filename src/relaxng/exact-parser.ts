import { type SaxesAttributeNSIncomplete, SaxesParser, type SaxesStartTagNS } from 'saxes'

interface Options {
  readonly xmlns: true
  readonly position: boolean
}

/**
 * A parser to which white space around the name of a namespace is part of it, as it is to other parsers: saxes removes it. It is to be
 * told of each start tag that begins, and of each attribute.
 */
export class ExactParser extends SaxesParser<Options> {
  /** The declarations of the tag that is read. */
  private declared: Record<string, string> = {}
  /** Those of them with white space, which saxes has stored without it meanwhile. */
  private readonly spaced: (readonly [prefix: string, name: string])[] = []

  begin({ ns }: Pick<SaxesStartTagNS, 'ns'>): void {
    this.declared = ns
  }

  attribute({ name, prefix, local, value }: SaxesAttributeNSIncomplete): void {
    const isDeclaration = prefix === 'xmlns' || name === 'xmlns'
    if (isDeclaration && value !== value.trim()) this.spaced.push([prefix === '' ? '' : local, value])
  }

  override resolve(prefix: string): string | undefined {
    for (const [declared, name] of this.spaced.splice(0)) this.declared[declared] = name
    return super.resolve(prefix)
  }
}
