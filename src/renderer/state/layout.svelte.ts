import type { DeviceSettings } from '#core/contract'
import type { Client } from './client'

/** Widths in CSS pixels: what the panes begin with, and how narrow and wide they get. */
export const paneLimits = {
  sidebar: { initial: 236, least: 180, most: 420 },
  list: { initial: 430, least: 300, most: 900 }
} as const

export type Pane = keyof typeof paneLimits
export type Appearance = NonNullable<DeviceSettings['appearance']>

const appearances: readonly Appearance[] = ['system', 'light', 'dark']
/** Milliseconds after the last change before it is kept. */
const savePause = 300

/** How this device shows the window: sizes and appearance, the same in every window and after a restart. */
export class Layout {
  readonly #client: Client
  #widths = $state<Record<Pane, number>>({
    sidebar: paneLimits.sidebar.initial,
    list: paneLimits.list.initial
  })
  #sidebarHidden = $state(false)
  #appearance = $state<Appearance>('system')
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

  get sidebar(): number {
    return this.#widths.sidebar
  }

  get list(): number {
    return this.#widths.list
  }

  get sidebarHidden(): boolean {
    return this.#sidebarHidden
  }

  get appearance(): Appearance {
    return this.#appearance
  }

  take(settings: DeviceSettings): void {
    // What this window is about to save is newer than what it hears.
    const { panes, sidebarHidden, appearance } = { ...settings, ...this.#unsaved }
    if (panes !== undefined) this.#widths = { sidebar: panes.sidebar, list: panes.list }
    if (sidebarHidden !== undefined) this.#sidebarHidden = sidebarHidden
    if (appearance !== undefined) this.#appearance = appearance
    document.documentElement.dataset.appearance = this.#appearance
  }

  resize(pane: Pane, width: number): void {
    const { least, most } = paneLimits[pane]
    const { sidebar, list } = this.#widths
    const wanted = Math.round(Math.min(most, Math.max(least, width)))
    this.#change({ panes: { sidebar, list, [pane]: wanted } })
  }

  toggleSidebar(): void {
    this.#change({ sidebarHidden: !this.#sidebarHidden })
  }

  setAppearance(appearance: Appearance): void {
    this.#change({ appearance })
  }

  nextAppearance(): void {
    const next = (appearances.indexOf(this.#appearance) + 1) % appearances.length
    this.setAppearance(appearances[next] ?? 'system')
  }

  #change(changed: DeviceSettings): void {
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
