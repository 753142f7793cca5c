import type { Hash } from 'node:crypto'
import { open, unlink, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '#core/failure'
import { blocksOf, newHash, writeAll } from '#main/storage/backup/blocks'
import { copiesFolder } from '#main/storage/backup/manifest'

/** A copy that backups name already, and how many of its bytes they name: none of those is ever touched. */
export interface KnownCopy {
  readonly copy: string
  readonly length: number
}

export interface CopiedFile {
  readonly copy: string
  readonly sha256: string
}

/**
 * Copies the first bytes of a file: onto a copy that begins as the file does, else as a new one. The copy was read
 * back, compared and synced when this resolves; its folder was not.
 *
 * @param folder Of the backups.
 * @param known Copies of the same file, the latest first.
 * @param stem How a new copy's name begins.
 */
export async function copyFile(
  source: string,
  length: number,
  folder: string,
  known: readonly KnownCopy[],
  stem: string
): Promise<CopiedFile> {
  const file = await open(source, 'r')
  try {
    for (const each of known) {
      const sha256 = await goneOnWith(file, length, join(folder, each.copy), each.length)
      if (sha256 !== null) return { copy: each.copy, sha256 }
    }
    return await newCopy(file, length, folder, stem)
  } finally {
    await file.close()
  }
}

/** Null where the copy does not begin as the file does, whichever of them was damaged, or is gone. */
async function goneOnWith(
  source: FileHandle,
  length: number,
  path: string,
  known: number
): Promise<string | null> {
  let copy
  try {
    copy = await open(path, 'r+')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw cause
  }
  try {
    const hash = await hashWhereSame(source, copy, Math.min(length, known))
    if (hash === null) return null
    try {
      if (length > known) await append(source, copy, known, length, hash)
    } catch (cause) {
      // On a full disk it would take the room of what the user does next.
      await copy.truncate(known).catch(() => undefined)
      throw cause
    }
    return hash.digest('hex')
  } finally {
    await copy.close()
  }
}

/** Reads both; null where they differ or one is shorter. */
async function hashWhereSame(source: FileHandle, copy: FileHandle, length: number): Promise<Hash | null> {
  const hash = newHash()
  const copied = blocksOf(copy, 0, length)
  let at = 0
  try {
    for await (const block of blocksOf(source, 0, length)) {
      const next = await copied.next()
      if (next.done === true || !block.equals(next.value)) return null
      hash.update(next.value)
      at += block.length
    }
  } finally {
    await copied.return()
  }
  return at === length ? hash : null
}

/** Brings the bytes of a file from one place up to another into its copy, and reads them back from there. */
async function append(
  source: FileHandle,
  copy: FileHandle,
  from: number,
  to: number,
  hash: Hash
): Promise<void> {
  const written = hash.copy()
  let at = from
  for await (const block of blocksOf(source, from, to)) {
    await writeAll(copy, block, at)
    written.update(block)
    at += block.length
  }
  // What an earlier backup left unfinished stands behind.
  await copy.truncate(at)
  await copy.sync()
  for await (const block of blocksOf(copy, from, to)) hash.update(block)
  if (at !== to || hash.copy().digest('hex') !== written.digest('hex'))
    throw new Failure('writeFailed', { reason: 'a copy is not what was copied' })
}

async function newCopy(
  source: FileHandle,
  length: number,
  folder: string,
  stem: string
): Promise<CopiedFile> {
  const { copy, file } = await freeCopy(folder, stem)
  try {
    const hash = newHash()
    await append(source, file, 0, length, hash)
    return { copy, sha256: hash.digest('hex') }
  } catch (cause) {
    await unlink(join(folder, copy)).catch(() => undefined)
    throw cause
  } finally {
    await file.close()
  }
}

async function freeCopy(folder: string, stem: string): Promise<{ copy: string; file: FileHandle }> {
  for (let number = 1; ; number++) {
    const copy = `${copiesFolder}/${stem}-${number}.jsonl`
    try {
      return { copy, file: await open(join(folder, copy), 'wx+') }
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause
    }
  }
}
