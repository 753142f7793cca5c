import { join } from 'node:path'
import { stat } from 'node:fs/promises'
import type { BackupHoldings } from '#core/contract'
import type { ArxivId } from '#core/domain/arxiv-id'
import type { Change, Decision, DigestPlace } from '#core/domain/decision'
import { Marks, type DigestState, type OtherRecord } from '#core/domain/marks'
import { changesBackTo, digestsBackTo, textsIn } from '#core/domain/restore'
import type { HeldParts, RestorePreview, RestoredParts } from '#core/domain/restore-preview'
import type { BackupContents } from '#main/library/backup/contents'
import { idsInRange, LostRecords, type LostDigest } from '#main/library/backup/lost-records'
import type { LibraryReader } from '#main/library/library-reader'
import { hashOfFile, newHash } from '#main/storage/backup/blocks'
import { holdingsOf } from '#main/storage/backup/holdings'
import type { BackupFile } from '#main/storage/backup/manifest'
import { storedLines, type StoredLine } from '#main/storage/backup/stored-decisions'
import { decodeOther, journalFiles, journalPrefix, type JournalPlace } from '#main/storage/journal-lines'
import { Pace } from '#main/storage/pace'

/** What a restore has to do, found by looking at the files and changing nothing. */
export interface RestorePlan {
  /** Files that are missing: they are copied back as they were. */
  readonly files: readonly BackupFile[]
  /** Decisions in those of them that are journals, and where they will stand. */
  readonly found: readonly { readonly decision: Decision; readonly place: JournalPlace }[]
  readonly others: readonly OtherRecord[]
  /** Lines that no journal holds any more. */
  readonly lines: readonly StoredLine[]
  /** Digests whose records are damaged or lost and stand whole in the backup. */
  readonly digests: readonly LostDigest[]
  /** What held when the backup was made. */
  readonly then: Marks
  readonly preview: RestorePreview
}

/**
 * Compares a backup with a library, file by file and, where these differ, line by line.
 *
 * @param keep Only what is lost is brought back.
 */
export async function planRestore(
  folder: string,
  library: LibraryReader,
  backup: BackupContents,
  keep: boolean
): Promise<RestorePlan> {
  const { missing, differing, damaged } = await compareFiles(folder, backup)
  const then = new Marks()
  const now = new Marks()
  const known = await foldJournals(folder, now)
  const lost = await lostLines(backup, then, known, missing)
  const before = await marksOf(lost.decisions, now)
  const shownBefore = presentIn(now)
  for (const decision of lost.decisions) now.fold(decision)

  const records = new LostRecords(folder, backup, missing, differing)
  const suspects = [...now.digests()].filter(
    ({ key, present }) => present || then.digest(key)?.present === true
  )
  const digests = await records.lostAmong(suspects, then)
  const goneChanges = keep ? [] : await slowly(changesBackTo(then, now))
  const goneDigests = keep ? [] : digestsBackTo(then, now)

  const removed = new Set(goneDigests.filter(({ present }) => !present).map(({ key }) => key))
  const returning = new Set(goneDigests.filter(({ present }) => present).map(({ key }) => key))
  const lostKeys = new Set(digests.map(({ state }) => state.key))
  const isBrought = ({ key, present, places }: DigestState): boolean =>
    returning.has(key) ||
    (present &&
      !removed.has(key) &&
      (!shownBefore.has(key) || lostKeys.has(key) || places.every((place) => records.isMissing(place))))
  const brought = suspects.filter(isBrought)
  const takenAway = [...now.digests()].filter(({ key }) => removed.has(key))
  const brings: RestoredParts = {
    digests: brought.length,
    papers: await papersIn(brought, records, (id) => library.catalog.find(id) < 0),
    ...(await differencesBetween(before, now))
  }
  const takes: RestoredParts = {
    digests: takenAway.length,
    papers: await papersIn(takenAway, records, () => true),
    marks: countPapers(goneChanges.filter(changesMarks)),
    notes: countPapers(goneChanges.filter(({ note }) => note !== undefined))
  }
  return {
    files: missing,
    found: lost.found,
    others: lost.others,
    lines: lost.lines,
    digests,
    then,
    preview: {
      made: backup.manifest.made,
      brings,
      takes,
      less: keep ? null : await lessOf(backup, library),
      damagedFiles: damaged
    }
  }
}

interface ComparedFiles {
  /** Not there, and whole in the backup. */
  readonly missing: BackupFile[]
  /** Paths of files that do not begin as they did, or are lost in both places. */
  readonly differing: Set<string>
  /** How many files of the backup are needed and damaged themselves. */
  readonly damaged: number
}

async function compareFiles(folder: string, backup: BackupContents): Promise<ComparedFiles> {
  const missing: BackupFile[] = []
  const differing = new Set<string>()
  let damaged = 0
  for (const file of backup.manifest.files) {
    const { path, length, sha256 } = file
    const target = join(folder, path)
    const isThere = await stat(target).then(
      () => true,
      () => false
    )
    if (isThere && (!path.endsWith('.jsonl') || (await hashOfFile(target, length)) === sha256)) continue
    const isSound = await backup.isSound(file)
    if (!isSound) damaged++
    if (!isThere && isSound) missing.push(file)
    else differing.add(path)
  }
  return { missing, differing, damaged }
}

/** Folds all Decisions on disk; answers what tells their lines, and those of other records. */
async function foldJournals(folder: string, marks: Marks): Promise<Set<string>> {
  const known = new Set<string>()
  for (const { device, file } of await journalFiles(folder)) {
    const path = join(folder, 'devices', device, file)
    for await (const line of storedLines(path, Number.MAX_SAFE_INTEGER)) {
      const mark = tellTale(line)
      if (!known.has(mark) && line.decision !== null) marks.fold(line.decision)
      known.add(mark)
    }
  }
  return known
}

/** What is the same for the same record wherever it stands. */
function tellTale({ decision, bytes }: StoredLine): string {
  return decision === null ? newHash().update(bytes).digest('base64') : decision.id
}

interface LostLines {
  readonly lines: StoredLine[]
  readonly found: { decision: Decision; place: JournalPlace }[]
  /** Records in files that will be copied back, that are no Decisions. */
  readonly others: OtherRecord[]
  /** Of both. */
  readonly decisions: Decision[]
}

/** @param then The Decisions of the backup are folded into it. */
async function lostLines(
  backup: BackupContents,
  then: Marks,
  known: ReadonlySet<string>,
  missing: readonly BackupFile[]
): Promise<LostLines> {
  const lost: LostLines = { lines: [], found: [], others: [], decisions: [] }
  const told = new Set<string>()
  for (const file of backup.manifest.files) {
    const [, device = '', name = ''] = file.path.split('/')
    if (!name.startsWith(journalPrefix)) continue
    const isCopied = missing.includes(file)
    for await (const line of storedLines(backup.pathOf(file), file.length)) {
      const mark = tellTale(line)
      if (told.has(mark)) continue
      told.add(mark)
      const { decision, offset, bytes } = line
      if (decision !== null) then.fold(decision)
      if (known.has(mark)) continue
      if (decision !== null) lost.decisions.push(decision)
      if (!isCopied) lost.lines.push({ ...line, bytes: Buffer.from(bytes) })
      else if (decision !== null)
        lost.found.push({ decision, place: { device, file: name, offset, length: bytes.length } })
      else {
        const other = decodeOther(bytes.subarray(0, -1))
        if (other !== null) lost.others.push(other)
      }
    }
  }
  return lost
}

interface KnownMark {
  readonly marks: string
  readonly notes: string
}

async function marksOf(decisions: readonly Decision[], marks: Marks): Promise<Map<ArxivId, KnownMark>> {
  const pace = new Pace()
  const found = new Map<ArxivId, KnownMark>()
  for (const { changes } of decisions)
    for (const { papers } of changes)
      for (const id of Object.keys(papers) as ArxivId[]) {
        found.set(id, knownMark(id, marks))
        if (pace.due) await pace.rest()
      }
  return found
}

function knownMark(id: ArxivId, marks: Marks): KnownMark {
  const { read, starred, tags } = marks.mark(id)
  return { marks: JSON.stringify([read, starred, tags]), notes: JSON.stringify(textsIn(marks, id)) }
}

async function differencesBetween(
  before: ReadonlyMap<ArxivId, KnownMark>,
  now: Marks
): Promise<Pick<RestoredParts, 'marks' | 'notes'>> {
  const pace = new Pace()
  let [marks, notes] = [0, 0]
  for (const [id, was] of before) {
    const is = knownMark(id, now)
    if (is.marks !== was.marks) marks++
    if (is.notes !== was.notes) notes++
    if (pace.due) await pace.rest()
  }
  return { marks, notes }
}

function presentIn(marks: Marks): Set<string> {
  return new Set([...marks.digests()].filter(({ present }) => present).map(({ key }) => key))
}

async function papersIn(
  states: readonly DigestState[],
  records: LostRecords,
  counts: (id: string) => boolean
): Promise<number> {
  const ids = new Set<string>()
  for (const { places } of states) {
    const bytes = await firstOf(places, records)
    for (const id of bytes === null ? [] : idsInRange(bytes)) if (counts(id)) ids.add(id)
  }
  return ids.size
}

async function firstOf(places: readonly DigestPlace[], records: LostRecords): Promise<Buffer | null> {
  for (const place of places) {
    const bytes = await records.range(place)
    if (bytes !== null) return bytes
  }
  return null
}

function countPapers(changes: readonly { readonly papers: object }[]): number {
  return new Set(changes.flatMap(({ papers }) => Object.keys(papers))).size
}

function changesMarks({ read, starred, tags }: Change): boolean {
  return [read, starred, tags].some((each) => each !== undefined)
}

async function lessOf(
  { manifest }: BackupContents,
  { marks, catalog }: LibraryReader
): Promise<RestorePreview['less']> {
  const held = ({ digests, papers, notes }: BackupHoldings): HeldParts => ({ digests, papers, notes })
  const then = held(manifest.holds)
  const now = held(await holdingsOf(marks, 0, catalog.order().length))
  const isLess = then.digests < now.digests || then.papers < now.papers || then.notes < now.notes
  return isLess ? { then, now } : null
}

/** Long work with turns for others in between. */
export async function slowly<T>(work: Generator<void, T>): Promise<T> {
  const pace = new Pace()
  for (;;) {
    const step = work.next()
    if (step.done === true) return step.value
    if (pace.due) await pace.rest()
  }
}
