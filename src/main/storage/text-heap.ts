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

/**
 * Bytes that only grow: a part that stands in a file and is read block by block when asked for, and what was added
 * since. To read all of it at the start would take longer than everything else a start does. Each block is checked
 * when it is read, so that damage is never taken for text.
 */
export class TextHeap {
  readonly #stored: StoredText | null
  readonly #blocks = new Map<number, Buffer | null>()
  #added = new Uint8Array(0)
  #end: number

  constructor(stored: StoredText | null = null) {
    this.#stored = stored
    this.#end = stored?.length ?? 0
  }

  get length(): number {
    return this.#end
  }

  /** True once a block was found that is not what was written. */
  get damaged(): boolean {
    return [...this.#blocks.values()].includes(null)
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

  /** A piece as it was added; null where it is damaged. */
  read(start: number, length: number): Buffer | null {
    if (start >= this.#storedLength) {
      const from = this.#added.byteOffset + start - this.#storedLength
      return Buffer.from(this.#added.buffer, from, length)
    }
    const first = Math.floor(start / blockLength)
    const last = Math.floor((start + length - 1) / blockLength)
    const blocks: Buffer[] = []
    for (let number = first; number <= last; number++) {
      const block = this.#block(number)
      if (block === null) return null
      blocks.push(block)
    }
    const [only] = blocks
    const bytes = only !== undefined && blocks.length === 1 ? only : Buffer.concat(blocks)
    const from = start - first * blockLength
    return bytes.subarray(from, from + length)
  }

  /** Everything, with its checksums, to be written to a file; null where a part of it is damaged. */
  whole(): { readonly bytes: Uint8Array; readonly checksums: Uint32Array } | null {
    const stored = this.#storedLength === 0 ? Buffer.alloc(0) : this.read(0, this.#storedLength)
    if (stored === null) return null
    const bytes = Buffer.concat([stored, this.#added.subarray(0, this.#end - this.#storedLength)])
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

  #block(number: number): Buffer | null {
    const known = this.#blocks.get(number)
    if (known !== undefined) return known
    const block = this.#readBlock(number)
    this.#blocks.set(number, block)
    return block
  }

  #readBlock(number: number): Buffer | null {
    if (this.#stored === null) return null
    const { file, offset, length, checksums } = this.#stored
    const block = Buffer.allocUnsafe(Math.min(blockLength, length - number * blockLength))
    // From the system's cache this takes 10 µs; a row must not have to be waited for.
    const bytesRead = readSync(file.fd, block, 0, block.length, offset + number * blockLength)
    return bytesRead === block.length && crc32(block) === checksums[number] ? block : null
  }
}

function blockOf(bytes: Buffer, number: number): Buffer {
  return bytes.subarray(number * blockLength, (number + 1) * blockLength)
}
