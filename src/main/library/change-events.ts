import type { DeviceSettings, ImportProgress, LibraryEvent, LibraryHealth } from '#core/contract'
import type { Named } from '#core/domain/rule'
import { viewCounts } from '#main/library/counts'
import type { Library, LibraryChange } from '#main/library/library'
import { listRow } from '#main/library/list-row'
import { Throttle } from '#main/library/throttle'
import { isLoss, type Damage } from '#main/storage/damage'

/** Rows that one event names; beyond that windows ask for those they show. */
const mostRows = 1000
/** At most ten of each a second. */
const interval = 100

type Listener = (event: LibraryEvent) => void

/** Whether all of a library shows, and what of its files does not. */
export function healthOf({ reading, damages }: Library): LibraryHealth {
  const number = (reasons: (damage: Damage) => boolean): number => damages.filter(reasons).length
  return {
    reading,
    damaged: number(isLoss),
    awaited: number(({ reason }) => reason === 'awaited'),
    conflictCopies: number(({ reason }) => reason === 'conflictCopy')
  }
}

/** Tells windows what changed, whoever changed it: an act, an undo, an import, another window. */
export class ChangeEvents {
  readonly #library: Library
  readonly #listeners = new Set<Listener>()
  readonly #papers = new Throttle(interval, () => {
    this.#tellPapers()
  })
  readonly #digests = new Throttle(interval, () => {
    this.#tell({ name: 'digestsChanged', payload: undefined })
  })
  readonly #settings = new Throttle(interval, () => {
    this.#tellSettings()
  })
  readonly #imports = new Throttle(interval, () => {
    this.#tellImports()
  })
  readonly #health = new Throttle(interval, () => {
    this.#tellHealth()
  })
  readonly #named = new Throttle(interval, () => {
    this.#tellNamed()
  })
  readonly #unfollow: () => void
  /** Null where they are too many. */
  #rows: Set<number> | null = new Set()
  /** Rows that may have left the library. */
  #left = new Set<number>()
  #listsChanged = false
  #newSettings: DeviceSettings | null = null
  /** Of sessions that have come further since it was told of. */
  #progress = new Map<string, () => ImportProgress>()

  #toldHealth: string
  /** The same object until something of it changes. */
  #toldNamed: Named

  constructor(library: Library) {
    this.#library = library
    this.#toldNamed = library.marks.named.all
    this.#toldHealth = JSON.stringify(healthOf(library))
    this.#unfollow = library.onChange((change) => {
      this.#changed(change)
    })
  }

  /** @returns Ends the subscription. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  settingsChanged(settings: DeviceSettings): void {
    this.#newSettings = settings
    this.#settings.ask()
  }

  /** @param progress How far it has come by the time when that is told. */
  importProgressed(session: string, progress: () => ImportProgress): void {
    this.#progress.set(session, progress)
    this.#imports.ask()
  }

  /** What waits is dropped: the windows go with the library. */
  stop(): void {
    this.#unfollow()
    const throttles = [this.#papers, this.#digests, this.#settings, this.#imports, this.#health, this.#named]
    for (const throttle of throttles) throttle.stop()
    this.#listeners.clear()
  }

  #changed({ rows, digests }: LibraryChange): void {
    if (rows === null || rows.length > mostRows) this.#rows = null
    if (this.#rows !== null && rows !== null) for (const row of rows) this.#rows.add(row)
    if (this.#rows !== null && this.#rows.size > mostRows) this.#rows = null
    for (const row of digests ?? []) this.#left.add(row)
    this.#listsChanged ||= digests !== null
    this.#health.ask()
    this.#named.ask()
    if (rows?.length !== 0 || digests !== null) this.#papers.ask()
    if (digests !== null) this.#digests.ask()
  }

  #tellPapers(): void {
    const { catalog } = this.#library
    const [rows, left, listsChanged] = [this.#rows, this.#left, this.#listsChanged]
    this.#rows = new Set()
    this.#left = new Set()
    this.#listsChanged = false
    if (this.#listeners.size === 0) return
    const held = [...(rows ?? [])].filter((row) => catalog.isHeld(row))
    const payload = {
      rows: held.map((row) => listRow(this.#library, row)),
      many: rows === null,
      gone: [...left].filter((row) => !catalog.isHeld(row)),
      listsChanged,
      views: viewCounts(this.#library)
    }
    this.#tell({ name: 'papersChanged', payload })
  }

  #tellHealth(): void {
    const health = healthOf(this.#library)
    const text = JSON.stringify(health)
    if (text !== this.#toldHealth) this.#tell({ name: 'healthChanged', payload: health })
    this.#toldHealth = text
  }

  #tellNamed(): void {
    const { all } = this.#library.marks.named
    if (all !== this.#toldNamed) this.#tell({ name: 'namedChanged', payload: all })
    this.#toldNamed = all
  }

  #tellSettings(): void {
    if (this.#newSettings !== null) this.#tell({ name: 'deviceSettingsChanged', payload: this.#newSettings })
    this.#newSettings = null
  }

  #tellImports(): void {
    const progressed = [...this.#progress.values()]
    this.#progress.clear()
    for (const progress of progressed) this.#tell({ name: 'importProgressed', payload: progress() })
  }

  #tell(event: LibraryEvent): void {
    for (const listener of this.#listeners) {
      try {
        listener(event)
      } catch {
        // A window that is gone must keep neither the others nor the act itself from going on.
      }
    }
  }
}
