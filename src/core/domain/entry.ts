import type { ArxivId } from '#core/domain/arxiv-id'
import { fieldNames, type EntryKind, type PaperFields } from '#core/domain/paper'

/** Per field: a value; null where the dialect says that there is none; left out where it cannot know. */
export type EntryFields = { readonly [Name in keyof PaperFields]?: PaperFields[Name] | null }

/** One item of a Digest as parsed and repaired, before merging. */
export interface Entry {
  readonly id: ArxivId
  /** Null where the digest names no version. */
  readonly version: number | null
  readonly kind: EntryKind
  /** First and last line of the item in its source, 1-based. */
  readonly lines: readonly [first: number, last: number]
  readonly fields: EntryFields
  /** How many of the fields text repair changed. */
  readonly repaired: number
}

/**
 * An Entry's content, without its place in the source, as JSON with a fixed order of keys. It is what is stored,
 * what a Digest's key is the hash of, and the merge's last resort to tell two Entries apart: so it never changes.
 */
export function canonicalEntry(entry: Pick<Entry, 'id' | 'version' | 'kind' | 'fields'>): string {
  let json = `{"id":"${entry.id}","version":${String(entry.version)},"announced":"${entry.kind}","fields":{`
  let separator = ''
  for (const name of fieldNames) {
    const value = entry.fields[name]
    if (value === undefined) continue
    json += `${separator}"${name}":${JSON.stringify(value)}`
    separator = ','
  }
  return `${json}}}`
}
