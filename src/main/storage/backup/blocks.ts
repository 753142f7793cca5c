import { createHash, type Hash } from 'node:crypto'
import { open, type FileHandle } from 'node:fs/promises'

/** Bytes that are read, hashed and written between two turns of the event loop. */
const blockSize = 1024 * 1024

/** The bytes of a file from one place up to another, or to its end; each block is good until the next is asked for. */
export async function* blocksOf(file: FileHandle, from: number, to: number): AsyncGenerator<Buffer, void> {
  const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(blockSize, to - from)))
  for (let at = from; at < to;) {
    const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, to - at), at)
    if (bytesRead === 0) return
    yield buffer.subarray(0, bytesRead)
    at += bytesRead
  }
}

export function newHash(): Hash {
  return createHash('sha256')
}

/** The SHA-256 of the first bytes of a file; null where it is missing or has fewer. */
export async function hashOfFile(path: string, length: number): Promise<string | null> {
  let file
  try {
    file = await open(path, 'r')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw cause
  }
  try {
    const hash = newHash()
    let read = 0
    for await (const block of blocksOf(file, 0, length)) {
      hash.update(block)
      read += block.length
    }
    return read === length ? hash.digest('hex') : null
  } finally {
    await file.close()
  }
}

/** @throws Where a disk says that it took nothing. */
export async function writeAll(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done)
    if (bytesWritten === 0) throw Object.assign(new Error('nothing was written'), { code: 'ENOSPC' })
    done += bytesWritten
  }
}
