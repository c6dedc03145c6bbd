/**
 * Let a stream report by its `error` event that something cannot be written. In early versions of Node 20, writing to a
 * full device, or to a file on a full disk, threw instead.
 */
export function emitErrors(stream: NodeJS.WriteStream): NodeJS.WriteStream {
  const write = stream.write.bind(stream) as (...args: readonly unknown[]) => boolean // One of its two signatures.
  stream.write = (...args: readonly unknown[]): boolean => {
    try {
      return write(...args)
    } catch (error) {
      stream.emit('error', error)
      return true
    }
  }
  return stream
}
