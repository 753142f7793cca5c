import type { AnnouncedEntry, Announcements } from '#core/contract'
import { decodeDigest } from '#core/digest/decode'
import { lineRange } from '#core/digest/line-range'
import type { ArxivId } from '#core/domain/arxiv-id'
import { digestDay } from '#core/domain/digest'
import { versionChanges, type VersionChanges } from '#core/domain/version-changes'
import { Failure } from '#core/failure'
import type { LibraryReader } from '#main/library/library-reader'
import type { StoredAnnouncement } from '#main/storage/catalog'

/** Entries of one paper that are shown: more than any paper was ever announced. */
const mostEntries = 20
/** UTF-16 code units of one Entry. */
const longestText = 65_536

/**
 * A paper's Entries as they came: the lines of the imported files.
 * @throws Failure `unknownPaper`
 */
export async function announcementsOf(library: LibraryReader, id: ArxivId): Promise<Announcements> {
  const { read, entries } = await library.catalog.announcements(rowOf(library, id))
  const some = read.slice(0, mostEntries)
  const found = new Map<StoredAnnouncement, AnnouncedEntry>()
  // File after file: each is read once, and only one of them is held in memory.
  for (const each of some) {
    if (found.has(each)) continue
    const text = await sourceText(library, each)
    for (const one of some) if (isOfSameFile(one, each)) found.set(one, announcedEntry(one, text))
  }
  return {
    entries: some.flatMap((each) => found.get(each) ?? []),
    more: read.length - some.length,
    damaged: entries - read.length
  }
}

/**
 * What changed in a paper since the version that was decided on.
 * @throws Failure `unknownPaper`
 */
export async function changesSinceDecided(library: LibraryReader, id: ArxivId): Promise<VersionChanges> {
  const { read } = await library.catalog.announcements(rowOf(library, id))
  return versionChanges(read, library.marks.decidedVersion(id))
}

function rowOf({ catalog }: LibraryReader, id: ArxivId): number {
  const row = catalog.find(id)
  if (row < 0) throw new Failure('unknownPaper', { id })
  return row
}

function isOfSameFile({ digest: one }: StoredAnnouncement, { digest: other }: StoredAnnouncement): boolean {
  // Where a digest's own record is damaged, nobody knows which file it came from.
  return one.key === other.key || (one.bytes === other.bytes && one.bytes !== '')
}

/** The imported file's text, from whichever place of the digest still has it; null where none does. */
async function sourceText(
  { catalog, marks }: LibraryReader,
  { digest }: StoredAnnouncement
): Promise<string | null> {
  const known = catalog.digest(digest.key)
  const places = [...(known === undefined ? [] : [known.place]), ...(marks.digest(digest.key)?.places ?? [])]
  for (const place of places) {
    const source = await catalog.source(place)
    if (source === null || (digest.bytes !== '' && source.hash !== digest.bytes)) continue
    const decoded = source.bytes === null ? null : decodeDigest(source.bytes)
    if (decoded?.ok === true) return decoded.text
  }
  return null
}

function announcedEntry({ digest, entry }: StoredAnnouncement, source: string | null): AnnouncedEntry {
  const { lines, kind, version } = entry
  const range = source === null ? null : lineRange(source, lines, longestText)
  return {
    digest: digest.key,
    dialect: digest.dialect,
    category: digest.category,
    source: digest.source,
    date: digestDay(digest),
    kind,
    version,
    lines,
    text: range?.text ?? null,
    cut: range?.cut ?? false
  }
}
