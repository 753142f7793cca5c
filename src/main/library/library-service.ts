import type { Capability, LibraryApi, LibraryEvent, PaperDetail, Related } from '#core/contract'
import type { ArxivId } from '#core/domain/arxiv-id'
import { isUpdated } from '#core/domain/decided-versions'
import type { Paper } from '#core/domain/paper'
import { Failure } from '#core/failure'
import { Acts } from '#main/library/acts'
import { announcementsOf, changesSinceDecided } from '#main/library/announcements'
import { ChangeEvents, healthOf } from '#main/library/change-events'
import { Backups } from '#main/library/backup/backups'
import { LibraryArchives } from '#main/library/backup/library-archives'
import { counts } from '#main/library/counts'
import { DeviceSettingsFile } from '#main/library/device-settings'
import { DeviceFollower } from '#main/library/device-follower'
import { digestSummaries } from '#main/library/digest-list'
import { HistoryPages } from '#main/library/history-pages'
import { ImportSessions } from '#main/library/import-sessions'
import type { Library } from '#main/library/library'
import { openLibrary, type LibraryLocation } from '#main/library/open-library'
import { OpenedViews } from '#main/library/opened-views'
import { complete } from '#main/library/search/complete'
import { relatedTo } from '#main/library/search/related'
import { savedCounts } from '#main/library/search/saved-counts'
import { WatchFolder } from '#main/library/watch-folder/watch-folder'
import { WatchMemory } from '#main/library/watch-folder/watch-memory'

/** Milliseconds from the opening of a library until its search index is loaded. */
const searchAfter = 300

export interface ServiceOptions {
  /** Of this Papertray. */
  readonly version: string
  /** The requests that the host itself answers. */
  readonly capabilities: readonly Capability[]
}

/** An open library as windows see it. */
export interface LibraryService {
  readonly api: LibraryApi
  readonly library: Library
  readonly archives: LibraryArchives
  /** What belongs to this device. */
  readonly settings: DeviceSettingsFile
  /** What comes into a folder by itself. */
  readonly watch: WatchFolder
  /** Whether an import is under way. */
  readonly importing: () => boolean
  /** Stops imports that are under way: the window that brought their files is gone. */
  readonly cancelImports: () => Promise<void>
  /** @returns Ends the subscription. */
  readonly subscribe: (listener: (event: LibraryEvent) => void) => () => void
  /** Stops imports that are under way, writes everything, and gives the library back. */
  readonly close: () => Promise<void>
}

/**
 * Opens a library for windows, and makes it where the folder is empty or missing.
 * @throws Failure as openLibrary does.
 */
export async function openService(
  location: LibraryLocation,
  options: ServiceOptions
): Promise<LibraryService> {
  const library = await openLibrary(location, 'application', { background: true })
  // At once: what is read meanwhile shows later than it might.
  const [settings, memory] = await Promise.all([
    DeviceSettingsFile.open(library.deviceFolder),
    WatchMemory.open(library.deviceFolder)
  ])
  const events = new ChangeEvents(library)
  // What the window shows first comes first; a query does not wait so long.
  const searching = setTimeout(() => void library.search.usable(), searchAfter)
  const follower = new DeviceFollower(library)
  const backups = new Backups(library, location)
  const imports = new ImportSessions(library, (session, progress) => {
    events.importProgressed(session, progress)
  })
  const watch = new WatchFolder(library, settings, memory)
  let closing: Promise<void> | null = null
  const close = async (): Promise<void> => {
    events.stop()
    clearTimeout(searching)
    library.stopReading()
    await follower.stop()
    await Promise.all([imports.close(), backups.close(), watch.close()])
    await settings.close()
    await library.close()
  }
  return {
    api: apiOf(library, { settings, events, imports, backups, watch }, options),
    library,
    archives: new LibraryArchives(library, location, backups),
    settings,
    watch,
    importing: () => imports.active,
    cancelImports: () => imports.close(),
    subscribe: (listener) => {
      const ends = [events.subscribe(listener), watch.subscribe(listener)]
      return () => {
        for (const end of ends) end()
      }
    },
    close: () => (closing ??= close())
  }
}

interface Parts {
  readonly settings: DeviceSettingsFile
  readonly events: ChangeEvents
  readonly imports: ImportSessions
  readonly backups: Backups
  readonly watch: WatchFolder
}

/* eslint-disable @typescript-eslint/require-await -- a request's failure is a rejection, also where nothing is awaited */
function apiOf(
  library: Library,
  { settings, events, imports, backups, watch }: Parts,
  { version, capabilities }: ServiceOptions
): LibraryApi {
  const views = new OpenedViews(library)
  const acts = new Acts(library, views)
  const history = new HistoryPages(library)
  return {
    openLibrary: async () => ({
      version,
      folder: library.folder,
      capabilities,
      settings: settings.settings,
      places: settings.places,
      named: library.marks.named.all,
      health: healthOf(library)
    }),
    saveDeviceSettings: async (changed) => {
      if (settings.save(changed)) events.settingsChanged(settings.settings)
    },

    keepPlaces: async ({ places }) => {
      settings.keep('places', places)
    },

    openView: (argument) => views.open(argument),
    rows: async ({ generation, rows }) => views.rows(generation, rows),
    marks: async ({ generation, rows }) => views.marks(generation, rows),
    papers: async ({ generation, rows }) => views.papers(generation, rows),
    tagsOf: async ({ generation, rows }) => views.tags(generation, rows),
    facets: (argument) => views.facets(argument),
    complete: async ({ query, at }) => {
      await library.search.usable()
      return complete(library, query, at)
    },
    related: ({ id }) => related(library, id),
    savedCounts: () => savedCounts(library),
    paper: ({ id }) => paperDetail(library, id),
    announcements: ({ id }) => announcementsOf(library, id),
    versionChanges: ({ id }) => changesSinceDecided(library, id),
    counts: async () => counts(library),
    digests: async () => ({ digests: digestSummaries(library.catalog), counts: counts(library) }),
    digest: async ({ key }) => {
      const known = library.catalog.digest(key)
      if (known?.present !== true) throw new Failure('unknownDigest', { key })
      return known.digest
    },

    named: async () => library.marks.named.all,
    setRule: async ({ id, rule }) => {
      await library.setNamed('rule', id, rule)
    },
    setMacro: async ({ name, tex }) => {
      await library.setNamed('macro', name, tex === null ? null : { tex })
    },
    setSavedSearch: async ({ id, search }) => {
      await library.setNamed('savedSearch', id, search)
    },
    seen: async ({ abstract, row }) => {
      await library.see(abstract, row)
    },

    decide: (argument) => acts.decide(argument),
    removeDigest: (argument) => acts.removeDigest(argument),
    undo: (argument) => acts.undo(argument),
    redo: (argument) => acts.redo(argument),

    history: (argument) => history.days(argument),
    historyDay: (argument) => history.day(argument),

    backups: () => backups.list(),
    makeBackup: () => backups.make(),
    previewRestore: ({ backup, keep }) => backups.preview(backup, keep),
    restoreBackup: async ({ window, backup, keep, less }) => {
      const { decision } = await backups.restore(backup, { origin: window, keep, less })
      return { decision }
    },

    // What came from the watched folder is asked about like any import, once it has ended.
    beginImport: async ({ window }) => ({ session: imports.begin(window) }),
    importFile: async ({ session, name, bytes, ids }) => imports.importFile(session, name, bytes, ids),
    finishImport: async ({ session }) =>
      (watch.sessions.hasEnded(session) ? watch.sessions : imports).finish(session),
    cancelImport: async ({ session }) => imports.cancel(session),
    fileOlder: ({ window, session }) =>
      (watch.sessions.hasEnded(session) ? watch : imports).fileOlder(session, window)
  }
}
/* eslint-enable @typescript-eslint/require-await */

async function related(library: Library, id: ArxivId): Promise<Related> {
  await library.search.usable()
  const { row, paper } = await heldPaper(library, id)
  return relatedTo(library, row, paper)
}

async function heldPaper(library: Library, id: ArxivId): Promise<{ row: number; paper: Paper }> {
  const row = library.catalog.find(id)
  if (row < 0) throw new Failure('unknownPaper', { id })
  const [paper] = await library.catalog.papers([row])
  if (paper === undefined) throw new Failure('unknownPaper', { id })
  return { row, paper }
}

async function paperDetail(library: Library, id: ArxivId): Promise<PaperDetail> {
  const { marks } = library
  const { row, paper } = await heldPaper(library, id)
  const { read, starred, tags, note } = marks.mark(id)
  const decidedVersion = marks.decidedVersion(id)
  const heads = marks.note(id)?.heads() ?? []
  // The same text twice leaves nothing to choose.
  const texts = new Set(heads.flatMap((head) => head.text ?? []))
  return {
    row,
    paper,
    read,
    starred,
    updated: isUpdated(paper.version, decidedVersion),
    decidedVersion,
    tags,
    seen: marks.seen(id),
    note,
    otherNotes: [...texts].slice(1),
    noteRevisions: heads.map((head) => head.id)
  }
}
