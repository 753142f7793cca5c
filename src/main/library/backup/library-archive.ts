import { createReadStream } from 'node:fs'
import { mkdir, open, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { randomBytes } from 'node:crypto'
import type { Marks } from '#core/domain/marks'
import { Failure } from '#core/failure'
import { archiveKind, tarBlock } from '#core/archive-kind'
import { ByteSource } from '#main/library/archive/byte-source'
import type { Pieces } from '#main/library/archive/inflate'
import { TarHeaders } from '#main/library/archive/unpack-tar'
import { contentsOf, type BackupContents } from '#main/library/backup/contents'
import { idsInRange, readRange } from '#main/library/backup/lost-records'
import { newHash, writeAll } from '#main/storage/backup/blocks'
import { holdingsOf } from '#main/storage/backup/holdings'
import {
  isLibraryPath,
  isManifest,
  type BackupFile,
  type BackupManifest
} from '#main/storage/backup/manifest'
import { journalFolded } from '#main/storage/backup/stored-decisions'
import { findLibrary } from '#main/storage/library-folder'

/** The list that an archive of a library ends with. */
export const listName = 'backup.json'

/** Bytes of the longest list. */
const longestList = 16 * 1024 * 1024
const blockSize = 1024 * 1024

/** What comes out of an archive is at most so many times what went in, and so many bytes. */
const expansion = 200
const expansionFrom = 64 * 1024 * 1024

/**
 * Unpacks an archive of a library into a folder of its own. Its names are used for nothing: files get numbers.
 *
 * @param scratch Where that folder is made; it goes when the contents are closed.
 * @throws Failure `backupDamaged` where it is none.
 */
export async function openLibraryArchive(path: string, scratch: string): Promise<BackupContents> {
  const folder = join(scratch, `restore-${randomBytes(6).toString('hex')}`)
  await mkdir(folder, { recursive: true })
  const close = (): Promise<void> => rm(folder, { recursive: true, force: true })
  try {
    const unpacked = await unpack(path, folder)
    const manifest = unpacked.list ?? (await listOf(unpacked.files, folder))
    if (manifest === null) throw new Failure('backupDamaged', { file: path })
    const places = new Map(unpacked.files.map((file) => [file.path, join(folder, file.copy)]))
    // One that the list names and the archive lacks is not sound, as it is nowhere.
    return contentsOf(manifest, null, (file) => places.get(file.path) ?? join(folder, 'none'), close)
  } catch (cause) {
    await close()
    throw cause
  }
}

interface UnpackedFiles {
  /** `copy` is its name in the folder. */
  readonly files: readonly BackupFile[]
  /** Null where the archive has none, or ends before it. */
  readonly list: BackupManifest | null
}

async function unpack(path: string, folder: string): Promise<UnpackedFiles> {
  const source = new ByteSource(await piecesOf(path), expansionFrom + expansion * (await stat(path)).size)
  const files: BackupFile[] = []
  let list: BackupManifest | null = null
  try {
    const headers = new TarHeaders(source)
    for (;;) {
      const header = await headers.next()
      if (header === 'end' || header === 'cut') break
      if (header === 'damaged') continue
      const name = nameIn(header.path)
      if (name === listName && header.size <= longestList) list = asManifest(await source.read(header.size))
      else if (isLibraryPath(name) && !files.some((file) => file.path === name)) {
        const copy = String(files.length)
        files.push({ path: name, copy, ...(await writeNext(source, header.size, join(folder, copy))) })
      } else await source.skip(header.size)
      await source.skip(header.padding)
    }
  } finally {
    await source.close()
  }
  return { files, list }
}

/** Of what was packed by hand everything may stand in one folder. */
function nameIn(path: string): string {
  const levels = path.split('/').filter((level) => level !== '.' && level !== '')
  const at = levels.findIndex(
    (level) => level === 'devices' || level === 'library.json' || level === listName
  )
  return (at === 0 || at === 1 ? levels.slice(at) : levels).join('/')
}

/** A file that ends too early keeps what it has, under a hash that it does not have. */
async function writeNext(
  source: ByteSource,
  size: number,
  path: string
): Promise<Pick<BackupFile, 'length' | 'sha256'>> {
  const hash = newHash()
  const file = await open(path, 'wx')
  try {
    let at = 0
    while (at < size) {
      const block = await source.read(Math.min(blockSize, size - at))
      if (block.length === 0) return { length: size, sha256: '0'.repeat(64) }
      const bytes = Buffer.from(block.buffer, block.byteOffset, block.length)
      await writeAll(file, bytes, at)
      hash.update(bytes)
      at += bytes.length
    }
    return { length: size, sha256: hash.digest('hex') }
  } finally {
    await file.close()
  }
}

/** The tar in a file, packed or not. */
async function piecesOf(path: string): Promise<Pieces> {
  const kind = archiveKind(
    (await readRange(path, 0, Math.min(tarBlock, (await stat(path)).size))) ?? Buffer.alloc(0)
  )
  if (kind !== 'gzip' && kind !== 'tar') throw new Failure('backupDamaged', { file: path })
  return piecesFrom(path, kind === 'gzip')
}

async function* piecesFrom(path: string, packed: boolean): Pieces {
  const stream = createReadStream(path, { highWaterMark: 256 * 1024 })
  const unpacked = packed
    ? pipeline(stream, createGunzip({ chunkSize: 256 * 1024 }), () => undefined)
    : stream
  try {
    for await (const piece of unpacked) yield piece as Buffer
    return null
  } catch {
    // What came before the damage is used.
    return 'archiveDamaged'
  } finally {
    stream.destroy()
  }
}

function asManifest(bytes: Uint8Array): BackupManifest | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return isManifest(value) ? value : null
  } catch {
    return null
  }
}

/** The list of an archive that was packed by hand, or ends before its own; null where it holds no library. */
async function listOf(files: readonly BackupFile[], folder: string): Promise<BackupManifest | null> {
  const { marks, decisions } = await journalFolded(
    files.map((file) => ({ ...file, from: join(folder, file.copy) }))
  )
  const document = await documentIn(files, folder)
  if (document === null) return null
  const holds = await holdingsOf(marks, decisions, await papersIn(marks, files, folder))
  const made = new Date(Math.max(0, marks.stamp(0) - 1)).toISOString()
  return { kind: 'backup', made, why: 'archive', library: document.id, format: document.format, holds, files }
}

async function documentIn(
  files: readonly BackupFile[],
  folder: string
): Promise<{ id: string; format: number } | null> {
  const file = files.find(({ path }) => path === 'library.json')
  if (file === undefined) return null
  const alone = join(folder, 'document')
  await mkdir(alone)
  const bytes = await readRange(join(folder, file.copy), 0, file.length)
  if (bytes === null) return null
  const written = await open(join(alone, 'library.json'), 'wx')
  try {
    await writeAll(written, bytes, 0)
  } finally {
    await written.close()
  }
  return findLibrary(alone)
}

async function papersIn(marks: Marks, files: readonly BackupFile[], folder: string): Promise<number> {
  const papers = new Set<string>()
  for (const { present, places } of marks.digests()) {
    for (const { device, file: name, offset, length } of present ? places : []) {
      const file = files.find(({ path }) => path === `devices/${device}/${name}`)
      const bytes = file === undefined ? null : await readRange(join(folder, file.copy), offset, length)
      for (const id of bytes === null ? [] : idsInRange(bytes)) papers.add(id)
    }
  }
  return papers.size
}
