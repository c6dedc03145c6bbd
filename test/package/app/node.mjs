import { run } from './run.mjs'

run().then((results) => process.stdout.write(JSON.stringify(results)))
