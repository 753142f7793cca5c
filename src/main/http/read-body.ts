import type { IncomingMessage } from 'node:http'

/**
 * A request's body; null where it is larger than it may be: then it is not read to its end.
 * @param largest In bytes.
 * @throws Error where the sender goes away before it has sent all.
 */
export async function readBody(request: IncomingMessage, largest: number): Promise<Uint8Array | null> {
  if (Number(request.headers['content-length'] ?? 0) > largest) return null
  const chunks: Buffer[] = []
  let length = 0
  return new Promise((resolve, reject) => {
    const onData = (chunk: Buffer): void => {
      length += chunk.length
      if (length <= largest) chunks.push(chunk)
      else
        finish(() => {
          resolve(null)
        })
    }
    const onEnd = (): void => {
      finish(() => {
        resolve(Buffer.concat(chunks))
      })
    }
    const onClose = (): void => {
      finish(() => {
        reject(new Error('the sender went away'))
      })
    }
    const finish = (settle: () => void): void => {
      request.off('data', onData).off('end', onEnd).off('close', onClose).off('error', onClose)
      settle()
    }
    request.on('data', onData).on('end', onEnd).on('close', onClose).on('error', onClose)
  })
}
