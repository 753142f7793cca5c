import { readSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import { grown } from '#core/domain/id-table'

/** Where the heap's part that was written to a file stands. */
export interface StoredText {
  /** Closed together with the heap. */
  readonly file: FileHandle
  readonly offset: number
  readonly length: number
  /** CRC-32 of each block. */
  readonly checksums: Uint32Array
}

/** Bytes that are read and checked together. */
const blockLength = 65_536
/** Blocks that are kept in memory: what is shown next mostly stands near what was shown last. */
const mostKept = 64

/**
 * Bytes that only grow: a part that stands in a file and is read when asked for, and what was added since. To read all
 * of it at the start would take longer than everything else a start does, and to keep all of it a fifth of the memory.
 * Blocks are checked when they are first read, so that damage is never taken for text; from a block that was, and is
 * kept no longer, a piece is read alone.
 */
export class TextHeap {
  readonly #stored: StoredText | null
  /** What each block was found to be. */
  readonly #checked: Uint8Array
  /** The last blocks that were checked. */
  readonly #blocks = new Map<number, Buffer>()
  #damaged = false
  #added = new Uint8Array(0)
  #end: number

  constructor(stored: StoredText | null = null) {
    this.#stored = stored
    this.#end = stored?.length ?? 0
    this.#checked = new Uint8Array(Math.ceil(this.#end / blockLength))
  }

  get length(): number {
    return this.#end
  }

  /** True once a block was found that is not what was written. */
  get damaged(): boolean {
    return this.#damaged
  }

  /** Adds bytes, and answers where they begin. */
  add(bytes: Uint8Array): number {
    const start = this.#end
    const from = start - this.#storedLength
    this.#added = grown(this.#added, from + bytes.length)
    this.#added.set(bytes, from)
    this.#end += bytes.length
    return start
  }

  /** A piece as it was added, which holds until the next call; null where it is damaged. */
  read(start: number, length: number): Buffer | null {
    if (start >= this.#storedLength) {
      const from = this.#added.byteOffset + start - this.#storedLength
      return Buffer.from(this.#added.buffer, from, length)
    }
    const first = Math.floor(start / blockLength)
    const last = Math.floor((start + length - 1) / blockLength)
    for (let number = first; number <= last; number++) if (!this.#isSound(number)) return null
    const block = first === last ? this.#blocks.get(first) : undefined
    if (block === undefined) return this.#readFile(Buffer.allocUnsafe(length), start)
    const from = start - first * blockLength
    return block.subarray(from, from + length)
  }

  /** Everything, with its checksums, to be written to a file; null where a part of it is damaged. */
  whole(): { readonly bytes: Uint8Array; readonly checksums: Uint32Array } | null {
    const stored = this.#storedLength
    const bytes = Buffer.allocUnsafe(this.#end)
    if (this.#readFile(bytes.subarray(0, stored), 0) === null) return null
    bytes.set(this.#added.subarray(0, this.#end - stored), stored)
    for (let number = 0; number < this.#checked.length; number++)
      if (!this.#isAsWritten(number, blockOf(bytes.subarray(0, stored), number))) return null
    const checksums = new Uint32Array(Math.ceil(bytes.length / blockLength))
    checksums.forEach((_, number) => (checksums[number] = crc32(blockOf(bytes, number))))
    return { bytes, checksums }
  }

  async close(): Promise<void> {
    await this.#stored?.file.close()
  }

  get #storedLength(): number {
    return this.#stored?.length ?? 0
  }

  /** Whether a block is what was written, which is found out once. */
  #isSound(number: number): boolean {
    const known = this.#checked[number]
    if (known !== unknown) return known === sound
    const block = this.#spareBlock(Math.min(blockLength, this.#storedLength - number * blockLength))
    const read = this.#readFile(block, number * blockLength)
    if (read === null || !this.#isAsWritten(number, read)) return false
    this.#blocks.set(number, read)
    return true
  }

  /** Memory for one more, of the block that was read first where there are enough. */
  #spareBlock(length: number): Buffer {
    const [[oldest, block] = []] = this.#blocks
    if (oldest === undefined || this.#blocks.size < mostKept) return Buffer.allocUnsafe(length)
    this.#blocks.delete(oldest)
    return block !== undefined && block.length >= length
      ? block.subarray(0, length)
      : Buffer.allocUnsafe(length)
  }

  #isAsWritten(number: number, block: Buffer): boolean {
    const isSound = crc32(block) === this.#stored?.checksums[number]
    this.#checked[number] = isSound ? sound : damaged
    if (!isSound) this.#damaged = true
    return isSound
  }

  /** Fills memory with what stands somewhere; null where the file ends before that. */
  #readFile(bytes: Buffer, start: number): Buffer | null {
    if (this.#stored === null) return bytes
    const { file, offset } = this.#stored
    // From the system's cache a block takes 10 µs; a row must not have to be waited for.
    if (readSync(file.fd, bytes, 0, bytes.length, offset + start) === bytes.length) return bytes
    this.#damaged = true
    return null
  }
}

const [unknown, sound, damaged] = [0, 1, 2]

function blockOf(bytes: Buffer, number: number): Buffer {
  return bytes.subarray(number * blockLength, (number + 1) * blockLength)
}
