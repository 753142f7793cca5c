import type { DigestPlace } from '#core/domain/decision'
import { parserVersion, type Digest } from '#core/domain/digest'
import type { Entry } from '#core/domain/entry'
import type { DigestState } from '#core/domain/marks'
import type { Damage } from '#main/storage/damage'
import { digestOf, entryOf } from '#main/storage/entry-records'
import { linesOf } from '#main/storage/file-lines'
import { decodeLine } from '#main/storage/line-codec'
import { Pace } from '#main/storage/pace'
import { digestRange, type Segments } from '#main/storage/segments'

/** An Entry and where its line stands in its Digest's range, in bytes without the line feed. */
export interface LocatedEntry {
  readonly position: number
  readonly entry: Entry
  readonly offset: number
  readonly length: number
}

/** A Digest read back from its records. */
export interface StoredDigest {
  readonly digest: Digest
  readonly entries: readonly LocatedEntry[]
  /** Lines that are set aside, numbered from the Digest's own. */
  readonly damages: readonly Damage[]
}

/** Kinds of records that a Digest's range holds; others are of later releases. */
const ours: ReadonlySet<string> = new Set(['digest', 'entry'])

/**
 * Reads the Digest at one of its places; null where nothing of it can be read there. Where only its own record is
 * damaged, the Decision that imported it still knows enough for its Entries to count as before.
 */
export async function readStoredDigest(
  segments: Segments,
  state: DigestState,
  place: DigestPlace
): Promise<StoredDigest | null> {
  const bytes = await segments.read(digestRange(place))
  if (bytes === null) return null
  const pace = new Pace()
  const damages: Damage[] = []
  const entries: LocatedEntry[] = []
  let own: Digest | null = null
  for (const { number, offset, bytes: line, whole } of linesOf(bytes)) {
    const decoded = whole ? decodeLine(line) : null
    if (decoded?.ok !== true) {
      // Never merely torn: a Decision names this range, so all of it was on disk once.
      const reason = decoded === null ? 'missing' : decoded.reason
      damages.push({ file: `devices/${place.device}/${place.file}`, line: number, reason })
      continue
    }
    const stored = entryOf(decoded.record)
    const digest = digestOf(decoded.record)
    own ??= digest
    if (stored !== null) entries.push({ ...stored, offset, length: line.length })
    else if (digest === null && ours.has(decoded.record.kind)) {
      damages.push({ file: `devices/${place.device}/${place.file}`, line: number, reason: 'shape' })
    }
    if (pace.due) await pace.rest()
  }
  // A file that was cut, or lost, and gone on with holds another one there.
  if (own !== null && own.key !== state.key) return null
  const digest = own ?? digestWithoutRecord(state, entries)
  if (bytes.length < place.length && damages.length === 0) {
    damages.push({ file: `devices/${place.device}/${place.file}`, line: 0, reason: 'missing' })
  }
  return digest === null ? null : { digest, entries, damages }
}

function digestWithoutRecord(
  { key, stamp, about }: DigestState,
  entries: readonly LocatedEntry[]
): Digest | null {
  if (about === null || entries.length === 0) return null
  return {
    ...about,
    key,
    bytes: '',
    part: 0,
    parts: 1,
    parser: parserVersion,
    source: '',
    imported: new Date(stamp).toISOString(),
    entries: entries.length,
    papers: new Set(entries.map(({ entry }) => entry.id)).size,
    repaired: 0,
    problems: []
  }
}
