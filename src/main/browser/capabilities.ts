import type { Capability } from '#core/contract'

/** What this host can do beside the library. No window may name a folder: `--watch` chooses the one that is watched. */
export const capabilities = [
  'exportLibrary',
  'watchFolder',
  'endWatching'
] as const satisfies readonly Capability[]
