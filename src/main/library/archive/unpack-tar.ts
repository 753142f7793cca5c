import { Header } from 'tar/header'
import { Pax } from 'tar/pax'
import type { ProblemReason } from '#core/domain/problem'
import { tarBlock } from '#core/archive-kind'
import type { ByteSource } from '#main/library/archive/byte-source'
import { innerName, isHidden } from '#main/library/archive/inner-name'
import type { Limits } from '#main/library/archive/limits'
import type { Unpacked } from '#main/library/archive/unpacked'
import { Pace } from '#main/storage/pace'

/** Bytes of a record that says something of the file after it, such as a long name; longer ones are passed over. */
const longestRecord = 64 * 1024

/** Digits of a size are those of a number, whatever stands there. */
const largestSize = Number.MAX_SAFE_INTEGER - tarBlock

/**
 * The files of a tar, in its order. Headers are read by the package `tar`; walking from one to the next is done here, so
 * that nothing is unpacked ahead and everything is counted. After a damaged header it goes on with the next whole one.
 *
 * @param done Bytes of the archive that have been worked through.
 */
export async function* unpackTar(
  source: ByteSource,
  limits: Limits,
  done: () => number
): AsyncGenerator<Unpacked, void> {
  const problem = (name: string | null, reason: ProblemReason): Unpacked => {
    return { kind: 'problem', name, reason, done: done(), of: null }
  }
  const headers = new TarHeaders(source)
  let files = 0
  let lost = false
  for (;;) {
    const header = await headers.next()
    if (header === 'damaged') {
      // Any number of blocks without a header may be one file's: told once.
      if (!lost) yield problem(null, 'archiveDamaged')
      lost = true
      continue
    }
    lost = false
    if (header === 'end') return
    if (header === 'cut') {
      yield problem(null, source.reason ?? 'archiveCut')
      return
    }
    const { type, path, size, padding } = header
    if (type === 'Directory') continue
    if (++files > limits.files) {
      yield problem(null, 'archiveTooMany')
      return
    }
    const name = innerName(path)
    const isFile = type === 'File' || type === 'OldFile' || type === 'ContiguousFile'
    if (!isFile || isHidden(path) || size > limits.file) {
      const skipped = await source.skip(size + padding)
      if (isFile && !isHidden(path)) yield problem(name, 'fileTooLarge')
      else yield { kind: 'passedOver', name, done: done(), of: null }
      if (skipped) continue
      yield problem(null, source.reason ?? 'archiveCut')
      return
    }
    const bytes = await source.read(size)
    yield { kind: 'file', name, bytes, done: done(), of: null }
    if (bytes.length < size) {
      yield problem(null, source.reason ?? 'archiveCut')
      return
    }
    await source.skip(padding)
  }
}

/** Goes from header to header; what stands between two of them is taken by whoever asks. */
export class TarHeaders {
  readonly #source: ByteSource
  readonly #pace = new Pace()
  /** What records say of all files, and of the next one. */
  #forAll: Pax | undefined
  #forNext: Pax | undefined
  #longName: string | undefined
  #empty = 0

  constructor(source: ByteSource) {
    this.#source = source
  }

  async next(): Promise<TarHeader | 'damaged' | 'cut' | 'end'> {
    for (;;) {
      if (this.#pace.due) await this.#pace.rest()
      const block = await this.#source.read(tarBlock)
      // Two empty blocks are the end; where there is none of them, files may be missing.
      if (block.length < tarBlock)
        return this.#empty > 0 && block.length === 0 && this.#source.reason === null ? 'end' : 'cut'
      const header = headerOf(block, this.#forNext, this.#forAll)
      if (header?.nullBlock === true) {
        if (++this.#empty === 2) return 'end'
        continue
      }
      this.#empty = 0
      if (header === null) return 'damaged'
      if (!(await this.#takeRecord(header))) {
        const path = this.#longName ?? this.#forNext?.path ?? header.path
        this.#longName = this.#forNext = undefined
        return { ...header, path }
      }
    }
  }

  /** @returns False for a header that is a file's own. */
  async #takeRecord({ type, size, padding }: TarHeader): Promise<boolean> {
    switch (type) {
      case 'ExtendedHeader':
      case 'OldExtendedHeader':
        this.#forNext = Pax.parse(await this.#text(size, padding), this.#forNext)
        return true
      case 'GlobalExtendedHeader':
        this.#forAll = Pax.parse(await this.#text(size, padding), this.#forAll, true)
        return true
      case 'NextFileHasLongPath':
      case 'OldGnuLongPath':
        this.#longName = (await this.#text(size, padding)).split('\0', 1)[0]
        return true
      case 'NextFileHasLongLinkpath':
        await this.#text(size, padding)
        return true
      default:
        return false
    }
  }

  async #text(size: number, padding: number): Promise<string> {
    const bytes = size > longestRecord ? new Uint8Array() : await this.#source.read(size)
    await this.#source.skip(size - bytes.length + padding)
    return new TextDecoder().decode(bytes)
  }
}

export interface TarHeader {
  readonly nullBlock: boolean
  readonly type: Header['type']
  readonly path: string
  readonly size: number
  /** Bytes that fill up its last block. */
  readonly padding: number
}

/** Null where a block is no header. */
function headerOf(block: Uint8Array, forNext: Pax | undefined, forAll: Pax | undefined): TarHeader | null {
  try {
    const buffer = Buffer.from(block.buffer, block.byteOffset, block.length)
    const { nullBlock, cksumValid, type, path = '', size = 0 } = new Header(buffer, 0, forNext, forAll)
    if (!nullBlock && !cksumValid) return null
    if (!Number.isSafeInteger(size) || size > largestSize) return null
    return { nullBlock, type, path, size, padding: (tarBlock - (size % tarBlock)) % tarBlock }
  } catch {
    return null
  }
}
