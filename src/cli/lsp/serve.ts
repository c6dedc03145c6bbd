import { Readable } from 'node:stream'
import { createConnection, type WatchDog } from 'vscode-languageserver'
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node'
import type { Terminal } from '../console/terminal.js'
import type { ExitStatus } from '../exit-status.js'
import { Session } from './session.js'

/** Milliseconds between the end of the input and that of the session. */
const LAST_ANSWERS = 500

/** Serve one editor until it ends the session, or its end of the connection does. */
export async function serve(terminal: Terminal): Promise<ExitStatus> {
  const { io } = terminal
  if (io.stdin.isTTY === true) terminal.note('waiting for an editor on standard input (Ctrl-D ends)')
  const input = io.stdin instanceof Readable ? io.stdin : Readable.from(io.stdin)
  const reader = new StreamMessageReader(input)
  // Else half a message, which no other end will follow, keeps the process alive.
  reader.partialMessageTimeout = 0
  const writer = new StreamMessageWriter(io.stdout)
  let end: (status: ExitStatus) => void = () => {}
  const ended = new Promise<ExitStatus>((resolve) => {
    end = resolve
  })
  let hasBegun = false
  let isEmpty = true
  const watchDog: WatchDog = {
    shutdownReceived: false,
    // The input ends when the editor does, so nothing watches its process.
    initialize: () => {
      hasBegun = true
    },
    exit: (status) => end(status === 0 ? 0 : 1),
  }
  reader.onError(({ message }) => {
    const [first] = message.split('\n')
    terminal.failure(`error: standard input is not the Language Server Protocol: ${first}\n(see --help)`)
    end(2)
  })
  let timer: NodeJS.Timeout | undefined
  input.on('end', () => {
    // What came just before is answered first, and there may be an exit in it.
    timer = setTimeout(() => {
      if (hasBegun || isEmpty) watchDog.exit(watchDog.shutdownReceived ? 0 : 1)
      else {
        terminal.failure(
          'error: standard input ended before an editor had begun; to check a document, use "validate"\n(see --help)',
        )
        end(2)
      }
    }, LAST_ANSWERS)
  })
  const connection = createConnection((logger) => createProtocolConnection(reader, writer, logger), watchDog)
  const session = new Session(connection, terminal)
  connection.listen()
  input.once('data', () => {
    isEmpty = false
  })
  const status = await ended
  clearTimeout(timer)
  await session.end()
  connection.dispose()
  input.destroy()
  return status
}
