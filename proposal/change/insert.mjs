/** What the change makes of the files of a libvirt source: texts in, texts out, nothing is read or written here. */

/**
 * Apply the edits of all concerns, one after the other.
 *
 * @param concerns the table of concerns.mjs
 * @param files the source's files by path; a file that does not exist is not in it
 * @param version replaces `@VERSION@` in snippets
 * @returns {{
 *   changes: { subject: string, body: string, files: { file: string, before?: string, after: string }[] }[],
 *   problems: string[],
 *   state: 'all' | 'some' | 'none',
 * }} for each concern, its changed files with the text before (undefined for a new file) and after; or what is
 *   wrong, if anything is; `state` tells whether all, some or none of the change was there before
 */
export function applyConcerns(concerns, files, version) {
  const texts = new Map(files)
  const problems = []
  // What is not ours has another form, so that the snippets would be a second definition.
  const taken = [...files].filter(([, text]) => /on_hoststart|HostStart/.test(text)).map(([file]) => file)
  let present = 0
  let total = 0
  const changes = concerns.map(({ subject, body, edits }) => {
    const changed = new Map()
    for (const edit of edits) {
      total++
      const result = applyEdit(edit, texts.get(edit.file), edit.text.replaceAll('@VERSION@', version))
      if ('problem' in result) problems.push(`${edit.file}: ${result.problem}`)
      else if (result.present) present++
      else {
        if (!changed.has(edit.file)) changed.set(edit.file, { file: edit.file, before: texts.get(edit.file) })
        changed.get(edit.file).after = result.text
        texts.set(edit.file, result.text)
      }
    }
    return { subject, body, files: [...changed.values()] }
  })
  const state = present === total ? 'all' : present > 0 ? 'some' : 'none'
  if (state === 'none') problems.push(...taken.map((file) => `${file}: on_hoststart is there already, in another form`))
  return { changes, problems, state }
}

/** One edit: the new text, that its snippet is there already, or why it cannot be made. */
function applyEdit(edit, text, snippet) {
  if (!('anchor' in edit)) {
    if (text === undefined) return { text: snippet }
    return text === snippet ? { present: true } : { problem: 'a file of this name with other content already exists' }
  }
  if (text === undefined) return { problem: 'no such file' }
  if (text.includes(snippet)) return { present: true }
  const matches = [...text.matchAll(edit.anchor)]
  const [match] = matches
  if (match === undefined) return { problem: `the anchor was not found: ${shown(edit.anchor)}` }
  if (matches.length > 1) {
    const numbers = matches.map(({ index }) => text.slice(0, index).split('\n').length)
    return {
      problem: `the anchor was found ${matches.length} times (lines ${numbers.join(', ')}): ${shown(edit.anchor)}`,
    }
  }
  const at = match.index + (edit.place === 'after' ? match[0].length : 0)
  return { text: text.slice(0, at) + snippet + text.slice(at) }
}

/** An anchor as a reader of libvirt's source would name it: its first line. */
function shown(anchor) {
  const [first = ''] = anchor.source.replace(/^\^/, '').split('\\n')
  return `"${first.replaceAll(/\\([^\w])/g, '$1').replaceAll('.*', '…')}"`
}
