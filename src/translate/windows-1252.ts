import { latin1 } from '../xml/encoding.js'

/** What windows-1252 has in place of the control characters U+0080 to U+009F of ISO-8859-1; five stay as they are. */
const INSTEAD_OF_CONTROLS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

/** Decode windows-1252. The TextDecoder of some versions of Node, 20.20 among them, decodes ISO-8859-1 instead. */
export function decodeWindows1252(bytes: Uint8Array): string {
  return latin1(bytes).replace(/[\u0080-\u009f]/g, (c) => INSTEAD_OF_CONTROLS.charAt(c.charCodeAt(0) - 0x80))
}
