/** What going back to a backup would do, before it is done. */
export interface RestorePreview {
  /** When the backup was made: ISO 8601, UTC. */
  readonly made: string
  /** What is lost or damaged now and would be there again. `marks` and `notes` are papers, `papers` those of Digests. */
  readonly brings: RestoredParts
  /** What was done since and would not hold any more; `digests` would be removed. */
  readonly takes: RestoredParts
  /** What the backup held and what the library holds, where that is more; null where it is not. */
  readonly less: { readonly then: HeldParts; readonly now: HeldParts } | null
  /** Files of the backup that are damaged themselves: of them what is whole is used. */
  readonly damagedFiles: number
}

export interface RestoredParts {
  readonly digests: number
  readonly papers: number
  readonly marks: number
  readonly notes: number
}

export type HeldParts = Pick<RestoredParts, 'digests' | 'papers' | 'notes'>
