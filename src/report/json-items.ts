/** The text of a JSON array whose items come one by one; each on lines of its own, as `JSON.stringify` indents them. */
export class JsonItems {
  private begun = false

  /**
   * @param head what stands in front of the array
   * @param indent the indentation of the line that the array begins on
   */
  constructor(
    private readonly head: string,
    private readonly indent: string,
  ) {}

  /** The text that adds an item; with the first comes the head. */
  add(item: unknown): string {
    const inner = `\n${this.indent}  `
    const before = this.begun ? ',' : `${this.head}[`
    this.begun = true
    return `${before}${inner}${JSON.stringify(item, null, 2).replaceAll('\n', inner)}`
  }

  /** The text that closes the array. */
  end(): string {
    return this.begun ? `\n${this.indent}]` : `${this.head}[]`
  }
}
