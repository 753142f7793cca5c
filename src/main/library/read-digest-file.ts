import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { largestFile, unreadable, type FileReport } from '#core/domain/file-report'

/** The bytes of a file that is to be imported, or the report of why it cannot be. */
export async function readDigestFile(path: string): Promise<Uint8Array | FileReport> {
  try {
    const stats = await stat(path)
    if (stats.size > largestFile) return unreadable(path, 'fileTooLarge')
    return stats.isFile() ? await readFile(path) : await readStream(path)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    return code === 'ENOENT' ? unreadable(path, 'fileMissing') : unreadable(path, 'fileUnreadable', code)
  }
}

/** Pipes and devices do not tell their size: one byte too many is enough to know. */
async function readStream(path: string): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  for await (const chunk of createReadStream(path, { end: largestFile })) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
