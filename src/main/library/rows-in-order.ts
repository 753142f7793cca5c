import { count, type BitSet } from '#core/search/index/bit-set'

/**
 * An order of rows in pieces that each count up by one: the papers of a digest mostly have followed each other ever since
 * they came. Of each its place in the order, and the first row.
 */
interface Pieces {
  readonly places: Uint32Array
  readonly rows: Uint32Array
}

/** Shorter pieces, on average, are not worth it. */
const shortest = 4
/** Null where an order has no such pieces. */
const known = new WeakMap<Uint32Array, Pieces | null>()

/**
 * Those of the rows of an order that are in a set. Where the order is in pieces, rows that are not in the set are passed
 * over 32 at a time.
 * @param order Must not change any more.
 */
export function rowsInOrder(order: Uint32Array, set: BitSet): Uint32Array {
  let pieces = known.get(order)
  if (pieces === undefined) known.set(order, (pieces = piecesOf(order)))
  // One more, see below.
  const found = new Uint32Array(Math.min(count(set), order.length) + 1)
  const size = pieces === null ? addEach(order, set, found) : addPieces(pieces, set, found)
  return found.subarray(0, size)
}

/** @returns How many there are. */
function addEach(order: Uint32Array, set: BitSet, found: Uint32Array): number {
  // Each row is written first, and is gone again where the next one takes its place: a branch that goes either way at
  // random would take three times as long.
  const { length } = order
  let size = 0
  for (let at = 0; at < length; at++) {
    const row = order[at] ?? 0
    found[size] = row
    size += ((set[row >>> 5] ?? 0) >>> (row & 31)) & 1
  }
  return size
}

function addPieces({ places, rows }: Pieces, set: BitSet, found: Uint32Array): number {
  const { length } = rows
  let size = 0
  for (let piece = 0; piece < length; piece++) {
    const first = rows[piece] ?? 0
    const end = first + (places[piece + 1] ?? 0) - (places[piece] ?? 0)
    for (let row = first; row < end;) {
      const bits = (set[row >>> 5] ?? 0) >>> (row & 31)
      const next = Math.min((row | 31) + 1, end)
      if (bits !== 0) size = addBits(bits, row, next, found, size)
      row = next
    }
  }
  return size
}

/** @param bits Of the rows from one on. @returns How many there are now. */
function addBits(bits: number, from: number, to: number, found: Uint32Array, size: number): number {
  let left = to - from < 32 ? bits & ((1 << (to - from)) - 1) : bits
  let next = size
  for (; left !== 0; left &= left - 1) found[next++] = from + 31 - Math.clz32(left & -left)
  return next
}

function piecesOf(order: Uint32Array): Pieces | null {
  const starts = order.filter((row, place) => place === 0 || row !== (order[place - 1] ?? 0) + 1)
  if (starts.length * shortest > order.length) return null
  const places = new Uint32Array(starts.length + 1)
  let piece = 0
  order.forEach((row, place) => {
    if (row === starts[piece]) places[piece++] = place
  })
  places[piece] = order.length
  return { places, rows: starts }
}
