import { createWriteStream } from 'node:fs'
import { link, mkdir, open, rename, stat, unlink } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import { basename, dirname, join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { Header } from 'tar/header'
import { Pax } from 'tar/pax'
import { tarBlock } from '#core/archive-kind'
import { Failure } from '#core/failure'
import { listName, openLibraryArchive } from '#main/library/backup/library-archive'
import type { LibraryReader } from '#main/library/library-reader'
import { blocksOf, newHash } from '#main/storage/backup/blocks'
import { holdingsOf } from '#main/storage/backup/holdings'
import { libraryFiles } from '#main/storage/backup/library-files'
import { journalFolded } from '#main/storage/backup/stored-decisions'
import type { BackupFile, BackupManifest } from '#main/storage/backup/manifest'
import { findLibrary } from '#main/storage/library-folder'
import { syncFolder } from '#main/storage/sync-folder'
import { writeFailure } from '#main/storage/write-failure'

/** As quick as reading the files, and no more than a twentieth larger than the best. */
const level = 4

export interface ExportOptions {
  /** The library's. */
  readonly folder: string
  readonly target: string
  /** Where it is unpacked to be read back. */
  readonly scratch: string
  /** Takes the place of a file that is there. */
  readonly force?: boolean
  readonly now?: Date
}

/**
 * Writes the whole library into one archive, a tar in gzip that ends with a list as backups have it. It is read back
 * before it gets its name. Others may write to the library meanwhile: it is taken as it stands at the beginning.
 *
 * @throws Failure `fileExists`, or why it could not be written.
 */
export async function exportLibrary(library: LibraryReader, options: ExportOptions): Promise<BackupManifest> {
  const target = resolve(options.target)
  await mkdir(options.scratch, { recursive: true })
  const aside = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}`)
  if (options.force !== true && (await isThere(target))) throw new Failure('fileExists', { file: target })
  try {
    const manifest = await write(library, options, aside)
    await readBack(aside, options.scratch, manifest)
    await (options.force === true ? rename(aside, target) : putNew(aside, target))
    await syncFolder(dirname(target))
    return manifest
  } catch (cause) {
    throw writeFailure(cause, dirname(target))
  } finally {
    await unlink(aside).catch(() => undefined)
  }
}

async function write(
  library: LibraryReader,
  { folder, now = new Date() }: ExportOptions,
  aside: string
): Promise<BackupManifest> {
  const document = await findLibrary(folder)
  if (document === null) throw new Failure('noLibrary', { folder })
  const files = await libraryFiles(folder)
  const { marks, decisions } = await journalFolded(
    files.map((file) => ({ ...file, from: join(folder, file.path) }))
  )
  const about = {
    kind: 'backup',
    made: now.toISOString(),
    why: 'export',
    library: document.id,
    format: document.format,
    holds: await holdingsOf(marks, decisions, library.catalog.order().length)
  } as const
  const written: BackupFile[] = []
  const pieces = async function* (): AsyncGenerator<Buffer, void> {
    // What tells a library comes first.
    for (const { path, length } of [...files].reverse()) {
      yield headerOf(path, length, now)
      const hash = newHash()
      const file = await open(join(folder, path), 'r')
      try {
        for await (const block of blocksOf(file, 0, length)) {
          hash.update(block)
          yield Buffer.from(block)
        }
      } finally {
        await file.close()
      }
      yield padding(length)
      written.push({ path, length, sha256: hash.digest('hex'), copy: `files/${written.length + 1}.json` })
    }
    const list = Buffer.from(`${JSON.stringify({ ...about, files: written }, null, 2)}\n`)
    yield headerOf(listName, list.length, now)
    yield list
    yield padding(list.length)
    yield Buffer.alloc(2 * tarBlock)
  }
  await pipeline(
    Readable.from(pieces(), { objectMode: false, highWaterMark: 1024 * 1024 }),
    createGzip({ level, chunkSize: 256 * 1024 }),
    createWriteStream(aside, { flags: 'wx', flush: true })
  )
  return { ...about, files: written }
}

async function readBack(path: string, scratch: string, { files }: BackupManifest): Promise<void> {
  const contents = await openLibraryArchive(path, scratch)
  try {
    const { manifest } = contents
    const same = JSON.stringify(manifest.files) === JSON.stringify(files)
    const sound = await Promise.all(manifest.files.map((file) => contents.isSound(file)))
    if (!same || !sound.every(Boolean))
      throw new Failure('writeFailed', { reason: 'an archive is not what was written' })
  } finally {
    await contents.close()
  }
}

/** Without taking the place of what somebody else has made meanwhile. */
async function putNew(aside: string, target: string): Promise<void> {
  try {
    await link(aside, target)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'EEXIST') throw new Failure('fileExists', { file: target }, cause)
    // Memory sticks often have no links.
    if (await isThere(target)) throw new Failure('fileExists', { file: target }, cause)
    await rename(aside, target)
  }
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false
  )
}

function headerOf(path: string, size: number, mtime: Date): Buffer {
  const header = new Header({ path, size, mtime, mode: 0o644, type: 'File' })
  header.encode()
  const pax = header.needPax ? new Pax({ path, size }).encode() : Buffer.alloc(0)
  return Buffer.concat([pax, header.block ?? Buffer.alloc(0)])
}

function padding(length: number): Buffer {
  return Buffer.alloc((tarBlock - (length % tarBlock)) % tarBlock)
}
