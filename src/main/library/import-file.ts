import { decodeDigest } from '#core/digest/decode'
import { parseIdsOnly } from '#core/digest/dialects/ids-only'
import { parseDigests } from '#core/digest/parse'
import type { DigestPlace } from '#core/domain/decision'
import { parserVersion, type Digest } from '#core/domain/digest'
import { largestFile, unreadable, type FileReport } from '#core/domain/file-report'
import { Failure } from '#core/failure'
import type { PaperOutcome } from '#main/storage/catalog'
import { Pace } from '#main/storage/pace'
import {
  hashBytes,
  stageDigest,
  stageSource,
  type ImportedFile,
  type StagedDigest,
  type StagedImport
} from '#main/storage/staged-import'

/** What an import needs of the library it goes into. */
export interface ImportTarget {
  readonly device: string
  /** Whether a Digest is in the library. */
  readonly holds: (key: string) => boolean
  /** The Digests in the library that came from the same bytes. */
  readonly digestsOf: (bytesHash: string) => readonly Digest[]
  /** Brings an import's records to disk. */
  readonly store: (staged: StagedImport) => Promise<void>
  /** Puts Digests into the library, and takes out those that they supersede. */
  readonly commit: (
    staged: readonly PlacedDigest[],
    superseded: readonly Digest[]
  ) => Promise<readonly (readonly PaperOutcome[])[]>
  /** Resolves when the imports before this one are done. */
  readonly turn: () => Promise<void>
}

type PlacedDigest = StagedDigest & { readonly place: DigestPlace }

export interface FileOptions {
  /** Takes a text that is no digest but names papers for one of their ids. */
  readonly ids?: boolean
  /** Stops it before the Decision. */
  readonly signal?: AbortSignal
}

/**
 * Brings one file into a library: decode, recognise, parse, write the Entries, then the Decision that makes them count.
 * What cannot be read becomes a Problem of the report; failures of the disk are thrown.
 *
 * @throws Failure `cancelled` where it was stopped: then nothing of the file is in the library.
 */
export async function importFile(
  name: string,
  bytes: Uint8Array,
  target: ImportTarget,
  { ids = false, signal }: FileOptions = {}
): Promise<FileReport[]> {
  goOn(signal)
  if (bytes.length > largestFile) return [unreadable(name, 'fileTooLarge')]
  const bytesHash = hashBytes(bytes)
  const decoded = decodeDigest(bytes)
  if (!decoded.ok) return [unreadable(name, decoded.reason)]
  const parsed = [...(await slowly(parseDigests(decoded.text), signal))]
  if (parsed.length === 0) {
    const found = await slowly(parseIdsOnly(decoded.text), signal)
    if (found === null) return [unreadable(name, 'fileUnknown', decoded.text.slice(0, 200))]
    if (!ids) return [unreadable(name, 'onlyIds', String(found.entries.length))]
    parsed.push(found)
  }
  const digests = parsed.map((digest, index) =>
    index > 0 ? digest : { ...digest, problems: [...decoded.problems, ...digest.problems] }
  )

  const file: ImportedFile = { name, bytesHash, imported: new Date().toISOString() }
  const staged: StagedDigest[] = []
  for (const [part, digest] of digests.entries())
    staged.push(
      await stageDigest(digest, file, part, digests.length, () => {
        goOn(signal)
      })
    )
  goOn(signal)
  const missing = distinct(staged.filter(unknownTo(target, bytesHash)))
  // Written before its turn comes, so that the appends of several files share a datasync; no harm is done where the
  // import before this one brought the same digest: bytes that no Decision names are ignored.
  const stored = missing.length === 0 ? [] : await store(missing, await stageSource(bytes, bytesHash), target)

  await unlessStopped(target.turn(), signal)
  goOn(signal)
  const placed = stored.filter(unknownTo(target, bytesHash))
  const keys = new Set(staged.map(({ digest }) => digest.key))
  const superseded = target
    .digestsOf(bytesHash)
    .filter(({ key, parser }) => parser < parserVersion && !keys.has(key))
  const outcomes = new Map<string, readonly PaperOutcome[]>()
  if (placed.length > 0 || superseded.length > 0) {
    const committed = await target.commit(placed, superseded)
    placed.forEach(({ digest }, index) => outcomes.set(digest.key, committed[index] ?? []))
  }
  return staged.map((each) => {
    const report = reportOf(name, each, outcomes.get(each.digest.key))
    // A file may hold the same digest twice: only the first of them brought anything.
    outcomes.delete(each.digest.key)
    return report
  })
}

/** @throws Failure `cancelled` */
function goOn(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new Failure('cancelled')
}

/** Waits, but no longer than until it is stopped; leaves no listener on a signal that many files share. */
async function unlessStopped(wait: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return wait
  if (signal.aborted) return
  let stop = (): void => undefined
  const stopped = new Promise<void>((resolve) => {
    stop = resolve
    signal.addEventListener('abort', stop)
  })
  try {
    await Promise.race([wait, stopped])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/** Long work with turns for others in between. */
async function slowly<T>(work: Generator<void, T>, signal: AbortSignal | undefined): Promise<T> {
  const pace = new Pace()
  for (;;) {
    const step = work.next()
    if (step.done === true) return step.value
    if (!pace.due) continue
    await pace.rest()
    goOn(signal)
  }
}

async function store(
  digests: readonly StagedDigest[],
  source: Buffer,
  target: ImportTarget
): Promise<PlacedDigest[]> {
  const staged: StagedImport = { device: target.device, source, digests, places: [] }
  await target.store(staged)
  return digests.map((each, index) => {
    const place = staged.places[index]
    if (place === undefined) throw new Failure('internal', { reason: 'an import has no place' })
    return { ...each, place }
  })
}

/** Tells the digests that are in the library neither themselves nor as a newer release read the same bytes. */
function unknownTo(target: ImportTarget, bytesHash: string): (staged: StagedDigest) => boolean {
  const readByNewer = target.digestsOf(bytesHash).some(({ parser }) => parser > parserVersion)
  return ({ digest }) => !readByNewer && !target.holds(digest.key)
}

function distinct(staged: readonly StagedDigest[]): StagedDigest[] {
  return [...new Map(staged.map((each) => [each.digest.key, each])).values()]
}

function reportOf(
  file: string,
  { digest }: StagedDigest,
  outcomes: readonly PaperOutcome[] | undefined
): FileReport {
  const papers = { new: 0, newerVersion: 0, completed: 0, known: 0, repeated: digest.entries - digest.papers }
  if (outcomes === undefined) papers.known = digest.papers
  else for (const { outcome } of outcomes) papers[outcome]++
  const { key, dialect, category, date, entries, repaired, problems } = digest
  return { file, key, dialect, category, date, entries, papers, repaired, problems }
}
