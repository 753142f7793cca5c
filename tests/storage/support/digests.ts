import fc from 'fast-check'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ArxivId } from '#core/domain/arxiv-id'
import type { DigestChange, DigestPlace } from '#core/domain/decision'
import { digestDay, type Digest, type ParsedDigest } from '#core/domain/digest'
import { dialectNames } from '#core/domain/dialect-name'
import type { Entry, EntryFields } from '#core/domain/entry'
import { byAnnouncement, compareText, mergePaper, type Announcement } from '#core/domain/merge'
import type { EntryKind, Paper } from '#core/domain/paper'
import type { Catalog } from '#main/storage/catalog'
import type { RowText } from '#main/storage/catalog-columns'
import { JournaledMarks } from '#main/storage/journal'
import { LineLog } from '#main/storage/line-log'
import { Segments } from '#main/storage/segments'
import { encodeImport, hashBytes, placesOf, stageDigest, stageSource } from '#main/storage/staged-import'
import type { LocatedEntry } from '#main/storage/stored-digest'
import { device } from './decisions.ts'

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
const texts = fc.array(text, { maxLength: 3 })
const nullable = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary)
const categories = fc.uniqueArray(fc.constantFrom('cs.CV', 'cs.LG', 'quant-ph'), { maxLength: 3 })

const fields = fc.record(
  {
    title: nullable(text),
    authors: nullable(texts),
    primaryCategory: nullable(fc.constantFrom('cs.CV', 'math.GT')),
    categories: nullable(categories),
    updated: nullable(fc.constantFrom('2023-12-18', '2023-12-18T00:05:28Z', '2024-01-01')),
    comment: nullable(text),
    abstract: nullable(text)
  },
  { requiredKeys: [] }
)

const entry: fc.Arbitrary<Entry> = fc.record({
  id: fc.constantFrom(...['2312.00001', '2312.00002', '0905.1234', 'math/0611800', 'cs/0407047'].map(asId)),
  version: nullable(fc.integer({ min: 1, max: 3 })),
  kind: fc.constantFrom('new', 'cross-list', 'replacement'),
  lines: fc.tuple(fc.integer({ min: 1, max: 999 }), fc.integer({ min: 1, max: 999 })),
  // Written as canonicalEntry writes them, in a fixed order.
  fields: fields.map((some) => some as EntryFields),
  repaired: fc.nat({ max: 2 })
})

/** Small digests that share their few papers and days. */
export const anyDigest: fc.Arbitrary<ParsedDigest> = fc.record({
  dialect: fc.constantFrom(...dialectNames),
  category: nullable(fc.constantFrom('cs.CV', 'quant-ph')),
  date: nullable(fc.constantFrom('2023-12-17', '2023-12-18', '2023-12-19')),
  entries: fc.array(entry, { minLength: 1, maxLength: 5 }),
  problems: fc.constant([])
})

/** A digest of papers that no other one has. */
export function plainDigest(count: number, month = '2401', date = '2024-01-15'): ParsedDigest {
  const entries = Array.from({ length: count }, (_, n): Entry => {
    const id = asId(`${month}.${String(n + 1).padStart(5, '0')}`)
    const own = {
      title: `Paper ${n} of ${month}`,
      authors: ['A. Author', `B. Bücher ${n}`],
      abstract: `Abstract ${n}`
    }
    return {
      id,
      version: 1,
      kind: 'new',
      lines: [n, n + 1],
      fields: { ...own, categories: ['cs.CV'] },
      repaired: 0
    }
  })
  return { dialect: 'field-list', category: 'cs.CV', date, entries, problems: [] }
}

function asId(id: string): ArxivId {
  return id as ArxivId
}

/** A Digest whose records are on disk. */
export interface Shelved {
  readonly digest: Digest
  readonly place: DigestPlace
  readonly entries: readonly LocatedEntry[]
}

/** A library's entry segments, to which digests are appended as an import does it. */
export class Shelf {
  readonly folder: string
  readonly segments: Segments
  readonly #log: LineLog

  constructor(folder: string, sealAt = 1_000_000) {
    this.folder = folder
    this.segments = new Segments(folder)
    this.#log = new LineLog({ folder: join(folder, 'devices', device), prefix: 'entries', sealAt })
  }

  /** @param hour Of the import. */
  async put(parsed: ParsedDigest, hour = 0): Promise<Shelved> {
    await mkdir(this.folder, { recursive: true })
    const bytes = Buffer.from(JSON.stringify(parsed))
    const imported = new Date(Date.UTC(2023, 11, 17, hour)).toISOString()
    const file = { name: 'digest.txt', bytesHash: hashBytes(bytes), imported }
    const staged = await stageDigest(parsed, file, 0, 1)
    const whole = { device, source: await stageSource(bytes, file.bytesHash), digests: [staged], places: [] }
    const [at] = await this.#log.append([encodeImport(whole)])
    if (at === undefined) throw new Error('an append has no place')
    const [place] = placesOf(whole, at)
    if (place === undefined) throw new Error('an import has no place')
    return { digest: staged.digest, place, entries: staged.entries }
  }

  async close(): Promise<void> {
    await this.segments.close()
    await this.#log.close()
  }
}

/** Marks whose only Decisions brought digests in, or took them out. */
export function marksOf(present: readonly Shelved[], removed: readonly Shelved[] = []): JournaledMarks {
  const marks = new JournaledMarks()
  const decide = (digests: DigestChange[]): void => {
    const stamp = marks.stamp(0)
    marks.decide({ id: `d${stamp}`, stamp, device, origin: 'test', how: 'import', changes: [], digests })
  }
  for (const { digest, place } of [...present, ...removed]) {
    const { key, dialect, category, date } = digest
    decide([{ key, present: true, about: { dialect, category, date }, at: place }])
  }
  for (const { digest } of removed) decide([{ key: digest.key, present: false }])
  return marks
}

/** What can be asked about one row, without the row's number. */
export interface Answer {
  readonly paper: Paper
  readonly text: RowText
  readonly version: number | null
  readonly announced: string
  /** How the digest that announced it did it. */
  readonly kind: EntryKind
  /** As the columns tell them without its text. */
  readonly categories: readonly string[]
  /** Keys of the digests that hold it. */
  readonly digests: readonly string[]
}

/** What a Catalog answers, in its default order. */
export async function answersOf(catalog: Catalog): Promise<Answer[]> {
  const rows = [...catalog.order()]
  const papers = await catalog.papers(rows)
  const { columns, digests } = catalog
  const keys = digests.all().map(({ digest }) => digest.key)
  const holders = keys.map((_, number) =>
    columns.rowsIn(Uint8Array.from(keys, (_, at) => Number(at === number)))
  )
  // Counting must come to the same as looking.
  const counts = columns.countByDigest(new Uint8Array(columns.rows).fill(1), keys.length)
  holders.forEach((flags, number) => {
    if (flags.reduce((sum, flag) => sum + flag, 0) !== counts[number])
      throw new Error(`digest ${number} is miscounted`)
  })
  return rows.map((row, index) => {
    const paper = papers[index]
    if (paper === undefined || catalog.find(paper.id) !== row) throw new Error(`row ${row} has no paper`)
    return {
      paper,
      text: catalog.text(row),
      version: catalog.version(row),
      announced: catalog.announced(row),
      kind: catalog.announcedKind(row),
      categories: categoriesOf(catalog, row),
      digests: keys.filter((_, number) => holders[number]?.[row] === 1).sort()
    }
  })
}

/** By the numbers of lists and names; each category of the list must find the list. */
function categoriesOf({ columns }: Catalog, row: number): string[] {
  const { categories: lists } = columns
  const list = columns.categoryList(row)
  const names = [...lists.items(list)].map((number) => lists.names[number] ?? '?')
  if (names.some((name) => lists.holding(name)[list] !== 1)) throw new Error(`list ${list} is not found`)
  return names
}

/** The same from the digests alone: every announcement of every paper merged, newest announced first. */
export function modelOf(present: readonly Shelved[]): Answer[] {
  const announcements = new Map<ArxivId, Announcement[]>()
  for (const { digest, entries } of present) {
    for (const { entry, position } of entries)
      announcements.set(entry.id, [...(announcements.get(entry.id) ?? []), { digest, entry, position }])
  }
  const rows = [...announcements].map(([id, all]) => {
    const [first] = [...all].sort(byAnnouncement)
    if (first === undefined) throw new Error('a paper has no announcement')
    return {
      paper: mergePaper(id, all),
      day: digestDay(first.digest),
      key: first.digest.key,
      at: first.position,
      kind: strongestOf(
        all
          .filter(({ digest }) => digestDay(digest) === digestDay(first.digest))
          .map(({ entry }) => entry.kind)
      ),
      digests: [...new Set(all.map(({ digest }) => digest.key))].sort()
    }
  })
  rows.sort((a, b) => compareText(b.day, a.day) || compareText(b.key, a.key) || a.at - b.at)
  return rows.map(({ paper, day, kind, digests }) => ({
    paper,
    text: { title: paper.title ?? '', authors: paper.authors, categories: paper.categories },
    version: paper.version,
    announced: day,
    kind,
    categories: [...new Set(paper.categories ?? [])],
    digests
  }))
}

/** How digests of one day announced a paper. */
function strongestOf(kinds: readonly EntryKind[]): EntryKind {
  if (kinds.includes('new')) return 'new'
  return kinds.includes('cross-list') ? 'cross-list' : 'replacement'
}
