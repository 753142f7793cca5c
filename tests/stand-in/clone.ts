/*
 * Values between the host and its pages. `structuredClone` decides what may cross, on either side, as Electron's own
 * serialization does; what remains afterwards is written as JSON with tags for what JSON does not have. The same code
 * runs in Node and, bundled, in pages.
 */

export const notCloned = 'An object could not be cloned.'

type Tagged = readonly [tag: string, ...parts: unknown[]]

const views = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
  DataView
}

/** As text. @throws Error as Electron's for what cannot be cloned: functions, symbols, promises. */
export function pack(value: unknown): string {
  return JSON.stringify(write(cloned(value), new Map()))
}

export function unpack(text: string): unknown {
  return read(JSON.parse(text), new Map())
}

function cloned(value: unknown): unknown {
  try {
    return structuredClone(value)
  } catch {
    throw new Error(notCloned)
  }
}

/** Objects are numbered in the order of writing, so that cycles and shared objects stay what they are. */
function write(value: unknown, seen: Map<object, number>): unknown {
  if (value === undefined) return ['undefined']
  if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0)))
    return ['number', Object.is(value, -0) ? '-0' : String(value)]
  if (typeof value === 'bigint') return ['bigint', String(value)]
  if (typeof value !== 'object' || value === null) return value
  const number = seen.get(value)
  if (number !== undefined) return ['seen', number]
  seen.set(value, seen.size)
  return writeObject(value, (part) => write(part, seen))
}

function writeObject(value: object, inner: (part: unknown) => unknown): Tagged {
  if (Array.isArray(value)) return ['array', value.length, ...entriesOf(value, inner)]
  if (value instanceof Date) return ['date', inner(value.getTime())]
  if (value instanceof RegExp) return ['regexp', value.source, value.flags]
  if (value instanceof Map)
    return [
      'map',
      ...[...(value as Map<unknown, unknown>)].flatMap(([key, item]) => [inner(key), inner(item)])
    ]
  if (value instanceof Set) return ['set', ...[...(value as Set<unknown>)].map(inner)]
  if (value instanceof Error) return ['error', value.name, value.message]
  if (value instanceof ArrayBuffer) return ['buffer', toBase64(new Uint8Array(value))]
  if (ArrayBuffer.isView(value)) {
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    return ['view', kindOf(value), toBase64(bytes)]
  }
  const prototype: unknown = Object.getPrototypeOf(value)
  // Blobs, files and the like can be cloned between pages, but not to the host.
  if (prototype !== Object.prototype && prototype !== null) throw new Error(notCloned)
  return ['object', ...entriesOf(value, inner)]
}

const entriesOf = (value: object, inner: (part: unknown) => unknown): unknown[] =>
  Object.entries(value).flatMap(([key, item]: [string, unknown]) => [key, inner(item)])

function kindOf(view: ArrayBufferView): string {
  const kind = Object.prototype.toString.call(view).slice(8, -1)
  // Node's own kind of Uint8Array arrives as a plain one.
  if (!Object.hasOwn(views, kind)) throw new Error(notCloned)
  return kind
}

function read(written: unknown, seen: Map<number, object>): unknown {
  if (!Array.isArray(written)) return written
  const [tag, ...parts] = written as unknown as Tagged
  switch (tag) {
    case 'undefined':
      return undefined
    case 'number':
      return Number(parts[0])
    case 'bigint':
      return BigInt(String(parts[0]))
    case 'seen':
      return seen.get(Number(parts[0]))
    default:
      return readObject(tag, parts, seen)
  }
}

function readObject(tag: string, parts: readonly unknown[], seen: Map<number, object>): object {
  const keep = <T extends object>(made: T): T => {
    seen.set(seen.size, made)
    return made
  }
  const inner = (part: unknown): unknown => read(part, seen)
  const [first, second] = parts
  switch (tag) {
    case 'array': {
      const array = keep(new Array<unknown>(Number(first)))
      fill(array, parts.slice(1), inner)
      return array
    }
    case 'map': {
      const map = keep(new Map<unknown, unknown>())
      for (let at = 0; at < parts.length; at += 2) map.set(inner(parts[at]), inner(parts[at + 1]))
      return map
    }
    case 'set': {
      const set = keep(new Set<unknown>())
      for (const part of parts) set.add(inner(part))
      return set
    }
    case 'date':
      return keep(new Date(Number(inner(first))))
    case 'regexp':
      return keep(new RegExp(String(first), String(second)))
    case 'error':
      return keep(Object.assign(new Error(String(second)), { name: String(first) }))
    case 'buffer':
      return keep(fromBase64(String(first)).buffer)
    case 'view':
      return keep(viewOf(String(first), fromBase64(String(second)).buffer))
    default: {
      const made = keep({})
      fill(made, parts, inner)
      return made
    }
  }
}

function viewOf(kind: string, buffer: ArrayBuffer): ArrayBufferView {
  const View = views[kind as keyof typeof views] as new (buffer: ArrayBuffer) => ArrayBufferView
  return new View(buffer)
}

function fill(made: object, parts: readonly unknown[], inner: (part: unknown) => unknown): void {
  for (let at = 0; at < parts.length; at += 2) {
    // Not by assignment, which would take `__proto__` for a command.
    Object.defineProperty(made, String(parts[at]), {
      value: inner(parts[at + 1]),
      writable: true,
      enumerable: true,
      configurable: true
    })
  }
}

/** Characters made at once: more would not fit into one call's arguments. */
const slice = 32_768

function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let from = 0; from < bytes.length; from += slice) {
    text += String.fromCharCode(...bytes.subarray(from, from + slice))
  }
  return btoa(text)
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const characters = atob(text)
  const bytes = new Uint8Array(characters.length)
  for (let at = 0; at < characters.length; at++) bytes[at] = characters.charCodeAt(at)
  return bytes
}
