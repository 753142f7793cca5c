import { randomBytes } from 'node:crypto'
import { link, open, readFile, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { DigestChange, MendedLines } from '#core/domain/decision'
import { changesBackTo, digestsBackTo } from '#core/domain/restore'
import type { RestorePreview } from '#core/domain/restore-preview'
import { Failure } from '#core/failure'
import { backUp } from '#main/library/backup/back-up'
import type { BackupContents } from '#main/library/backup/contents'
import { readRange, type LostDigest } from '#main/library/backup/lost-records'
import { planRestore, slowly } from '#main/library/backup/restore-plan'
import type { Library } from '#main/library/library'
import { blocksOf, hashOfFile, writeAll } from '#main/storage/backup/blocks'
import { libraryFiles } from '#main/storage/backup/library-files'
import type { BackupFile } from '#main/storage/backup/manifest'
import { findLibrary } from '#main/storage/library-folder'
import { isLoss } from '#main/storage/damage'
import { readJournal, unread } from '#main/storage/journal-lines'
import { decodeLine } from '#main/storage/line-codec'
import { makeFolder, syncFolder } from '#main/storage/sync-folder'
import { writeFailure } from '#main/storage/write-failure'

export interface RestoreOptions {
  /** Only brings back what is lost: nothing that was done since is taken back. */
  readonly keep?: boolean
  /** The user knows that the backup holds less than the library does. */
  readonly less?: boolean
  /** Which window. */
  readonly origin?: string
}

export interface Restored {
  /** The Decision that took back what was done since, for undo; null where nothing had to be. */
  readonly decision: string | null
  readonly preview: RestorePreview
}

/**
 * What {@link restore} would do.
 * @throws Failure `backupOfOther`
 */
export async function previewRestore(
  library: Library,
  backup: BackupContents,
  keep = false
): Promise<RestorePreview> {
  await library.filled()
  await expectSameLibrary(library, backup)
  return (await planRestore(library.folder, library, backup, keep)).preview
}

/**
 * Goes back to a backup, after one of the library as it is. Nothing is rewritten: what is lost is brought back first, and
 * then one Decision makes what holds what held then, so that it can be undone.
 *
 * @throws Failure `backupOfOther`, `backupHoldsLess`, or why something could not be written: then all that was done
 *   before the library was as it is, or part of what was lost is there again.
 */
export async function restore(
  library: Library,
  backup: BackupContents,
  options: RestoreOptions = {}
): Promise<Restored> {
  await library.filled()
  await expectSameLibrary(library, backup)
  try {
    return await restoreFrom(library, backup, options)
  } catch (cause) {
    throw writeFailure(cause, library.folder)
  }
}

async function restoreFrom(
  library: Library,
  backup: BackupContents,
  { keep = false, less = false, origin }: RestoreOptions
): Promise<Restored> {
  const { folder } = library
  const plan = await planRestore(folder, library, backup, keep)
  if (plan.preview.less !== null && !less) throw new Failure('backupHoldsLess')
  const isEmpty = (await libraryFiles(folder)).every(({ path }) => !path.endsWith('.jsonl'))
  if (!isEmpty) await backUp(library, 'restore', { keep: backup.name === null ? [] : [backup.name] })

  // Entries before the journals that name them.
  for (const file of [...plan.files].reverse()) await copyBack(library, backup, file)
  const again = await storeAgain(library, plan.digests)
  const mended = await mendedLines(library, backup)
  await library.bringBack({ found: plan.found, others: plan.others, lines: plan.lines, again, mended })
  if (keep) return { decision: null, preview: plan.preview }

  const { marks } = library
  const { made } = backup.manifest
  const changes = await slowly(changesBackTo(plan.then, marks))
  const digests = digestsBackTo(plan.then, marks)
  if (changes.length === 0 && digests.length === 0) return { decision: null, preview: plan.preview }
  const decision = await library.goBack(
    { backup: made, changes, digests },
    origin === undefined ? {} : { origin }
  )
  return { decision, preview: plan.preview }
}

/** Lines of journals that cannot be read, and that the backup holds whole: what stood in them comes back elsewhere. */
async function mendedLines({ folder, marks }: Library, backup: BackupContents): Promise<MendedLines[]> {
  const mended: MendedLines[] = []
  for (const known of backup.manifest.files) {
    const [, device, file] = journalPath.exec(known.path) ?? []
    if (device === undefined || file === undefined) continue
    const read = await readJournal(folder, { ...unread, device, file })
    const damages = read.damages.filter((each) => isLoss(each) && !marks.isMended(known.path, each.line))
    if (damages.length === 0 || !(await backup.isSound(known))) continue
    const whole = countLines((await readFile(backup.pathOf(known))).subarray(0, known.length))
    const lines = damages.map(({ line }) => line).filter((line) => line <= whole)
    if (lines.length > 0) mended.push({ file: known.path, lines })
  }
  return mended
}

const journalPath = /^devices\/([^/]+)\/(journal-\d+\.jsonl)$/

function countLines(bytes: Buffer): number {
  let lines = 0
  for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) lines++
  return lines
}

/** An empty library takes any backup: so a library is brought to another machine. */
async function expectSameLibrary({ folder, marks }: Library, { manifest }: BackupContents): Promise<void> {
  const document = await findLibrary(folder)
  const [any] = marks.digests()
  if (document?.id !== manifest.library && any !== undefined) throw new Failure('backupOfOther')
}

/** Puts a file back where there is none; one that has come meanwhile is left as it is. */
async function copyBack(library: Library, backup: BackupContents, file: BackupFile): Promise<void> {
  const target = join(library.folder, file.path)
  library.checkLock()
  await makeFolder(dirname(target))
  const aside = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}`)
  try {
    await copyTo(backup.pathOf(file), aside, file.length)
    if ((await hashOfFile(aside, file.length)) !== file.sha256)
      throw new Failure('writeFailed', { reason: 'a copy is not what was copied' })
    library.checkLock()
    await link(aside, target)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause
  } finally {
    await unlink(aside).catch(() => undefined)
  }
  await syncFolder(dirname(target))
}

async function copyTo(from: string, to: string, length: number): Promise<void> {
  const [source, target] = [await open(from, 'r'), await open(to, 'wx')]
  try {
    let at = 0
    for await (const block of blocksOf(source, 0, length)) {
      await writeAll(target, block, at)
      at += block.length
    }
    await target.sync()
  } finally {
    await Promise.all([source.close(), target.close()])
  }
}

/** Appends the records of lost Digests, those of one imported file with its bytes once. */
async function storeAgain(library: Library, lost: readonly LostDigest[]): Promise<DigestChange[]> {
  const sources = new Map<string, LostDigest[]>()
  for (const each of lost) {
    const { device, file, source } = each.place
    const key = `${device} ${file} ${source.join()}`
    sources.set(key, [...(sources.get(key) ?? []), each])
  }
  const changes: DigestChange[] = []
  for (const group of sources.values()) changes.push(...(await storeGroup(library, group)))
  return changes
}

async function storeGroup(library: Library, group: readonly LostDigest[]): Promise<DigestChange[]> {
  const [first] = group
  if (first === undefined) return []
  const { path, place } = first
  const source = await readRange(path, ...place.source)
  const isWhole = source !== null && source.length > 0 && decodeLine(source.subarray(0, -1)).ok
  const digests = []
  for (const { place: at, path: from } of group) {
    const lines = (await readRange(from, at.offset, at.length)) ?? Buffer.alloc(0)
    digests.push({ lines })
  }
  const places = await library.storeAgain({
    device: library.device,
    source: isWhole ? source : Buffer.alloc(0),
    digests,
    places: []
  })
  return group.flatMap(({ state: { key, about } }, index): DigestChange[] => {
    const at = places[index]
    return at === undefined ? [] : [{ key, present: true, again: true, ...(about && { about }), at }]
  })
}
