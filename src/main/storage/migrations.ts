/** One step from a format of the library to the next. */
export interface Migration {
  /** What it changes, for whoever reads the list. */
  readonly summary: string
  /** Brings the library in a folder from the format before to this one. */
  readonly migrate: (folder: string) => Promise<void>
}

/** In the order of formats: the first one leads from format 1 to 2. Never edited once released, only added to. */
export const migrations: readonly Migration[] = []
