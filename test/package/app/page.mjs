import { run } from './run.mjs'

const output = document.createElement('output')
try {
  output.textContent = JSON.stringify(await run())
} catch (error) {
  output.textContent = JSON.stringify({ error: String(error) })
}
document.body.append(output)
