/**
 * Loaded into every Node process of the tests in this folder: an npm that would install exactly what `npm ci` installed
 * here, because it has the same lock file, takes that instead, for an installation takes half a minute. npm itself checks
 * the call and the lock file first (`--dry-run`). It is told apart by its call: `npm ci`, or `npm install` without packages,
 * with which npm and pre-commit prepare a package from git; both run its `prepare` script later on their own. Files are
 * linked rather than copied, but for the one that npm changes.
 */
const { execFileSync } = require('node:child_process')
const { readFileSync, rmSync } = require('node:fs')
const { basename, join, resolve } = require('node:path')

const here = resolve(__dirname, '../..')
const INSTALLED = join(here, 'node_modules')
const [node, program = '', command = '', ...args] = process.argv

if (['npm', 'npm-cli.js'].includes(basename(program)) && installsWhatIsHere()) {
  // Without this module, which would be loaded again.
  const env = { ...process.env, NODE_OPTIONS: '' }
  try {
    execFileSync(node, [program, command, ...args, '--dry-run', '--ignore-scripts'], { env, stdio: 'inherit' })
    rmSync('node_modules', { recursive: true, force: true })
    takePackages()
    execFileSync('cp', ['--remove-destination', join(INSTALLED, '.package-lock.json'), 'node_modules/'])
    process.exit()
  } catch (error) {
    process.stderr.write(`${error}\n`)
    process.exit(1)
  }
}

function installsWhatIsHere() {
  const isWhole = command === 'ci' || (command === 'install' && args.every((arg) => /^--(?!global|save-dev)/.test(arg)))
  return isWhole && !isTheSame(process.cwd(), here) && isTheSame(lockFile('.'), lockFile(here))
}

function lockFile(directory) {
  try {
    return readFileSync(join(directory, 'package-lock.json'), 'utf8')
  } catch {
    return undefined
  }
}

function isTheSame(a, b) {
  return a !== undefined && a === b
}

function takePackages() {
  try {
    execFileSync('cp', ['--archive', '--link', INSTALLED, '.'], { stdio: 'ignore' })
  } catch {
    // Another file system.
    rmSync('node_modules', { recursive: true, force: true })
    execFileSync('cp', ['--archive', INSTALLED, '.'])
  }
}
