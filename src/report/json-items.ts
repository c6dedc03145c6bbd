/** The text of a JSON array whose items are added one by one, indented as `JSON.stringify` does it. */
export class JsonItems {
  private begun = false

  /**
   * @param head the text before the array
   * @param indent the indentation of the line on which the array begins
   */
  constructor(
    private readonly head: string,
    private readonly indent: string,
  ) {}

  /** The text that adds an item; the first one is preceded by the head. */
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
