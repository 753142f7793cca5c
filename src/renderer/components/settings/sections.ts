import type { Component } from 'svelte'
import type { Capability } from '#core/contract'

export interface SettingsSection {
  readonly id: string
  readonly title: string
  /** Where the host cannot do this, the section is not there. */
  readonly needs?: Capability
  /** Its rows, each in a `SettingRow`, so that it can be searched. */
  readonly load: () => Promise<{ readonly default: Component }>
}

/** What the settings hold, in their order. */
export const sections = [
  { id: 'appearance', title: 'Appearance', load: () => import('./AppearanceSettings.svelte') },
  { id: 'rules', title: 'Highlight and mute', load: () => import('./RulesSettings.svelte') },
  { id: 'macros', title: 'TeX macros', load: () => import('./MacroSettings.svelte') },
  { id: 'keys', title: 'Keys', load: () => import('./KeySettings.svelte') },
  {
    id: 'watch',
    title: 'Watch folder',
    needs: 'watchFolder',
    load: () => import('./WatchFolderSettings.svelte')
  },
  { id: 'library', title: 'Library', load: () => import('./LibrarySettings.svelte') },
  { id: 'backups', title: 'Backups', load: () => import('./BackupSettings.svelte') }
] as const satisfies readonly SettingsSection[]

/** Fetches them all, so that each is there at once when it is asked for. */
export async function loadSections(): Promise<void> {
  await Promise.allSettled(sections.map(({ load }) => load()))
}
