/** Sets of small whole numbers, 32 of them in each item: `set[n >>> 5]` holds the bit `n & 31`. */
export type BitSet = Uint32Array

export function emptySet(size: number): BitSet {
  return new Uint32Array((size + 31) >>> 5)
}

export function fullSet(size: number): BitSet {
  const set = emptySet(size).fill(0xffffffff)
  const left = size & 31
  if (left > 0) set[set.length - 1] = 0xffffffff >>> (32 - left)
  return set
}

export function has(set: BitSet, number: number): boolean {
  return (((set[number >>> 5] ?? 0) >>> (number & 31)) & 1) === 1
}

export function include(set: BitSet, number: number): void {
  set[number >>> 5] = (set[number >>> 5] ?? 0) | (1 << (number & 31))
}

export function exclude(set: BitSet, number: number): void {
  set[number >>> 5] = (set[number >>> 5] ?? 0) & ~(1 << (number & 31))
}

/** Leaves in `set` what is in both. */
export function intersect(set: BitSet, other: BitSet): void {
  for (let at = 0; at < set.length; at++) set[at] = (set[at] ?? 0) & (other[at] ?? 0)
}

/** Adds to `set` what is in the other. */
export function unite(set: BitSet, other: BitSet): void {
  const length = Math.min(set.length, other.length)
  for (let at = 0; at < length; at++) set[at] = (set[at] ?? 0) | (other[at] ?? 0)
}

/** Leaves in `set` what is not in the other. */
export function subtract(set: BitSet, other: BitSet): void {
  const length = Math.min(set.length, other.length)
  for (let at = 0; at < length; at++) set[at] = (set[at] ?? 0) & ~(other[at] ?? 0)
}

/** How many numbers there are. */
export function count(set: BitSet): number {
  let sum = 0
  for (const word of set) {
    let bits = word
    bits -= (bits >>> 1) & 0x55555555
    bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
    sum += Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
  }
  return sum
}

/** The numbers, ascending. */
export function members(set: BitSet): Uint32Array {
  const found = new Uint32Array(count(set))
  let size = 0
  for (let at = 0; at < set.length; at++) {
    for (let bits = set[at] ?? 0; bits !== 0; bits &= bits - 1)
      found[size++] = at * 32 + 31 - Math.clz32(bits & -bits)
  }
  return found
}
