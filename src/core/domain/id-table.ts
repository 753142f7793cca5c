/** The typed arrays of an {@link IdTable}, as they are written to and read from a file. */
export interface IdTableArrays {
  /** The ids' ASCII characters, one after the other. */
  readonly characters: Uint8Array
  /** Where each id begins in `characters`; one more than there are ids. */
  readonly offsets: Uint32Array
  /** Open addressing over a power of two: an id's number, or -1. */
  readonly slots: Int32Array
  /** What the hashes that `slots` follows began with. */
  readonly seed: number
}

/**
 * Numbers ids from 0 in the order in which they are added. A Map of 300,000 ids takes ten times the memory, and has
 * to be filled anew at every start; these arrays are read from a file as they are.
 */
export class IdTable {
  #characters: Uint8Array
  #offsets: Uint32Array
  #slots: Int32Array
  #size: number
  /** Random, so that nobody can choose ids that all meet in one slot. */
  readonly #seed: number

  constructor(arrays?: IdTableArrays) {
    this.#characters = arrays?.characters ?? new Uint8Array(1024)
    this.#offsets = arrays?.offsets ?? new Uint32Array(65)
    this.#slots = arrays?.slots ?? new Int32Array(128).fill(-1)
    this.#size = arrays === undefined ? 0 : arrays.offsets.length - 1
    this.#seed = arrays?.seed ?? Math.floor(Math.random() * 0x1_0000_0000)
  }

  get size(): number {
    return this.#size
  }

  /** The number of an id, or -1. */
  find(id: string): number {
    for (let slot = this.#slotOf(id); ; slot = (slot + 1) & (this.#slots.length - 1)) {
      const number = this.#slots[slot] ?? -1
      if (number < 0 || this.#is(number, id)) return number
    }
  }

  /** The number of an id, which is added where it is new. */
  add(id: string): number {
    const found = this.find(id)
    if (found >= 0) return found
    const number = this.#size++
    const start = this.#offsets[number] ?? 0
    this.#characters = grown(this.#characters, start + id.length)
    for (let at = 0; at < id.length; at++) this.#characters[start + at] = id.charCodeAt(at)
    this.#offsets = grown(this.#offsets, this.#size + 1)
    this.#offsets[this.#size] = start + id.length
    if (this.#size * 2 > this.#slots.length) this.#rehash(this.#slots.length * 2)
    else this.#place(id, number)
    return number
  }

  /** The id of a number. */
  at(number: number): string {
    if (number < 0 || number >= this.#size) throw new RangeError(`no id ${number}`)
    const [start = 0, end = 0] = [this.#offsets[number], this.#offsets[number + 1]]
    return String.fromCharCode(...this.#characters.subarray(start, end))
  }

  /** For each of these ids its number in another table, or -1. Ten times as quick as asking for each as text. */
  numbersIn(other: IdTable): Int32Array {
    const { characters, offsets } = this.arrays()
    const theirs = other.arrays()
    const numbers = new Int32Array(this.#size)
    let last = -1
    for (let number = 0; number < numbers.length; number++) {
      const [start = 0, end = 0] = [offsets[number], offsets[number + 1]]
      // Papers are decided on in the order of lists, and so nearly always one follows the other in both tables: to look
      // there first takes a fifth of the time, for hashing and the jump to a slot fall away.
      const next = last + 1
      last =
        next < other.size && isBytes(theirs, next, characters, start, end)
          ? next
          : findBytes(theirs, characters, start, end)
      numbers[number] = last
    }
    return numbers
  }

  /** The arrays cut to what they hold; still shared with this table. */
  arrays(): IdTableArrays {
    return {
      characters: this.#characters.subarray(0, this.#offsets[this.#size]),
      offsets: this.#offsets.subarray(0, this.#size + 1),
      slots: this.#slots,
      seed: this.#seed
    }
  }

  #slotOf(id: string): number {
    let hash = hashStart ^ this.#seed
    for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), hashStep)
    return (hash ^ (hash >>> 15)) & (this.#slots.length - 1)
  }

  #is(number: number, id: string): boolean {
    const start = this.#offsets[number] ?? 0
    if ((this.#offsets[number + 1] ?? 0) - start !== id.length) return false
    for (let at = 0; at < id.length; at++)
      if (this.#characters[start + at] !== id.charCodeAt(at)) return false
    return true
  }

  #place(id: string, number: number): void {
    let slot = this.#slotOf(id)
    while ((this.#slots[slot] ?? -1) >= 0) slot = (slot + 1) & (this.#slots.length - 1)
    this.#slots[slot] = number
  }

  #rehash(length: number): void {
    this.#slots = new Int32Array(length).fill(-1)
    const mask = length - 1
    for (let number = 0; number < this.#size; number++) {
      const [start = 0, end = 0] = [this.#offsets[number], this.#offsets[number + 1]]
      let slot = hashOf(this.#characters, start, end, this.#seed) & mask
      while ((this.#slots[slot] ?? -1) >= 0) slot = (slot + 1) & mask
      this.#slots[slot] = number
    }
  }
}

/** FNV-1a, 32 bits. */
const hashStart = 0x811c9dc5
const hashStep = 0x01000193

function hashOf(bytes: Uint8Array, start: number, end: number, seed: number): number {
  let hash = hashStart ^ seed
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), hashStep)
  return hash ^ (hash >>> 15)
}

/** {@link IdTable.find} for an id that is bytes already. */
function findBytes(table: IdTableArrays, bytes: Uint8Array, start: number, end: number): number {
  const { slots, seed } = table
  const mask = slots.length - 1
  for (let slot = hashOf(bytes, start, end, seed) & mask; ; slot = (slot + 1) & mask) {
    const number = slots[slot] ?? -1
    if (number < 0 || isBytes(table, number, bytes, start, end)) return number
  }
}

/** Whether the id of a number is these bytes. The last ones are compared first: ids of one month differ there. */
function isBytes(
  { characters, offsets }: IdTableArrays,
  number: number,
  bytes: Uint8Array,
  start: number,
  end: number
): boolean {
  const from = offsets[number] ?? 0
  let left = (offsets[number + 1] ?? 0) - from
  if (left !== end - start) return false
  while (left > 0 && characters[from + left - 1] === bytes[start + left - 1]) left--
  return left === 0
}

/** An array with room for `needed` items: itself, or a copy half as large again. */
export function grown<A extends Growable>(array: A, needed: number): A {
  if (needed <= array.length) return array
  const larger = new (array.constructor as new (length: number) => A)(
    Math.max(needed, Math.ceil(array.length * 1.5))
  )
  larger.set(array)
  return larger
}

type Growable = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float32Array | Float64Array
