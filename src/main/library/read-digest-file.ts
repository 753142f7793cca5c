import { createReadStream } from 'node:fs'
import { open, readFile, stat } from 'node:fs/promises'
import { largestArchive, largestFile, unreadable, type FileReport } from '#core/domain/file-report'
import { archiveKind, tarBlock } from '#core/archive-kind'

/** The bytes of a file that is to be imported, a digest or an archive, or the report of why it cannot be. */
export async function readDigestFile(path: string): Promise<Uint8Array | FileReport> {
  try {
    const stats = await stat(path)
    const most = stats.size > largestFile && (await isArchive(path)) ? largestArchive : largestFile
    if (stats.size > most) return unreadable(path, 'fileTooLarge')
    return stats.isFile() ? await readFile(path) : await readStream(path)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    return code === 'ENOENT' ? unreadable(path, 'fileMissing') : unreadable(path, 'fileUnreadable', code)
  }
}

/** By its beginning alone: what is too large is not read for that. */
async function isArchive(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(tarBlock), 0, tarBlock, 0)
    return archiveKind(buffer.subarray(0, bytesRead)) !== null
  } finally {
    await file.close()
  }
}

/** Pipes and devices do not tell their size: one byte too many is enough to know. */
async function readStream(path: string): Promise<Uint8Array | FileReport> {
  const chunks: Buffer[] = []
  for await (const chunk of createReadStream(path, { end: largestArchive })) chunks.push(chunk as Buffer)
  const bytes = Buffer.concat(chunks)
  return bytes.length > largestArchive ? unreadable(path, 'fileTooLarge') : bytes
}
