import type { DeviceSettings, View } from '#core/contract'
import { defaultOrder, searchOrder, type ListOrder } from '#core/domain/list-order'
import { keysInForce, type KeysInForce } from '#core/keys'
import type { Client } from './client'

/** Widths in CSS pixels: what the panes begin with, and how narrow and wide they get. */
export const paneLimits = {
  sidebar: { initial: 236, least: 180, most: 420 },
  list: { initial: 430, least: 300, most: 900 }
} as const

export type Pane = keyof typeof paneLimits
export type Appearance = NonNullable<DeviceSettings['appearance']>

export type Density = NonNullable<DeviceSettings['density']>

/** What holds until the user chooses something else. */
export const usual = { textSize: 100, density: 'comfortable', readerWidth: 70 } as const

export const appearances: readonly Appearance[] = ['system', 'light', 'dark']
/** Milliseconds after the last change before it is kept. */
const savePause = 300

/** How this device shows the window: sizes, appearance and keys, the same in every window and after a restart. */
export class Layout {
  readonly #client: Client
  #settings = $state.raw<DeviceSettings>({})
  readonly #ownKeys = $derived(this.#settings.keys)
  /** Of every command: those that the user chose, or else those of the table. */
  readonly keys: KeysInForce = $derived(keysInForce(this.#ownKeys))
  /** What was changed here and is not kept yet: nothing else is sent, for another window may have changed the rest. */
  #unsaved: DeviceSettings = {}
  #timer: ReturnType<typeof setTimeout> | undefined
  /** Whether the sidebar lies over a narrow window. */
  drawerOpen = $state(false)
  /** Whether a very narrow window shows the reader instead of the list. */
  reading = $state(false)

  constructor(client: Client) {
    this.#client = client
    addEventListener('pagehide', () => {
      client.background(this.keep())
    })
    client.on('deviceSettingsChanged', (settings) => {
      this.take(settings)
    })
    client.on('connectionChanged', ({ connected }) => {
      if (connected)
        client.background(
          client.request('openLibrary').then(({ settings }) => {
            this.take(settings)
          })
        )
    })
  }

  /** All of them: what is missing is as it is in the beginning. */
  get settings(): DeviceSettings {
    return this.#settings
  }

  get sidebar(): number {
    return this.#settings.panes?.sidebar ?? paneLimits.sidebar.initial
  }

  get list(): number {
    return this.#settings.panes?.list ?? paneLimits.list.initial
  }

  get sidebarHidden(): boolean {
    return this.#settings.sidebarHidden ?? false
  }

  get appearance(): Appearance {
    return this.#settings.appearance ?? 'system'
  }

  /** Percent of the usual size; also the unit of every length in rem. */
  get textSize(): number {
    return this.#settings.textSize ?? usual.textSize
  }

  get density(): Density {
    return this.#settings.density ?? usual.density
  }

  /** How lists of a kind of view are ordered, and what is found in them. */
  orderOf(kind: View['kind'] | 'search'): ListOrder {
    return this.#settings.orders?.[kind] ?? (kind === 'search' ? searchOrder : defaultOrder)
  }

  setOrder(kind: View['kind'] | 'search', order: ListOrder): void {
    this.change({ orders: { ...this.#settings.orders, [kind]: order } })
  }

  /** Whether what matches a search best comes first, or what is newest. */
  toggleRelevance(): void {
    const isBest = this.orderOf('search').sort === 'relevance'
    this.setOrder('search', isBest ? { ...searchOrder, sort: 'announced' } : searchOrder)
  }

  /** Characters a line. */
  get readerWidth(): number {
    return this.#settings.readerWidth ?? usual.readerWidth
  }

  take(settings: DeviceSettings): void {
    // What this window is about to save is newer than what it hears.
    this.#settings = { ...this.#settings, ...settings, ...this.#unsaved }
    const { dataset, style } = document.documentElement
    dataset.appearance = this.appearance
    dataset.density = this.density
    style.fontSize = `${this.textSize}%`
    style.setProperty('--reader-width', `${this.readerWidth}`)
  }

  resize(pane: Pane, width: number): void {
    const { least, most } = paneLimits[pane]
    const { sidebar, list } = this
    const wanted = Math.round(Math.min(most, Math.max(least, width)))
    this.change({ panes: { sidebar, list, [pane]: wanted } })
  }

  toggleSidebar(): void {
    this.change({ sidebarHidden: !this.sidebarHidden })
  }

  nextAppearance(): void {
    const next = (appearances.indexOf(this.appearance) + 1) % appearances.length
    this.change({ appearance: appearances[next] ?? 'system' })
  }

  /** Takes effect at once, and is kept a moment later; what is not named stays as it is. */
  change(changed: DeviceSettings): void {
    this.#unsaved = { ...this.#unsaved, ...changed }
    this.take(changed)
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#client.background(this.#save())
    }, savePause)
  }

  /** Keeps at once what would be kept a moment later. */
  async keep(): Promise<void> {
    if (Object.keys(this.#unsaved).length > 0) await this.#save()
  }

  async #save(): Promise<void> {
    clearTimeout(this.#timer)
    const changed = this.#unsaved
    await this.#client.request('saveDeviceSettings', changed)
    if (this.#unsaved === changed) this.#unsaved = {}
  }
}
