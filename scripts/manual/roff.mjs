/** What the macros of man(7) need. */

const ESCAPES = { '\\': '\\e', '-': '\\-', "'": '\\(aq', '`': '\\(ga', '^': '\\(ha', '~': '\\(ti' }

/** A text as roff prints it, whatever is in it. */
export function plain(text) {
  return text.replace(/[\\\-'`^~]/g, (character) => ESCAPES[character]).replace(/^\./gm, '\\&.')
}

/** A text as it is to be typed. */
export function bold(text) {
  return `\\fB${plain(text)}\\fR`
}

/** A text in whose place another is typed. */
export function italic(text) {
  return `\\fI${plain(text)}\\fR`
}

/** A heading, after which no paragraph must be begun. */
export function section(title, ...parts) {
  return `.SH ${title}\n${parts.join('').replace(/^\.PP\n/, '')}`
}

/** A heading below one; `title` is roff already. */
export function subsection(title, ...parts) {
  return `.SS "${title.replaceAll('"', '\\(dq')}"\n${parts.join('').replace(/^\.PP\n/, '')}`
}

/** A paragraph; a sentence for each line, as roff wants it. */
export function paragraph(text) {
  return `.PP\n${sentences(text)}\n`
}

/** What a term, which is roff already, means. */
export function entry(term, text) {
  return `.TP\n${term}\n${sentences(text)}\n`
}

/** Lines that stay as they are. */
export function verbatim(lines) {
  return `.PP\n.RS 4\n.nf\n${lines.map((line) => `${plain(line)}\n`).join('')}.fi\n.RE\n`
}

function sentences(text) {
  return plain(
    text
      .trim()
      .replace(/\s+/g, ' ')
      .replace(/([.:;?!]) (?=[A-Z])/g, '$1\n'),
  )
}
