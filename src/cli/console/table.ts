import stringWidth from 'string-width'

/** The rows of a table as lines, with columns aligned by the width that a terminal gives their cells. */
export function tableLines(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = []
  for (const row of rows) {
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, stringWidth(cell))
  }
  const padded = (cell: string, i: number): string => cell + ' '.repeat((widths[i] ?? 0) - stringWidth(cell))
  return rows.map((row) => row.map(padded).join('  ').trimEnd())
}

/** The same as text. */
export function tableText(rows: readonly (readonly string[])[]): string {
  return tableLines(rows)
    .map((line) => `${line}\n`)
    .join('')
}
