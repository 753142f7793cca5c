import * as v from 'valibot'
import type { CommandId } from '#core/commands'
import { isArxivId, type ArxivId } from '#core/domain/arxiv-id'
import type { Digest } from '#core/domain/digest'
import type { RestorePreview } from '#core/domain/restore-preview'
import type { EntryKind, Paper } from '#core/domain/paper'
import { groupings, sorts } from '#core/domain/list-order'
import { ruleColours, ruleSubjects, type Named } from '#core/domain/rule'
import type { MarkedWords } from '#core/search/query/query'
import { viewNames } from '#core/domain/view'
import type { VersionChanges } from '#core/domain/version-changes'
import type { WatchedFolder, WatchedImport } from '#core/domain/watched-folder'
import type { DialectName } from '#core/domain/dialect-name'
import type { FailureCode } from '#core/failure'
import type { FileReport } from '#core/domain/file-report'
import type { ActCounts } from '#core/domain/history'
import type { DaySummary } from '#core/domain/history-lines'

/*
 * Everything that a window may ask of the library, and everything that the library tells its windows. Types, validation
 * and routing all derive from the table of requests; every host carries them unchanged.
 */

/** Longest list of ids or rows in one request: more papers than any library is made for. */
export const mostPapers = 1_000_000
export const text = (longest: number): v.GenericSchema<string> => v.pipe(v.string(), v.maxLength(longest))
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const hash = v.pipe(v.string(), v.regex(/^[\da-f]{64}$/))
export const arxivId = v.custom<ArxivId>(
  (value) => typeof value === 'string' && value.length < 40 && isArxivId(value)
)
export const bytes: v.GenericSchema<Uint8Array> = v.instance(Uint8Array)
const rowNumbers = (most: number): v.GenericSchema<Uint32Array> =>
  v.pipe(
    v.instance(Uint32Array),
    v.check((rows) => rows.length <= most)
  )
/** Of one list of rows, see {@link OpenedView}. */
const generation = count
/** A window's name for itself, random: stands in its Decisions, so that undo finds what was done in it. */
const window = v.pipe(v.string(), v.regex(/^[\w-]{1,40}$/))
/** One of an import's, random. */
const session = v.pipe(v.string(), v.regex(/^[\w-]{1,40}$/))

/** Of a time zone. */
const zone = text(60)
const day = v.pipe(v.string(), v.regex(/^-?\d{4,6}-\d{2}-\d{2}$/))
/** In one answer. */
const mostDays = 5000
const mostLines = 1000
/** As `backups` and `chooseArchive` name it. */
const backupName = text(200)

const viewSchema = v.variant('kind', [
  v.object({ kind: v.picklist(viewNames) }),
  v.object({ kind: v.literal('tag'), tag: text(200) }),
  v.object({ kind: v.literal('digest'), key: hash }),
  /** `YYYY-MM`: the digests of a month. */
  v.object({ kind: v.literal('month'), month: v.pipe(v.string(), v.regex(/^\d{4}-\d{2}$/)) }),
  v.object({ kind: v.literal('category'), category: text(40) })
])

/** What a list asks for: a view of the sidebar. Tags include those nested in them. */
export type View = v.InferOutput<typeof viewSchema>

const querySchema = text(1000)
const ids = v.pipe(v.array(arxivId), v.maxLength(1000))

/** Papers by their rows in a list as it stands, or by their ids. */
const papersSchema = v.union([
  v.object({
    generation,
    rows: rowNumbers(mostPapers)
  }),
  v.object({ ids: v.pipe(v.array(arxivId), v.maxLength(mostPapers)) })
])

export type Papers = v.InferOutput<typeof papersSchema>

const tags = v.pipe(v.array(text(200)), v.maxLength(100))
export const wishSchema = v.object({
  read: v.exactOptional(v.boolean()),
  starred: v.exactOptional(v.boolean()),
  addTags: v.exactOptional(tags),
  removeTags: v.exactOptional(tags),
  note: v.exactOptional(text(200_000)),
  /** The revisions that the note was written over, see {@link PaperDetail.noteRevisions}; without it, what is shown. */
  noteBasedOn: v.exactOptional(v.pipe(v.array(text(60)), v.maxLength(100)))
})

const listOrder = v.object({
  sort: v.picklist(sorts),
  reversed: v.boolean(),
  group: v.picklist(groupings)
})

/** A whole number within limits. */
const size = (least: number, most: number): v.GenericSchema<number> =>
  v.pipe(v.number(), v.safeInteger(), v.minValue(least), v.maxValue(most))

const keyName = text(40)
/** Commands have few keys; a later release may have commands that this one does not know. */
const ownKeys = v.record(keyName, v.pipe(v.array(keyName), v.maxLength(8)))

const deviceSettingsSchema = v.object({
  /** Widths in CSS pixels. */
  panes: v.exactOptional(
    v.object({ sidebar: v.pipe(v.number(), v.finite()), list: v.pipe(v.number(), v.finite()) })
  ),
  sidebarHidden: v.exactOptional(v.boolean()),
  appearance: v.exactOptional(v.picklist(['system', 'light', 'dark'])),
  /** Percent of the usual size of all text. */
  textSize: v.exactOptional(size(80, 200)),
  density: v.exactOptional(v.picklist(['comfortable', 'compact'])),
  /** Characters a line. */
  readerWidth: v.exactOptional(size(40, 120)),
  /** Command → its keys, where they are not those of `commandTable`. */
  keys: v.exactOptional(ownKeys),
  /** Kind of a view → how its papers are ordered, where it is not `defaultOrder`. */
  orders: v.exactOptional(v.record(keyName, listOrder)),
  /** Whether what a search can be narrowed by is shown. */
  facets: v.exactOptional(v.boolean())
})

/** A view and its query as text, which the window makes → the paper at which that list was left. */
const places = v.pipe(
  v.record(text(1400), arxivId),
  v.check((kept) => Object.keys(kept).length <= 200)
)

const ruleSchema = v.object({
  does: v.picklist(['highlight', 'mute']),
  matches: v.picklist(ruleSubjects),
  text: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)),
  colour: v.nullable(v.picklist(ruleColours))
})

const savedSearchSchema = v.object({
  title: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(100)),
  query: v.pipe(querySchema, v.minLength(1)),
  /** Ascending down the sidebar. */
  position: v.pipe(v.number(), v.finite())
})

/** What belongs to this device: kept in its folder of the library, and the same for every window. */
export type DeviceSettings = v.InferOutput<typeof deviceSettingsSchema>

/** Request → the schema of its one argument. */
export const requests = {
  openLibrary: v.undefined(),
  saveDeviceSettings: deviceSettingsSchema,
  /** Where lists were left, for the next start; no other window is told. */
  keepPlaces: v.object({ places }),

  /** Without an order in the usual one. */
  openView: v.object({ view: viewSchema, query: querySchema, order: v.exactOptional(listOrder) }),
  rows: v.object({
    generation,
    rows: rowNumbers(1000)
  }),
  marks: v.object({ generation, rows: rowNumbers(mostPapers) }),
  /** Papers of a list whole, as export needs them. */
  papers: v.object({ generation, rows: rowNumbers(1000) }),
  /** Which tags papers of a list have. */
  tagsOf: v.object({ generation, rows: rowNumbers(mostPapers) }),
  facets: v.object({ view: viewSchema, query: querySchema }),
  /** `at`: where the cursor stands, in UTF-16 code units. */
  complete: v.object({ query: querySchema, at: count }),
  related: v.object({ id: arxivId }),
  savedCounts: v.undefined(),
  paper: v.object({ id: arxivId }),
  announcements: v.object({ id: arxivId }),
  versionChanges: v.object({ id: arxivId }),
  counts: v.undefined(),
  digests: v.undefined(),
  digest: v.object({ key: hash }),

  named: v.undefined(),
  /** Makes, changes or (null) ends what has a name. */
  setRule: v.object({ id: v.pipe(v.string(), v.regex(/^[\w-]{1,40}$/)), rule: v.nullable(ruleSchema) }),
  setMacro: v.object({
    name: v.pipe(v.string(), v.regex(/^\\[A-Za-z]{1,40}$/)),
    tex: v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(1000)))
  }),
  setSavedSearch: v.object({
    id: v.pipe(v.string(), v.regex(/^[\w-]{1,40}$/)),
    search: v.nullable(savedSearchSchema)
  }),
  /** Papers whose abstracts, or at least whose rows, the user has had before them. */
  seen: v.object({ abstract: ids, row: ids }),

  decide: v.object({ window, papers: papersSchema, wish: wishSchema, visit: v.exactOptional(text(40)) }),
  removeDigest: v.object({ window, key: hash }),
  undo: v.object({ window, decision: v.exactOptional(text(40)) }),
  redo: v.object({ window }),

  /** Days of a time zone (its IANA name), the newest first; those before another one. */
  history: v.object({ zone, before: v.nullable(day), most: v.pipe(count, v.maxValue(mostDays)) }),
  /** What was done on a day, the latest first; with `run`, one by one what a line of that name holds. */
  historyDay: v.object({
    zone,
    day,
    run: v.exactOptional(text(60)),
    from: count,
    most: v.pipe(count, v.maxValue(mostLines))
  }),

  backups: v.undefined(),
  makeBackup: v.undefined(),
  previewRestore: v.object({ backup: backupName, keep: v.boolean() }),
  restoreBackup: v.object({ window, backup: backupName, keep: v.boolean(), less: v.boolean() }),

  beginImport: v.object({ window }),
  /** A digest, or an archive of some; with `ids`, a text that names papers counts as a digest of their ids. */
  importFile: v.object({ session, name: text(1000), bytes, ids: v.exactOptional(v.boolean()) }),
  finishImport: v.object({ session }),
  cancelImport: v.object({ session }),
  fileOlder: v.object({ window, session }),

  takeOfferedFiles: v.undefined(),
  readOfferedFile: v.object({ file: count }),
  chooseDigests: v.object({ what: v.picklist(['files', 'folder']) }),
  openLink: v.object({ url: text(4000) }),
  revealLibrary: v.undefined(),
  diagnostics: v.undefined(),
  showProgress: v.object({ progress: v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(1))) }),
  exportLibrary: v.undefined(),
  chooseArchive: v.undefined(),
  watchFolder: v.undefined(),
  chooseWatchFolder: v.undefined(),
  endWatching: v.undefined(),
  zoom: v.object({ by: v.picklist([-1, 0, 1]) }),
  readyToClose: v.object({ kept: v.boolean() })
} satisfies Record<string, v.GenericSchema>

export type RequestName = keyof typeof requests
export type Argument<N extends RequestName> = v.InferOutput<(typeof requests)[N]>

/** Requests that change the library: a window sends them one after the other, and they outlive it. */
export type ChangeName = 'decide' | 'removeDigest' | 'undo' | 'redo' | 'fileOlder' | 'restoreBackup'

/**
 * Requests about the host rather than the library. A host answers those that it can: they are its capabilities, and
 * what needs another one is not offered.
 */
export type Capability =
  | 'takeOfferedFiles'
  | 'readOfferedFile'
  | 'chooseDigests'
  | 'openLink'
  | 'revealLibrary'
  | 'diagnostics'
  | 'showProgress'
  | 'exportLibrary'
  | 'chooseArchive'
  | 'watchFolder'
  | 'chooseWatchFolder'
  | 'endWatching'
  | 'zoom'
  | 'readyToClose'

/** Request → what it is answered with. */
export interface Replies {
  readonly openLibrary: OpenedLibrary
  readonly saveDeviceSettings: undefined
  readonly keepPlaces: undefined

  readonly openView: OpenedView
  readonly rows: readonly Row[]
  /** The `markBits` of each, as they are now. */
  readonly marks: Uint8Array<ArrayBuffer>
  /** In the order asked for; papers that left the library since are not among them. */
  readonly papers: readonly Paper[]
  /** By name; each tag as it stands, for those papers alone. */
  readonly tagsOf: readonly NamedCount[]
  readonly facets: Facets
  readonly complete: Completion
  readonly related: Related
  /** Papers not read that each saved search finds, by its id. */
  readonly savedCounts: readonly NamedCount[]
  readonly paper: PaperDetail
  /** A paper's Entries as they stand in the imported files. */
  readonly announcements: Announcements
  /** What changed in a paper since the version that was decided on. */
  readonly versionChanges: VersionChanges
  readonly counts: Counts
  readonly digests: DigestList
  readonly digest: Digest

  readonly named: Named
  readonly setRule: undefined
  readonly setMacro: undefined
  readonly setSavedSearch: undefined
  readonly seen: undefined

  readonly decide: Decided
  readonly removeDigest: Decided
  readonly undo: Undone
  readonly redo: Undone

  readonly history: HistoryPage
  readonly historyDay: HistoryLines
  readonly backups: BackupsReply
  /** Whether it holds less than the one before, which stays. */
  readonly makeBackup: { readonly smaller: boolean }
  readonly previewRestore: RestorePreview
  /** The Decision that undo takes back; null where nothing had been done since. */
  readonly restoreBackup: { readonly decision: string | null }

  readonly beginImport: { readonly session: string }
  readonly importFile: readonly FileReport[]
  readonly finishImport: ImportResult
  readonly cancelImport: ImportResult
  readonly fileOlder: Decided

  /** Files that the user gave to Papertray outside of the window; each is told of once. */
  readonly takeOfferedFiles: readonly OfferedFile[]
  /** What is in one of them, or why it cannot be read. It can be asked for once. */
  readonly readOfferedFile: Uint8Array<ArrayBuffer> | FileReport
  /** Has the user choose in the system's dialog; what was chosen is offered. */
  readonly chooseDigests: undefined
  /** Shows an address that is not encrypted, and opens it in the system's browser if the user agrees. */
  readonly openLink: undefined
  readonly revealLibrary: undefined
  /** What a report of a fault needs: nothing of papers and notes. */
  readonly diagnostics: string
  /** How far long work has come, from 0 to 1, on the taskbar; null when there is none. */
  readonly showProgress: undefined
  /** Writes the library into one archive, where the user says; nothing where they say nowhere. */
  readonly exportLibrary: ExportedLibrary
  /** Has the user choose an archive of a library to be restored; null where none was. */
  readonly chooseArchive: { readonly backup: string; readonly name: string } | null
  /** The folder whose digests are imported by themselves; null where there is none. */
  readonly watchFolder: WatchedFolder | null
  /** Has the user choose another one. */
  readonly chooseWatchFolder: WatchedFolder | null
  readonly endWatching: undefined
  /** Larger, smaller, or (0) as it was. */
  readonly zoom: undefined
  /** Answers `closing`: whether everything that the window held is kept now. */
  readonly readyToClose: undefined
}

/** Events: what changed, never a snapshot; at most ten of each a second. */
export interface Events {
  readonly papersChanged: PapersChanged
  /** A Digest came or went. */
  readonly digestsChanged: undefined
  readonly healthChanged: LibraryHealth
  /** How far a session that has archives has come. */
  readonly importProgressed: ImportProgress
  /** Another window changed what belongs to this device. */
  readonly deviceSettingsChanged: DeviceSettings
  /** Rules and macros are other ones, on whatever device that was done. */
  readonly namedChanged: Named
  /** As `watchFolder` answers it. */
  readonly watchFolderChanged: WatchedFolder | null
  /** Something came from the watched folder. `finishImport` of its session tells more. */
  readonly watchFolderImported: WatchedImport
  /** From the transport itself: once connected again, events may have been missed and what is shown is read anew. */
  readonly connectionChanged: { readonly connected: boolean }
  /** There are files to be taken with `takeOfferedFiles`. */
  readonly filesOffered: undefined
  /** A command of the host's menu was chosen. */
  readonly commandChosen: { readonly command: CommandId }
  /** The window is about to close: `readyToClose` is waited for. */
  readonly closing: undefined
}

/** A file that the user gave to Papertray outside of the window. */
export interface OfferedFile {
  /** Stands for it in `readOfferedFile`. */
  readonly file: number
  /** With the folders that were given with it. */
  readonly name: string
  /** Bytes. */
  readonly size: number
  /** False for files found in a folder. */
  readonly named: boolean
}

export interface OpenedLibrary {
  readonly version: string
  readonly folder: string
  readonly capabilities: readonly Capability[]
  readonly settings: DeviceSettings
  /** Where lists were left, see `keepPlaces`. */
  readonly places: Readonly<Record<string, ArxivId>>
  readonly named: Named
  readonly health: LibraryHealth
}

/** Whether all of a library shows, and what of its files does not. `papertray check` names each. */
export interface LibraryHealth {
  /** Bytes of Entries, where what is derived from them is being made anew: lists are not complete until it is null. */
  readonly reading: { readonly done: number; readonly total: number } | null
  /** Lines and files that could not be read and were set aside. */
  readonly damaged: number
  /** Lines and files of other devices that are not here yet. */
  readonly awaited: number
  /** Files that a synchroniser made of others: they are read like those. */
  readonly conflictCopies: number
}

/** How many papers each view holds. */
export interface Counts {
  readonly views: ViewCounts
  /** By name; only tags that some paper has. A tag's papers include those of tags nested in it. */
  readonly tags: readonly NamedCount[]
  /** Most papers first. */
  readonly categories: readonly NamedCount[]
  /** Papers not read, by the digests' places in a {@link DigestList} of the same edition. */
  readonly unread: Uint32Array
  /** Another one whenever a digest came or went. */
  readonly edition: number
}

export interface DigestList {
  /** The newest day first. */
  readonly digests: readonly DigestSummary[]
  readonly counts: Counts
}

export type ViewCounts = Readonly<Record<(typeof viewNames)[number], number>>

export interface NamedCount {
  readonly name: string
  readonly papers: number
}

/** A list as it stands: it keeps its order until it is opened anew. */
export interface OpenedView {
  /** Row numbers mean the same for as long as this is the same; an old one is answered with `staleView`. */
  readonly generation: number
  /** Row numbers, in the list's order. */
  readonly order: Uint32Array
  /** Places in `order` at which another group begins, or where there are none another digest; ascending, from 0. */
  readonly breaks: Uint32Array
  /** What the papers from each of `breaks` on have in common: a day (`YYYY-MM-DD`) or a category; '' for those that
   *  have none, and for those that are muted. Empty without groups. */
  readonly groups: readonly string[]
  /** Of each paper in `order`: its `markBits` as they are now. */
  readonly marks: Uint8Array<ArrayBuffer>
  /** Papers that rules have muted: they end the list, as one group. Null where there are none. */
  readonly muted: MutedPapers | null
  /** The first rows. */
  readonly rows: readonly Row[]
  /** What became of the query; null without one. */
  readonly search: SearchReply | null
}

/** How a query was understood, and what else can be said of it. */
export interface SearchReply {
  /** What is not complete yet, or could not be understood as it stands, in its order. */
  readonly issues: readonly SearchIssue[]
  /** The query as it was read, in words; null where it is words alone. */
  readonly reading: string | null
  /** What its words are, for them to be marked where they stand. */
  readonly marked: readonly MarkedWords[]
  /** The paper whose id or address the query is; it may not be in the library. */
  readonly id: { readonly id: ArxivId; readonly held: boolean } | null
  /** Words that no paper has so: found are those that have them within longer ones. */
  readonly within: readonly string[]
  /** Where nothing was found: queries with words that are near those typed, the nearest first. */
  readonly didYouMean: readonly string[]
  /** Whether it has words to look for, by which papers can be ranked. */
  readonly ranked: boolean
  /** Where the index is being made: papers in it so far, and in all. Null once all are. */
  readonly covered: { readonly done: number; readonly total: number } | null
}

export interface SearchIssue {
  /** Where in the query, in UTF-16 code units. */
  readonly from: number
  readonly to: number
  readonly message: string
  /** What was probably meant, to be put in its place; null where nobody knows. */
  readonly meant: string | null
  /** Only because the query is being typed: no fault so far. */
  readonly unfinished: boolean
}

/** What holds for the papers that a query finds, and for how many of them; the most first. */
export interface Facets {
  readonly papers: number
  /** Primary or not. */
  readonly categories: readonly NamedCount[]
  /** Of announcement, the latest first. */
  readonly years: readonly NamedCount[]
  readonly tags: readonly NamedCount[]
  readonly authors: readonly NamedCount[]
  /** By the words after `is:`. */
  readonly states: readonly NamedCount[]
}

/** How a query can go on. */
export interface Completion {
  /** The part of the query that an option takes the place of, in UTF-16 code units. */
  readonly from: number
  readonly to: number
  readonly options: readonly CompletionOption[]
}

export interface CompletionOption {
  readonly text: string
  /** For people; null where the text says it all. */
  readonly says: string | null
  /** How many papers have it; null where nobody counted. */
  readonly papers: number | null
}

/** What else somebody who reads a paper may look for. */
export interface Related {
  /** The nearest first. */
  readonly papers: readonly RelatedPaper[]
  /** Its authors that other papers have too, in its order; all papers of each are counted. */
  readonly authors: readonly NamedCount[]
}

export interface RelatedPaper {
  readonly row: Row
  /** The words that both have and few others, as they are written in one of them; those that weigh most first. */
  readonly words: readonly string[]
}

export interface MutedPapers {
  /** Place in `order` from which on papers are muted. */
  readonly from: number
  /** By which rules (their ids) how many; the rule that mutes most first. A paper counts for each. */
  readonly by: readonly { readonly rule: string; readonly papers: number }[]
}

/** What a list shows of a Paper. */
export interface Row {
  readonly row: number
  readonly id: ArxivId
  readonly version: number | null
  /** TeX text; empty where no digest gave one. */
  readonly title: string
  /** The first ones; null where no digest names authors. */
  readonly authors: readonly string[] | null
  /** How many there are in all. */
  readonly authorCount: number
  readonly category: string | null
  /** `YYYY-MM-DD`. */
  readonly announced: string
  /** On the day that it was announced; of several digests of that day, see `strongestKind`. */
  readonly kind: EntryKind
  readonly read: boolean
  readonly starred: boolean
  readonly noted: boolean
  readonly tags: readonly string[]
  /** A higher version was announced since something was decided about the paper. */
  readonly updated: boolean
  /** Ids of the rules that it matches, in their order. */
  readonly rules: readonly string[]
}

/** The Entries of a Paper as announced. */
export interface Announcements {
  /** The earliest first. */
  readonly entries: readonly AnnouncedEntry[]
  /** Entries that are left out, since there are so many. */
  readonly more: number
  /** Entries that cannot be read, for their records are damaged. */
  readonly damaged: number
}

/** One Entry as it stands in the file that it was imported from. */
export interface AnnouncedEntry extends Pick<Digest, 'category' | 'source'> {
  /** The Digest's key. */
  readonly digest: string
  readonly dialect: DialectName
  /** The digest's date, or the day of its import where it has none: `YYYY-MM-DD`. */
  readonly date: string
  readonly kind: EntryKind
  readonly version: number | null
  /** First and last in the file, 1-based. */
  readonly lines: readonly [first: number, last: number]
  /** Those lines, with line feeds between them; null where the file cannot be read in the library any more. */
  readonly text: string | null
  /** Only the beginning of the lines is here. */
  readonly cut: boolean
}

/** A Paper and everything the user said about it. */
export interface PaperDetail {
  readonly row: number
  readonly paper: Paper
  readonly read: boolean
  readonly starred: boolean
  readonly updated: boolean
  /** The highest version that was decided on; 0 where none was. */
  readonly decidedVersion: number
  readonly tags: readonly string[]
  /** What of the paper the user has had before them; null where nothing of it. */
  readonly seen: 'abstract' | 'row' | null
  /** Markdown; null where there is none. */
  readonly note: string | null
  /** Other texts written at the same time, until the user chooses. */
  readonly otherNotes: readonly string[]
  /** Of the note as it is: first that of the text shown, then those beside it. */
  readonly noteRevisions: readonly string[]
}

/** A Digest as the sidebar and lists of digests show it. */
export interface DigestSummary extends Pick<
  Digest,
  'key' | 'dialect' | 'category' | 'date' | 'source' | 'imported' | 'entries' | 'papers' | 'repaired'
> {
  /** Under which day it is shown: `YYYY-MM-DD`. */
  readonly day: string
  readonly problems: number
}

/** What an act did. */
export interface Decided {
  /** Null where everything asked for held already. */
  readonly decision: string | null
  /** Papers changed. */
  readonly papers: number
}

/** What an undo or a redo changed: nothing where all of it had been changed again since. */
export interface Undone {
  readonly papers: number
  readonly digests: number
  /** The first paper it touched; null where it touched none. */
  readonly first: ArxivId | null
  /** What was changed, for the words that tell of it. */
  readonly what: readonly ChangedMark[]
}

/** `newVersion`: a newer version waits to be looked at again; `seen`: it does so no more. */
export type ChangedMark =
  'read' | 'unread' | 'starred' | 'unstarred' | 'tags' | 'note' | 'digest' | 'newVersion' | 'seen'

/** What was done, day by day. */
export interface HistoryPage {
  /** Only days of which all is known. */
  readonly days: readonly HistoryDay[]
  /** There are older ones, or there may be. */
  readonly more: boolean
  /** Files of journals read so far, and in all; null once all are. The next request goes on. */
  readonly reading: { readonly done: number; readonly total: number } | null
}

export interface HistoryDay extends DaySummary {
  /** `YYYY-MM-DD` in the time zone asked for. */
  readonly day: string
}

export interface HistoryLines {
  readonly lines: readonly HistoryLine[]
  /** Of the day, or of the run. */
  readonly total: number
}

export type HistoryLine = ({ readonly kind: 'act' } & HistoryAct) | ({ readonly kind: 'run' } & HistoryRun)

/** Where something was done: in a window of this device, on its command line, or on another device. */
export type MadeWhere = 'here' | 'commandLine' | 'elsewhere'

/** One act: what one undo takes back. */
export interface HistoryAct {
  /** Names it in `undo`. */
  readonly decision: string
  /** Milliseconds since 1970; of several Decisions the last one's. */
  readonly stamp: number
  readonly where: MadeWhere
  readonly counts: ActCounts
  /** The one paper that it is about; null where it is about several, or none. */
  readonly paper: { readonly id: ArxivId; readonly title: string } | null
  /** The first tags that it gave and took. */
  readonly tags: { readonly added: readonly string[]; readonly removed: readonly string[] }
  /** The one digest that it is about. */
  readonly digest: { readonly category: string | null; readonly day: string } | null
  /** Of an import that holds: papers that no digest imported before held. */
  readonly newPapers: number | null
  /** How it was taken back; `undo` of that brings it back. Null while it holds. */
  readonly undone: { readonly decision: string; readonly stamp: number; readonly where: MadeWhere } | null
  /** It took back something that the library does not hold any more. */
  readonly tookBack: boolean
  /** Of a restore: when the backup was made, ISO 8601; null where that is not known. */
  readonly backup: string | null
}

/** Acts of one passage through a list. */
export interface HistoryRun extends DaySummary {
  /** Names it in `historyDay`. */
  readonly run: string
  readonly acts: number
  /** Of the first and the last of them: milliseconds since 1970. */
  readonly first: number
  readonly last: number
  readonly where: MadeWhere
}

export interface BackupsReply {
  /** The newest first. */
  readonly backups: readonly BackupSummary[]
  /** How many lists of backups cannot be read. */
  readonly damaged: number
  /** Why the last one that was to be made by itself was not, and when; null where it was. */
  readonly failure: { readonly at: string; readonly message: string } | null
}

export interface BackupSummary {
  /** Names it in requests. */
  readonly backup: string
  /** ISO 8601, UTC. */
  readonly made: string
  /** See `reasonWords`. */
  readonly why: string
  readonly holds: BackupHoldings
  /** Of journals and entries. */
  readonly bytes: number
  /** It holds less than the one before it. */
  readonly smaller: boolean
  /** Another device made it. */
  readonly elsewhere: boolean
}

/** What a library holds, in numbers. */
export interface BackupHoldings {
  /** Only ever grow: fewer of them than before say that something was lost. */
  readonly decisions: number
  readonly digests: number
  readonly papers: number
  /** Papers that are read, starred, or have a note. */
  readonly read: number
  readonly starred: number
  readonly notes: number
  /** Distinct tags. */
  readonly tags: number
}

/** Where it was written to, or a path of the host under which a browser gets it once; null where the other holds. */
export interface ExportedLibrary {
  readonly file: string | null
  readonly download: string | null
}

export interface ImportResult {
  readonly files: readonly FileReport[]
  /** Of papers new to the library, how many were announced more than two weeks ago. */
  readonly older: number
}

export interface ImportProgress {
  readonly session: string
  /** Files found in archives beyond one for each archive, and how many of them have been dealt with. */
  readonly found: number
  readonly done: number
  /** False while an archive is under way whose number of files shows only at its end. */
  readonly counted: boolean
  /** Of all files so far, those of archives under way included: bytes as they were sent, and distinct papers of digests. */
  readonly bytes: number
  readonly papers: number
}

export interface PapersChanged {
  /** Rows as they are now; empty where `many`. */
  readonly rows: readonly Row[]
  /** More than a thousand papers changed: ask for the rows you show. */
  readonly many: boolean
  /** Rows that the library holds no more. */
  readonly gone: readonly number[]
  /** Papers came or left, so that lists opened anew may hold others. */
  readonly listsChanged: boolean
  readonly views: ViewCounts
}

export type Reply<T = unknown> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ReplyError }

export interface ReplyError {
  readonly code: FailureCode
  /** In the user's words. */
  readonly message: string
}

type Answers<N extends RequestName> = { readonly [R in N]: (argument: Argument<R>) => Promise<Replies[R]> }

/** The contract as functions: what the library service implements. */
export type LibraryApi = Answers<Exclude<RequestName, Capability>>
/** And what a host adds, as far as it can. */
export type HostApi = Partial<Answers<Capability>>
/** What a window reaches. */
export type Api = LibraryApi & HostApi

export type EventName = keyof Events
export type LibraryEvent = {
  readonly [E in EventName]: { readonly name: E; readonly payload: Events[E] }
}[EventName]

/** What a host gives a window to reach the library with. */
export interface Transport {
  /** Never rejects. */
  request(name: string, argument: unknown): Promise<Reply>
  /** @returns Ends the subscription. */
  subscribe(listener: (event: LibraryEvent) => void): () => void
}

type Nothing<T extends never> = T
/** These do not compile where a request has no reply, or a reply no request. */
export type RequestsWithoutReply = Nothing<Exclude<RequestName, keyof Replies>>
export type RepliesWithoutRequest = Nothing<Exclude<keyof Replies, RequestName>>
