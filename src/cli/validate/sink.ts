/** Where the text of a report goes. */
export interface Sink {
  write(text: string): Promise<void>
  end(text: string): Promise<void>
  /** Leave what was there before. */
  discard(): Promise<void>
}
