import { join } from 'node:path'
import * as v from 'valibot'
import type { ProblemReason } from '#core/domain/problem'
import type { WatchedImport } from '#core/domain/watched-folder'
import { isSame, type Candidate } from '#main/library/watch-folder/candidates'
import { DurableJson } from '#main/storage/durable-json'

/** Files remembered beyond those that are there: a disk may be away, a file may be moved. */
const mostGone = 20_000

/** A file that was dealt with: read, or found to be what is not read. */
export interface DealtWith extends Candidate {
  /** SHA-256 of its bytes; null where they were not read. */
  readonly sha256: string | null
  /** Why it could not be read; null where it could, or is merely no digest. */
  readonly problem: ProblemReason | null
}

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const text = v.pipe(v.string(), v.maxLength(10_000))
/** A later release may know others. */
const reason = v.custom<ProblemReason>((value) => typeof value === 'string' && value.length <= 100)

const documentSchema = v.object({
  kind: v.literal('watched'),
  files: v.array(
    v.object({
      path: text,
      size: count,
      mtime: v.pipe(v.number(), v.finite()),
      sha256: v.nullable(v.pipe(v.string(), v.regex(/^[\da-f]{64}$/))),
      problem: v.nullable(reason)
    })
  ),
  last: v.nullable(
    v.object({
      when: text,
      digests: count,
      papers: count,
      newer: count,
      problems: count,
      older: count,
      decision: v.nullable(text)
    })
  )
})

type WatchedDocument = v.InferOutput<typeof documentSchema>

/**
 * What of watched folders has been dealt with, in `watched.json` of this device's folder: so that nothing is read twice,
 * and a digest that was removed from the library does not come back from a file that is still there. Should it be lost,
 * files are read again, and the library knows most of them by itself.
 */
export class WatchMemory {
  readonly #file: DurableJson<WatchedDocument>
  /** By their paths, the latest last. */
  readonly #files = new Map<string, DealtWith>()
  readonly #byBytes = new Map<string, DealtWith>()
  #last: WatchedImport | null = null
  #unwritten = false

  private constructor(file: DurableJson<WatchedDocument>) {
    this.#file = file
  }

  /** @param folder The device's, in the library. */
  static async open(folder: string): Promise<WatchMemory> {
    const memory = new WatchMemory(new DurableJson(join(folder, 'watched.json'), isWatchedDocument))
    const document = await memory.#file.read().catch(() => null)
    for (const file of document?.files ?? []) memory.#put(file)
    if (document?.last) memory.#last = { ...document.last, session: null }
    return memory
  }

  get last(): WatchedImport | null {
    return this.#last
  }

  /** Whether a file was dealt with as it is. */
  knows(file: Candidate): boolean {
    return isSame(file, this.#files.get(file.path) ?? null)
  }

  /** Why a file could not be read when it was dealt with. */
  problemOf({ path }: Candidate): ProblemReason | null {
    return this.#files.get(path)?.problem ?? null
  }

  /** What became of a file with the same bytes, wherever it stood. */
  withBytes(sha256: string): DealtWith | undefined {
    return this.#byBytes.get(sha256)
  }

  take(file: DealtWith): void {
    this.#put(file)
    this.#unwritten = true
  }

  takeLast(last: WatchedImport): void {
    this.#last = last
    this.#unwritten = true
  }

  /** Forgets the files that are gone for longest, where they are very many. */
  trim(present: readonly Candidate[]): void {
    let over = this.#files.size - present.length - mostGone
    if (over <= 0) return
    const paths = new Set(present.map(({ path }) => path))
    for (const path of this.#files.keys()) {
      if (paths.has(path)) continue
      this.#files.delete(path)
      if (--over <= 0) break
    }
    this.#byBytes.clear()
    for (const file of this.#files.values()) if (file.sha256 !== null) this.#byBytes.set(file.sha256, file)
  }

  /** Where it cannot be written now, the next time does it. */
  async write(): Promise<void> {
    if (!this.#unwritten) return
    this.#unwritten = false
    try {
      await this.#file.write({ kind: 'watched', files: [...this.#files.values()], last: this.#last })
    } catch {
      this.#unwritten = true
    }
  }

  #put(file: DealtWith): void {
    this.#files.delete(file.path)
    this.#files.set(file.path, file)
    if (file.sha256 !== null) this.#byBytes.set(file.sha256, file)
  }
}

function isWatchedDocument(value: unknown): value is WatchedDocument {
  return v.is(documentSchema, value)
}
