import { statSync } from 'node:fs'
import { constants, open, readdir, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder, syncFolder } from '#main/storage/sync-folder'

/** Where a line stands. */
export interface LinePlace {
  readonly file: string
  readonly offset: number
  readonly length: number
}

/** What an append needs of a file; tests put failing ones in its place. */
export type AppendFile = Pick<FileHandle, 'write' | 'datasync' | 'truncate' | 'close' | 'stat'>

export interface LineLogOptions {
  readonly folder: string
  /** `journal` for `journal-000001.jsonl`. */
  readonly prefix: string
  /** A file of this many bytes or more is not appended to any more. */
  readonly sealAt: number
  /** Called before each append; throws where this process may not write any more. */
  readonly guard?: () => void
  readonly openFile?: (path: string) => Promise<AppendFile>
}

interface OpenFile {
  readonly name: string
  readonly file: AppendFile
  /** Tells whether the file of that name is still the one that is open. */
  readonly inode: number
  length: number
}

/** The numbered files of a log, in their order. */
export async function logFiles(folder: string, prefix: string): Promise<string[]> {
  const pattern = new RegExp(`^${prefix}-\\d{6,}\\.jsonl$`)
  const names = await readdir(folder).catch((cause: unknown) => {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw cause
  })
  return names.filter((name) => pattern.test(name)).sort((a, b) => a.length - b.length || (a < b ? -1 : 1))
}

/**
 * Appends lines to numbered files. What {@link append} acknowledged is on disk. A failed append leaves no trace: the
 * file is cut back to its last good length. The caller makes one append at a time.
 */
export class LineLog {
  readonly #options: LineLogOptions
  #open: OpenFile | null = null

  constructor(options: LineLogOptions) {
    this.#options = options
  }

  /** Writes all lines with one append and one datasync, and answers where each of them stands. */
  async append(lines: readonly Buffer[]): Promise<LinePlace[]> {
    this.#options.guard?.()
    const target = await this.#target()
    const start = target.length
    const only = lines.length === 1 ? lines[0] : undefined
    const bytes = only ?? Buffer.concat(lines)
    try {
      await writeWhole(target.file, bytes, start)
      await target.file.datasync()
    } catch (cause) {
      await this.#cutBack(target.file, start)
      throw cause
    }
    target.length += bytes.length
    let offset = start
    return lines.map(({ length }) => {
      const place = { file: target.name, offset, length }
      offset += length
      return place
    })
  }

  async close(): Promise<void> {
    const open = this.#open
    this.#open = null
    await open?.file.close()
  }

  /**
   * Bytes of a failed append must not be taken for a record. Should this fail too, the caller reads again what is on
   * disk, and is told why the append failed, not why this did.
   */
  async #cutBack(file: AppendFile, length: number): Promise<void> {
    this.#open = null
    try {
      await file.truncate(length)
      await file.datasync()
    } catch {
      // As said above.
    } finally {
      await file.close().catch(() => undefined)
    }
  }

  async #target(): Promise<OpenFile> {
    const { sealAt, prefix } = this.#options
    if (this.#open !== null && this.#open.length < sealAt && this.#isAsLeft(this.#open)) return this.#open
    await this.close()
    const last = await this.#last()
    const number =
      last === null ? 1 : Number(/\d+/.exec(last.name.slice(prefix.length))?.[0]) + (last.whole ? 0 : 1)
    const name = `${prefix}-${String(number).padStart(6, '0')}.jsonl`
    this.#open = await this.#openAt(name, last?.whole === true ? last.length : 0)
    return this.#open
  }

  /** The last file, and whether it can be gone on with: not sealed, and ending with a whole line. */
  async #last(): Promise<{ name: string; length: number; whole: boolean } | null> {
    const { folder, prefix, sealAt } = this.#options
    const name = (await logFiles(folder, prefix)).at(-1)
    if (name === undefined) return null
    const file = await open(join(folder, name), 'r')
    try {
      const { size } = await file.stat()
      const { buffer } = await file.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1))
      return { name, length: size, whole: size < sealAt && (size === 0 || buffer[0] === 0x0a) }
    } finally {
      await file.close()
    }
  }

  /** Nobody would ever read what is written to a file that was taken away or replaced. A look takes 2 µs. */
  #isAsLeft({ name, inode, length }: OpenFile): boolean {
    const now = statSync(join(this.#options.folder, name), { throwIfNoEntry: false })
    return now?.ino === inode && now.size === length
  }

  async #openAt(name: string, length: number): Promise<OpenFile> {
    const { folder, openFile = openForWriting } = this.#options
    if (length === 0) await makeFolder(folder)
    const file = await openFile(join(folder, name))
    try {
      // A new file survives a crash only once its folder is on disk too.
      if (length === 0) await syncFolder(folder)
      return { name, file, length, inode: (await file.stat()).ino }
    } catch (cause) {
      await file.close()
      throw cause
    }
  }
}

async function writeWhole(file: AppendFile, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done)
    // Some file systems say so instead of failing.
    if (bytesWritten === 0) throw Object.assign(new Error('nothing was written'), { code: 'ENOSPC' })
    done += bytesWritten
  }
}

/** For writing, made where it is missing, never emptied. Not for appending, which would ignore positions. */
function openForWriting(path: string): Promise<FileHandle> {
  return open(path, constants.O_RDWR | constants.O_CREAT)
}
