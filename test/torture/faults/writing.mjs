/** A command that writes files, run again and again in a directory of its own, and what must hold after each run. */
import { contents, difference, endProcesses, fill, isLeftOver } from './directory.mjs'
import { arm, disarm } from './file-system.mjs'
import { runApart, runHere } from './program.mjs'
import { WRITERS } from './writers.mjs'

/** A run ended in a way that no user may see, or left what it must not. */
export class Broken extends Error {
  name = 'Broken'

  /** @param output what the run printed; its end is shown */
  constructor(message, output = '') {
    super(`${message}${output === '' ? '' : `\n${output.slice(-2000)}`}`)
  }
}

export class Writing {
  /** @param name a key of WRITERS */
  constructor(name, directory, size) {
    const { args, files, links = {}, isAtomic = false } = WRITERS[name]
    Object.assign(this, { args, links, isAtomic, directory })
    this.files = files(size)
  }

  fill() {
    fill(this.directory, this.files, this.links)
  }

  /** Run it with nothing going wrong; gives also the operations that changed anything. */
  async run() {
    arm({ at: 0 })
    const result = await runHere(this.args, this.directory)
    return { ...result, operations: disarm() }
  }

  /** Find out what a run does if nothing goes wrong, and one after it. */
  async learn() {
    this.fill()
    this.old = contents(this.directory)
    const first = await this.run()
    this.operations = first.operations
    this.new = contents(this.directory)
    const second = await this.run()
    const changed = difference(this.new, contents(this.directory))
    if (changed !== '') throw new Broken(`a second run makes something else: ${changed}`)
    this.statuses = [first.status, second.status]
  }

  /** Run it with a fault (file-system.mjs) in this process, or in one of its own. */
  async goWrong(fault, isApart) {
    this.fill()
    if (isApart) return runApart(this.args, this.directory, fault)
    arm(fault)
    try {
      const result = await runHere(this.args, this.directory)
      // Where several files are written at once, the order of operations differs from run to run.
      return { ...result, failed: disarm()[fault.at - 1] ?? '' }
    } finally {
      disarm()
    }
  }

  /** Check what a killed run left: each file as it was, or as it is to be. */
  checkKilled() {
    const found = contents(this.directory)
    const isBeingWritten = [...found.keys()].some(isLeftOver)
    // A file with several names is written in its place; it is whole again before the next run reads it.
    const inPlace = isBeingWritten ? Object.entries(this.links).flat() : []
    for (const name of this.neitherOldNorNew(found)) {
      if (!inPlace.includes(name)) throw new Broken(`${name} is neither old nor new`)
    }
  }

  /**
   * Check what a run left that could not write something: the same, nothing else, and a message unless all was written.
   *
   * @param mayLeave whether it may have been unable to remove something
   */
  checkFailed({ output }, mayLeave) {
    if (/internal error|^\s+at .*:\d+/m.test(output)) throw new Broken('no message for a user', output)
    const found = contents(this.directory)
    const left = [...found.keys()].filter(isLeftOver)
    if (left.length > 0 && !mayLeave) throw new Broken(`left behind: ${left.join(', ')}`, output)
    for (const name of this.neitherOldNorNew(found)) {
      const isRecoverable = left.length > 0 && Object.entries(this.links).flat().includes(name)
      if (!isRecoverable) throw new Broken(`${name} is neither old nor new`, output)
    }
    const unwritten = difference(written(this.new), written(found))
    const isReported = /\berror VL5\d\d\b/.test(output)
    if (unwritten !== '' && !isReported) throw new Broken(`not written, without a word: ${unwritten}`, output)
    const changed = difference(written(this.old), written(found))
    if (this.isAtomic && !mayLeave && unwritten !== '' && changed !== '')
      throw new Broken(`only some were written: ${changed}`, output)
    return unwritten === ''
  }

  /** Check that the next run completes, and leaves what an undisturbed one leaves. */
  async checkNext() {
    endProcesses(this.directory)
    const { status, output } = await this.run()
    if (!this.statuses.includes(status)) throw new Broken(`the next run ends with ${status}`, output)
    const broken = difference(this.new, contents(this.directory))
    if (broken !== '') throw new Broken(`after the next run, ${broken}`, output)
  }

  neitherOldNorNew(found) {
    return [...new Set([...this.old.keys(), ...this.new.keys(), ...found.keys()])].filter(
      (name) => !isLeftOver(name) && ![this.old.get(name), this.new.get(name)].includes(found.get(name)),
    )
  }
}

/** The files that matter: what is kept of a schema, and what is left to be removed, do not. */
const written = (found) => new Map([...found].filter(([name]) => !isLeftOver(name) && !name.startsWith('cache/')))
