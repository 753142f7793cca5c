import { readFile } from 'node:fs/promises'
import * as v from 'valibot'
import type { BackupHoldings } from '#core/contract'

/** Why a backup was made. Later releases may know further reasons. */
export type BackupReason = 'daily' | 'asked' | 'migration' | 'restore'

/** One file of a backup. */
export interface BackupFile {
  /** Below the library, with `/`. */
  readonly path: string
  /** Bytes of it, which the copy begins with, and their SHA-256. */
  readonly length: number
  readonly sha256: string
  /** Below the manifest's folder, with `/`. */
  readonly copy: string
}

/** The list that is a backup: which files with which contents. */
export interface BackupManifest {
  readonly kind: 'backup'
  /** ISO 8601, UTC. */
  readonly made: string
  readonly why: string
  /** The library's id and its format. */
  readonly library: string
  readonly format: number
  readonly holds: BackupHoldings
  readonly files: readonly BackupFile[]
}

/** The folder of copies, beside the manifests. */
export const copiesFolder = 'files'

const libraryPath =
  /^(library\.json|devices\/[\da-f]{16}\/(device\.json|(journal|entries)[^/\\:*?"<>|\p{Cc}]{0,200}\.jsonl))$/u
const copyPath = /^files\/[\w-]{1,200}\.jsonl?$/

/** Whether a backup may hold, and a restore may write, a file of that name: what a manifest says is not believed. */
export function isLibraryPath(path: string): boolean {
  return path.length < 300 && libraryPath.test(path)
}

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const holdings = v.object({
  decisions: count,
  digests: count,
  papers: count,
  read: count,
  starred: count,
  notes: count,
  tags: count
})

const manifestSchema: v.GenericSchema<unknown, BackupManifest> = v.object({
  kind: v.literal('backup'),
  made: v.pipe(
    v.string(),
    v.check((text) => !Number.isNaN(Date.parse(text)))
  ),
  why: v.pipe(v.string(), v.maxLength(40)),
  library: v.pipe(v.string(), v.regex(/^[\da-f]{32}$/)),
  format: count,
  holds: holdings,
  files: v.array(
    v.object({
      path: v.pipe(v.string(), v.check(isLibraryPath)),
      length: count,
      sha256: v.pipe(v.string(), v.regex(/^[\da-f]{64}$/)),
      copy: v.pipe(v.string(), v.regex(copyPath))
    })
  )
})

export function isManifest(value: unknown): value is BackupManifest {
  return v.is(manifestSchema, value)
}

/** Null where the file is no manifest, or a damaged one. */
export async function readManifest(path: string): Promise<BackupManifest | null> {
  const text = await readFile(path, 'utf8')
  try {
    const value: unknown = JSON.parse(text)
    return isManifest(value) ? value : null
  } catch {
    return null
  }
}

/** Bytes of journals and entries: as they are only appended to, fewer than before say that something was lost. */
export function bytesIn({ files }: BackupManifest): number {
  return files.reduce((sum, { path, length }) => (path.endsWith('.jsonl') ? sum + length : sum), 0)
}

/** True where a backup holds less than another one did. */
export function isSmaller(backup: BackupManifest, other: BackupManifest): boolean {
  return backup.holds.decisions < other.holds.decisions || bytesIn(backup) < bytesIn(other)
}
