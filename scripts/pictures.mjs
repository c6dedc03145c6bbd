/** Draw the pictures in docs/pictures from the program as it is built: `npm run pictures`. */
import { writeFileSync } from 'node:fs'
import { PICTURES } from './pictures/index.mjs'

for (const [name, draw] of Object.entries(PICTURES))
  writeFileSync(new URL(`../docs/pictures/${name}`, import.meta.url), draw())
