/*
 * A value as bytes: its JSON, and after it the contents of its typed arrays as they are. For hosts that carry bytes;
 * Electron clones such values by itself.
 *
 * Layout: length of the JSON as 32 bits, little-endian; the JSON of an {@link Envelope}, in which null stands in each
 * array's place; then the arrays' contents in the order of `arrays`, each from an offset that 4 divides.
 */

interface Envelope {
  readonly value?: unknown
  readonly arrays: readonly ArrayPlace[]
}

interface ArrayPlace {
  /** Keys and indexes from the value down to the array. */
  readonly path: readonly (string | number)[]
  readonly type: ArrayType
  /** In bytes. */
  readonly length: number
}

type ArrayType = 'u8' | 'u32'
type WireArray = Uint8Array | Uint32Array

const headLength = 4

/** Plain values, arrays and objects of them, Uint8Array and Uint32Array; a platform with little-endian numbers. */
export function encodeWire(value: unknown): Uint8Array<ArrayBuffer> {
  const arrays: { readonly place: ArrayPlace; readonly array: WireArray }[] = []
  const plain = withoutArrays(value, [], (path, array) => {
    const type = array instanceof Uint8Array ? 'u8' : 'u32'
    arrays.push({ place: { path, type, length: array.byteLength }, array })
  })
  const envelope: Envelope = { value: plain, arrays: arrays.map(({ place }) => place) }
  const json = new TextEncoder().encode(JSON.stringify(envelope))
  let length = aligned(headLength + json.length)
  for (const { place } of arrays) length = aligned(length + place.length)
  const bytes = new Uint8Array(length)
  new DataView(bytes.buffer).setUint32(0, json.length, true)
  bytes.set(json, headLength)
  let at = aligned(headLength + json.length)
  for (const { place, array } of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at)
    at = aligned(at + place.length)
  }
  return bytes
}

/** @throws Error where the bytes are not what {@link encodeWire} makes. */
export function decodeWire(bytes: Uint8Array): unknown {
  if (bytes.length < headLength) throw new Error('no head')
  const jsonLength = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true)
  if (headLength + jsonLength > bytes.length) throw new Error('cut short')
  const json = new TextDecoder('utf-8', { fatal: true }).decode(
    bytes.subarray(headLength, headLength + jsonLength)
  )
  const envelope = JSON.parse(json) as Partial<Envelope> | null
  if (!Array.isArray(envelope?.arrays)) throw new Error('no envelope')
  const holder = { value: envelope.value }
  let at = aligned(headLength + jsonLength)
  for (const place of envelope.arrays as readonly ArrayPlace[]) {
    const { type, length } = place
    if (!Number.isSafeInteger(length) || length < 0 || at + length > bytes.length)
      throw new Error('cut short')
    put(holder, place.path, arrayOf(type, bytes, at, length))
    at = aligned(at + length)
  }
  return holder.value
}

/**
 * A copy: its memory begins where its type needs it to, and does not keep the whole message. Not by `slice`, which gives
 * a Node Buffer's own memory away.
 */
function arrayOf(type: string, bytes: Uint8Array, at: number, length: number): WireArray {
  const contents = new Uint8Array(bytes.subarray(at, at + length))
  if (type === 'u8') return contents
  if (type !== 'u32') throw new Error('an array of an unknown type')
  if (length % 4 !== 0) throw new Error('cut short')
  return new Uint32Array(contents.buffer, contents.byteOffset, length / 4)
}

function put(holder: { value: unknown }, path: readonly (string | number)[], array: WireArray): void {
  let target: unknown = holder
  let key: string | number = 'value'
  for (const next of path) {
    target = own(target, key)
    key = next
  }
  if (own(target, key) !== null) throw new Error('no place for an array')
  ;(target as Record<string | number, unknown>)[key] = array
}

/** Only what the JSON itself holds: `__proto__` and the like are not places. */
function own(target: unknown, key: string | number): unknown {
  if (typeof target !== 'object' || target === null || !Object.hasOwn(target, key))
    throw new Error('no place for an array')
  return (target as Record<string | number, unknown>)[key]
}

function withoutArrays(
  value: unknown,
  path: readonly (string | number)[],
  found: (path: readonly (string | number)[], array: WireArray) => void
): unknown {
  if (value instanceof Uint8Array || value instanceof Uint32Array) {
    found(path, value)
    return null
  }
  if (Array.isArray(value)) return value.map((item, index) => withoutArrays(item, [...path, index], found))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, withoutArrays(item, [...path, key], found)])
  )
}

function aligned(offset: number): number {
  return (offset + 3) & ~3
}
