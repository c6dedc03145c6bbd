/**
 * A test runner for Stryker. It runs the bundle of the tests (bundle.mjs) within Stryker's own process, by jest-circus, which is
 * what runs tests within jest too; without jest, as that would take a hundred times as long for each mutant.
 */
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { addEventHandler, getState, resetState, run, setState } from 'jest-circus'

/** As in jest.config.mjs; a mutant that makes tests take long is ended by Stryker, much sooner. */
const TEST_TIMEOUT = 120_000

/** What the mutated sources look at, and where they count what was executed. */
globalThis.__stryker__ ??= {}
const shared = globalThis.__stryker__

class BundleRunner {
  /** The test files that are loaded, each with the state of jest-circus that knows its tests. */
  #files = []
  /** How often they were loaded. */
  #loads = 0
  /** How many milliseconds each file took when it took longest. */
  #times = new Map()
  /** Whether a failure ends a run. */
  #bails = false

  constructor() {
    addEventHandler((event) => {
      if (event.name === 'test_start') shared.currentTestId = event.test.id
      if (event.name !== 'test_done') return
      shared.currentTestId = undefined
      if (this.#bails && event.test.errors.length > 0) this.#choose(() => false)
    })
  }

  capabilities() {
    return { reloadEnvironment: true }
  }

  /** Run all tests without a mutant, to see which of them executes which mutants. */
  async dryRun() {
    await this.#load()
    const broken = this.#brokenFile()
    if (broken !== undefined) return { status: 'error', errorMessage: `${broken.file}: ${broken.error}` }
    await this.#run(() => true)
    const tests = this.#files.flatMap(({ tests }) => tests).map(resultOf)
    return { status: 'complete', tests, mutantCoverage: shared.mutantCoverage }
  }

  /** Run the tests that execute a mutant, or all of them if it is executed while they are loaded. */
  async mutantRun({ activeMutant, mutantActivation, reloadEnvironment, testFilter, disableBail, hitLimit }) {
    const { id } = activeMutant
    Object.assign(shared, { hitLimit, hitCount: hitLimit === undefined ? undefined : 0 })
    shared.activeMutant = mutantActivation === 'static' ? id : undefined
    if (reloadEnvironment || this.#files.length === 0) await this.#load()
    shared.activeMutant = id
    const wanted = testFilter && new Set(testFilter)
    this.#bails = !disableBail
    const broken = this.#brokenFile()
    if (broken === undefined) await this.#run((test) => wanted?.has(test.id) ?? true)
    this.#bails = false
    shared.activeMutant = undefined
    if (shared.hitCount > hitLimit) return { status: 'timeout', reason: `executed ${shared.hitCount} times` }
    // All tests of a file fail in jest if it cannot be loaded.
    return broken === undefined ? this.#verdict() : killed([broken.file], String(broken.error), 0)
  }

  #verdict() {
    const done = this.#files.flatMap(({ tests }) => tests).filter(({ status }) => status === 'done')
    const failed = done.filter(({ errors }) => errors.length > 0)
    if (failed.length === 0) return { status: 'survived', nrOfTests: done.length }
    return killed(
      failed.map(({ id }) => id),
      messageOf(failed[0]),
      done.length,
    )
  }

  /** A test file that could not be loaded, if there is one. */
  #brokenFile() {
    return this.#files.find(({ error }) => error !== undefined)
  }

  /** Load the tests, and all that they import, anew. */
  async #load() {
    const bundle = pathToFileURL(resolve('.cache/tests.mjs')).href
    const { default: all } = await import(`${bundle}?${this.#loads++}`)
    this.#files = []
    for (const [file, load] of Object.entries(all)) this.#files.push(await loadFile(file, load))
  }

  /** Run those tests that are wanted, files that take long last, until one fails if failures end a run. */
  async #run(isWanted) {
    for (const { tests } of this.#files) for (const test of tests) forget(test)
    this.#choose(isWanted)
    const time = ({ file }) => this.#times.get(file) ?? 0
    for (const loaded of this.#files.toSorted((a, b) => time(a) - time(b))) {
      if (loaded.root.mode === 'skip') continue
      const began = performance.now()
      setState(loaded.state)
      await run()
      this.#times.set(loaded.file, Math.max(time(loaded), performance.now() - began))
    }
  }

  #choose(isWanted) {
    for (const { root } of this.#files) choose(root, isWanted)
  }
}

/** Load a test file: its tests, or the error that keeps it from having any. */
async function loadFile(file, load) {
  resetState()
  const state = getState()
  state.testTimeout = TEST_TIMEOUT
  let error
  try {
    await load()
  } catch (thrown) {
    error = thrown
  }
  const root = state.rootDescribeBlock
  const tests = []
  name(root, file, tests)
  return { file, state, root, tests, error }
}

/** Give each test below a block an identifier that is the same whenever the file is loaded, and collect them. */
function name(block, path, tests) {
  for (const [index, child] of block.children.entries()) {
    const own = `${path} > ${child.name}`
    if (child.type === 'describeBlock') {
      name(child, own, tests)
      continue
    }
    // Two tests may have one name.
    child.id = `${own} #${index}`
    child.ownMode = child.mode
    tests.push(child)
  }
}

/** Let only those tests of a block run that are wanted, and its hooks only if there are any; says whether there are. */
function choose(block, isWanted) {
  let any = false
  for (const child of block.children) {
    if (child.type === 'describeBlock') any = choose(child, isWanted) || any
    else {
      child.mode = child.ownMode !== 'skip' && isWanted(child) ? child.ownMode : 'skip'
      any ||= child.mode !== 'skip'
    }
  }
  block.mode = any ? undefined : 'skip'
  return any
}

/** Forget what the last run of a test gave. */
function forget(test) {
  test.errors = []
  test.status = undefined
}

/** What Stryker wants to know of a test that was run; 0 passed, 1 failed, 2 was skipped. */
function resultOf(test) {
  const { id, duration, errors, ownMode } = test
  const result = { id, name: id, timeSpentMs: duration ?? 0 }
  if (errors.length > 0) return { ...result, status: 1, failureMessage: messageOf(test) }
  return { ...result, status: ownMode === 'skip' ? 2 : 0 }
}

function killed(killedBy, failureMessage, nrOfTests) {
  return { status: 'killed', killedBy, failureMessage, nrOfTests }
}

function messageOf({ errors: [error] }) {
  const [thrown] = [error].flat()
  return String(thrown?.message ?? thrown)
}

export const strykerPlugins = [{ kind: 'TestRunner', name: 'bundle', injectableClass: BundleRunner }]
