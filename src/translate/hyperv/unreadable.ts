import type { Finding } from '../../diagnostics/index.js'
import { firstTag } from '../../xml/first-tag.js'

/** A kind of input that people hold, and that cannot be read. */
interface Unreadable {
  /** Whether it begins with a tag. */
  readonly isXml: boolean
  readonly recognises: (text: string) => boolean
  /** What it is. */
  readonly message: string
  /** What to do instead. */
  readonly hint: string
}

/** Characters that are looked at. */
const BEGINNING = 4096

/** Exports of Hyper-V that cannot be read. */
const UNREADABLE: readonly Unreadable[] = [
  {
    isXml: false,
    // No text has these characters. The content of a .vmcx file was not looked at: any binary file is told the same.
    recognises: (text) => [...text.slice(0, BEGINNING)].some((c) => c < ' ' && !/\s/.test(c)),
    message: 'this is a binary file, like the .vmcx files of Hyper-V',
    hint: 'export the machine on its host: Get-VM | Export-Csv vms.csv',
  },
  {
    isXml: true,
    recognises: (text) => {
      const { local, uri } = firstTag(text)
      return local === 'Objects' && uri === ''
    },
    message: 'this is XML from ConvertTo-Xml, which cannot be read',
    hint: 'export with Export-Clixml, ConvertTo-Json or Export-Csv instead',
  },
  {
    isXml: false,
    // After the prompt with the command, the names of the columns and a line of dashes.
    recognises: (text) =>
      /^\s*(?:PS [^>\r\n]*>[^\r\n]*\s+)?[^\r\n]*\w[^\r\n]*\r?\n *-+(?: +-+)* *(?:\r?\n|$)/.test(
        text.slice(0, BEGINNING),
      ),
    message: 'this is a table that Format-Table printed, in which values may be cut off',
    hint: 'export with Export-Csv or ConvertTo-Json, or print with Format-List, instead',
  },
]

const EMPTY: Finding = {
  code: 'VL102',
  message: 'the input is empty',
  hint: 'Get-VM prints nothing if you are not allowed to see machines: run it as an administrator of Hyper-V',
}

/** What an input is, if it is known and cannot be read (VL102, VL108). */
export function unreadable(text: string): Finding | undefined {
  const [first] = /[^\ufeff \t\r\n]/.exec(text) ?? []
  if (first === undefined) return EMPTY
  if (first === '{' || first === '[') return undefined
  const found = UNREADABLE.find(({ isXml, recognises }) => isXml === (first === '<') && recognises(text))
  return found === undefined ? undefined : { code: 'VL108', message: found.message, hint: found.hint }
}
