import { stateOf, type IndexColumns } from '#core/search/index/kept-segments'
import { runNow } from '#core/search/index/paced'
import { StoredBytes } from '#core/search/index/place-bytes'
import type { Segment } from '#core/search/index/segment'
import { WordIndex } from '#core/search/index/word-index'

/** What is kept of an index, as a file has it. */
export interface KeptIndex {
  readonly columns: Record<string, IndexColumns[string]>
  readonly places: Uint8Array
}

export function keptIndex(index: { readonly segments: readonly Segment[] }): KeptIndex {
  const { columns, places } = runNow(stateOf(index))
  return { columns: { ...columns }, places: Uint8Array.from(places.flatMap((bytes) => [...bytes])) }
}

/** An index whose places are read as from a file. */
export function restoredIndex({ columns, places }: KeptIndex): WordIndex | null {
  const stored = new StoredBytes(places.length, (bytes, at) => {
    bytes.set(places.subarray(at, at + bytes.length))
  })
  return WordIndex.restored(columns, stored)
}
