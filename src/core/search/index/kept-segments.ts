import { has } from '#core/search/index/bit-set'
import type { Paced } from '#core/search/index/paced'
import type { StoredBytes } from '#core/search/index/place-bytes'
import { mostCodes, Segment, type SegmentArrays } from '#core/search/index/segment'

/** What a file of columns can hold. */
export type IndexColumns = Readonly<
  Record<string, Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array>
>

/** Sets of documents take memory by the highest number: no damaged file may ask for more. */
const mostDocuments = 1 << 24

const names = [
  'codes',
  'codesAt',
  'docs',
  'docsAt',
  'infos',
  'infosAt',
  'placesAt',
  'members',
  'lengths'
] as const satisfies readonly (keyof SegmentArrays)[]
/** The column that stands last and is not read as a whole: the bytes of all segments' places. */
export const placesColumn = 'places'

export interface IndexState {
  readonly columns: IndexColumns
  /** Of {@link placesColumn}, one after the other. */
  readonly places: readonly Uint8Array[]
}

/** All of an index by the names of columns. The arrays stay as they are, so that they can be written while it goes on. */
export function* stateOf({ segments }: { readonly segments: readonly Segment[] }): Paced<IndexState> {
  const columns: Record<string, Uint8Array | Uint16Array | Uint32Array> = {}
  segments.forEach(({ arrays, live, stale }, number) => {
    for (const name of names) columns[`${number}${name}`] = arrays[name]
    if (stale > 0) columns[`${number}live`] = live.slice()
  })
  const places: Uint8Array[] = []
  for (const { arrays } of segments) places.push(yield* arrays.places.whole())
  return { columns, places }
}

/** The segments that such columns are of; null where the columns do not fit together. */
export function segmentsOf(columns: IndexColumns, places: StoredBytes): Segment[] | null {
  const segments: Segment[] = []
  let start = 0
  for (let number = 0; columns[`${number}codes`] !== undefined; number++) {
    const placesAt = columns[`${number}placesAt`]
    const end = start + (placesAt?.[placesAt.length - 1] ?? 0)
    const arrays = arraysOf(columns, number, places.part(start, end))
    if (arrays === null) return null
    const segment = new Segment(arrays)
    if (!leaveOut(segment, columns[`${number}live`])) return null
    segments.push(segment)
    start = end
  }
  return start === places.length && isEachInOne(segments) ? segments : null
}

/** Whether each document counts in one segment only. */
function isEachInOne(segments: readonly Segment[]): boolean {
  const seen = new Uint32Array(Math.max(0, ...segments.map(({ live }) => live.length)))
  for (const { live } of segments) {
    for (let at = 0; at < live.length; at++) {
      const [known, bits] = [seen[at] ?? 0, live[at] ?? 0]
      if ((known & bits) !== 0) return false
      seen[at] = known | bits
    }
  }
  return true
}

/** @returns Whether what is said of those that count can be. */
function leaveOut(segment: Segment, live: IndexColumns[string] | undefined): boolean {
  if (live === undefined) return true
  if (!(live instanceof Uint32Array)) return false
  for (const document of segment.arrays.members) if (!has(live, document)) segment.leaveOut(document)
  return true
}

function arraysOf(columns: IndexColumns, number: number, places: StoredBytes): SegmentArrays | null {
  const bytes = (name: string): Uint8Array | null => {
    const column = columns[`${number}${name}`]
    return column instanceof Uint8Array ? column : null
  }
  const shorts = (name: string): Uint16Array | null => {
    const column = columns[`${number}${name}`]
    return column instanceof Uint16Array ? column : null
  }
  const numbers = (name: string): Uint32Array | null => {
    const column = columns[`${number}${name}`]
    return column instanceof Uint32Array ? column : null
  }
  const lengths = shorts('lengths')
  const [codes, docs, infos] = [bytes('codes'), bytes('docs'), bytes('infos')]
  const [codesAt, docsAt, infosAt, placesAt] = [
    numbers('codesAt'),
    numbers('docsAt'),
    numbers('infosAt'),
    numbers('placesAt')
  ]
  const members = numbers('members')
  if (codes === null || docs === null || infos === null) return null
  if (codesAt === null || docsAt === null || infosAt === null || placesAt === null) return null
  if (members === null || lengths === null) return null
  const arrays = {
    codes,
    codesAt,
    docs,
    docsAt,
    infos,
    infosAt,
    places,
    placesAt,
    members,
    lengths
  }
  return fits(arrays) ? arrays : null
}

/**
 * Whether the arrays can be those of one segment, so far that nothing is read for ever or takes memory without end. That
 * every byte is as it was written is for the file's checksums to tell.
 */
function fits(arrays: SegmentArrays): boolean {
  const { codes, codesAt, docs, docsAt, infos, infosAt, places, placesAt, members, lengths } = arrays
  const words = codesAt.length
  if (docsAt.length !== words || infosAt.length !== words || placesAt.length !== words) return false
  return (
    areEnds(codesAt, codes.length, mostCodes) &&
    areEnds(docsAt, docs.length) &&
    areEnds(infosAt, infos.length) &&
    areEnds(placesAt, places.length) &&
    members.length === lengths.length &&
    areMembers(members)
  )
}

/** From 0 to the length, each not before the last. */
function areEnds(ends: Uint32Array, length: number, longest = length): boolean {
  const { length: size } = ends
  if (ends[0] !== 0 || ends[size - 1] !== length) return false
  // An iterator takes ten times as long, and the first query waits for this.
  let before = 0
  for (let at = 0; at < size; at++) {
    const end = ends[at] ?? 0
    if (end < before || end - before > longest) return false
    before = end
  }
  return true
}

function areMembers(members: Uint32Array): boolean {
  const { length: size } = members
  let next = 0
  for (let at = 0; at < size; at++) {
    const document = members[at] ?? 0
    if (document < next || document >= mostDocuments) return false
    next = document + 1
  }
  return true
}
