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
  #timer: ReturnType<typeof setTimeout> | null = null
  #saving = false
  /** Whether the sidebar lies over a narrow window. */
  drawerOpen = $state(false)
  /** Whether a very narrow window shows the reader instead of the list. */
  reading = $state(false)

  constructor(client: Client) {
    this.#client = client
    client.on('deviceSettingsChanged', (settings) => {
      // What this window is about to save is newer than what it hears of its last save.
      if (this.#timer === null && !this.#saving) this.take(settings)
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

  take({ panes, sidebarHidden, appearance }: DeviceSettings): void {
    if (panes !== undefined) this.#widths = { sidebar: panes.sidebar, list: panes.list }
    if (sidebarHidden !== undefined) this.#sidebarHidden = sidebarHidden
    if (appearance !== undefined) this.#appearance = appearance
    this.#show()
  }

  resize(pane: Pane, width: number): void {
    const { least, most } = paneLimits[pane]
    this.#widths[pane] = Math.round(Math.min(most, Math.max(least, width)))
    this.#saveSoon()
  }

  toggleSidebar(): void {
    this.#sidebarHidden = !this.#sidebarHidden
    this.#saveSoon()
  }

  setAppearance(appearance: Appearance): void {
    this.#appearance = appearance
    this.#show()
    this.#saveSoon()
  }

  nextAppearance(): void {
    this.setAppearance(
      appearances[(appearances.indexOf(this.#appearance) + 1) % appearances.length] ?? 'system'
    )
  }

  #show(): void {
    document.documentElement.dataset.appearance = this.#appearance
  }

  #saveSoon(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.#client.background(this.#save())
    }, savePause)
  }

  async #save(): Promise<void> {
    const { sidebar, list } = this.#widths
    const [sidebarHidden, appearance] = [this.#sidebarHidden, this.#appearance]
    this.#saving = true
    try {
      await this.#client.request('saveDeviceSettings', {
        panes: { sidebar, list },
        sidebarHidden,
        appearance
      })
    } finally {
      this.#saving = false
    }
  }
}
