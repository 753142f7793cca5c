/** Everything the user said about one Paper. */
export interface Mark {
  readonly read: boolean
  readonly starred: boolean
  /** In alphabetical order. */
  readonly tags: readonly string[]
  /** Markdown. */
  readonly note: string | null
}

/** What holds for a Paper about which nothing was said. */
export const noMark: Mark = { read: false, starred: false, tags: [], note: null }
