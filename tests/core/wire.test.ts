import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeWire, encodeWire } from '#core/wire'

/** Names that mean something else to JavaScript stand among the keys. */
const key = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'value', 'arrays', '0', ''),
  fc.string({ maxLength: 5 })
)
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    // JSON knows no negative zero.
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
    fc.string({ unit: 'binary' }),
    fc.uint8Array({ maxLength: 20 }),
    fc.uint32Array({ maxLength: 20 }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries))
  )
}))

/** Compares own properties only, so that no key is taken for something else. */
function isSame(one: unknown, other: unknown): boolean {
  if (one instanceof Uint8Array || one instanceof Uint32Array)
    return other instanceof one.constructor && isSame([...one], [...(other as Uint8Array)])
  if (Array.isArray(one))
    return (
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((item, index) => isSame(item, other[index]))
    )
  if (typeof one !== 'object' || one === null) return Object.is(one, other)
  if (typeof other !== 'object' || other === null || Object.getPrototypeOf(other) !== Object.prototype)
    return false
  const [ones, others] = [Object.entries(one), Object.entries(other)]
  return (
    ones.length === others.length &&
    ones.every(([name, item], index) => others[index]?.[0] === name && isSame(item, others[index][1]))
  )
}

/** Decoding gives a value or an Error, and changes nothing that others use. */
function decodeSafely(bytes: Uint8Array): { readonly value: unknown } | null {
  const before = Reflect.ownKeys(Object.prototype).concat(Reflect.ownKeys(Array.prototype))
  let result: { readonly value: unknown } | null
  try {
    result = { value: decodeWire(bytes) }
  } catch (cause) {
    expect(cause).toBeInstanceOf(Error)
    result = null
  }
  expect(Reflect.ownKeys(Object.prototype).concat(Reflect.ownKeys(Array.prototype))).toEqual(before)
  return result
}

/** A message as nobody but a test would make it. */
function message(envelope: unknown, tail: Uint8Array = new Uint8Array(0)): Uint8Array {
  const json = new TextEncoder().encode(typeof envelope === 'string' ? envelope : JSON.stringify(envelope))
  const start = (4 + json.length + 3) & ~3
  const bytes = new Uint8Array(start + tail.length)
  new DataView(bytes.buffer).setUint32(0, json.length, true)
  bytes.set(json, 4)
  bytes.set(tail, start)
  return bytes
}

test('a value comes back as it was', () => {
  fc.assert(
    fc.property(value, (given) => {
      expect(isSame(given, decodeWire(encodeWire(given)))).toBe(true)
    }),
    { numRuns: 2000 }
  )
})

test('what is undefined is left out, as JSON does', () => {
  expect(decodeWire(encodeWire(undefined))).toBeUndefined()
  expect(decodeWire(encodeWire({ a: undefined, b: [undefined, new Uint8Array([1])] }))).toEqual({
    b: [null, new Uint8Array([1])]
  })
})

test('arrays are taken from where they stand in their memory, and stand by themselves afterwards', () => {
  const memory = new Uint8Array(64).map((_, index) => index)
  const given = { bytes: memory.subarray(3, 8), numbers: new Uint32Array(memory.buffer, 8, 2) }
  const decoded = decodeWire(encodeWire(given)) as { bytes: Uint8Array; numbers: Uint32Array }
  expect(decoded).toEqual({ bytes: given.bytes.slice(), numbers: given.numbers.slice() })
  expect(decoded.bytes.buffer.byteLength).toBe(5)
  expect(decoded.numbers.buffer.byteLength).toBe(8)
})

test('a message is read from wherever it stands in its memory', () => {
  fc.assert(
    fc.property(value, fc.integer({ min: 0, max: 9 }), (given, offset) => {
      const bytes = encodeWire(given)
      const larger = new Uint8Array(bytes.length + offset + 3).fill(255)
      larger.set(bytes, offset)
      expect(isSame(given, decodeWire(larger.subarray(offset, offset + bytes.length)))).toBe(true)
    })
  )
})

test('a Buffer is bytes like any others, and its memory is not given away', () => {
  const message = Buffer.from(encodeWire({ a: Buffer.from('abc'), b: new Uint32Array([7]) }))
  const decoded = decodeWire(message)
  message.fill(0)
  expect(decoded).toEqual({ a: new Uint8Array([97, 98, 99]), b: new Uint32Array([7]) })
})

test('a message that is cut anywhere is an Error, unless only its filling is cut', () => {
  fc.assert(
    fc.property(value, (given) => {
      const bytes = encodeWire(given)
      for (let length = 0; length < bytes.length; length++) {
        const result = decodeSafely(bytes.subarray(0, length))
        if (result !== null) expect(bytes.length - length < 4 && isSame(given, result.value)).toBe(true)
      }
    })
  )
  const bytes = encodeWire({ a: new Uint8Array(8), b: new Uint32Array(2) })
  for (let length = 0; length < bytes.length; length++)
    expect(() => decodeWire(bytes.subarray(0, length))).toThrow(Error)
})

test('changed bytes give another value or an Error', () => {
  const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(value, changes, (given, changed) => {
      const bytes = encodeWire(given)
      for (const [at, byte] of changed) bytes[at % bytes.length] = byte
      decodeSafely(bytes)
    }),
    { numRuns: 5000 }
  )
})

test('random bytes give a value or an Error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      decodeSafely(bytes)
    }),
    { numRuns: 2000 }
  )
})

describe('places that no array may be put into', () => {
  const four = new Uint8Array([1, 2, 3, 4])
  const place = (path: unknown, more: object = {}): unknown => ({
    value: { a: null, list: [null], text: 'abc', number: 5, taken: {} },
    arrays: [{ path, type: 'u8', length: 4, ...more }]
  })

  test.each([
    [['__proto__']],
    [['__proto__', 'x']],
    [['constructor', 'prototype', 'x']],
    [['a', '__proto__']],
    [['list', 'length']],
    [['list', '__proto__']],
    [['list', 1]],
    [['list', -1]],
    [['text', 0]],
    [['text', 'length']],
    [['number', 'x']],
    [['taken']],
    [['b']],
    [[]],
    [[['a'], 'b']],
    [null],
    [5],
    [{}]
  ])('%j', (path) => {
    expect(() => decodeWire(message(place(path), four))).toThrow(Error)
    expect(({} as Record<string, unknown>).x).toBeUndefined()
  })

  test('a key called __proto__ is a key, and changes no prototype', () => {
    const text = '{"value":{"__proto__":null},"arrays":[{"path":["__proto__"],"type":"u8","length":4}]}'
    const decoded = decodeWire(message(text, four)) as object
    expect(Object.getPrototypeOf(decoded)).toBe(Object.prototype)
    expect(Object.getOwnPropertyDescriptor(decoded, '__proto__')?.value).toEqual(four)
  })

  test('one place takes one array', () => {
    const twice = {
      value: { a: null },
      arrays: ['a', 'a'].map((path) => ({ path: [path], type: 'u8', length: 4 }))
    }
    expect(() => decodeWire(message(twice, new Uint8Array(8)))).toThrow('no place')
  })

  test.each([-4, 1.5, 5, 1e300, '4', null, Number.MAX_SAFE_INTEGER, 2 ** 32 - 4, 2 ** 31])(
    'length %j',
    (length) => {
      expect(() => decodeWire(message(place(['a'], { length }), four))).toThrow(Error)
    }
  )

  test('numbers of four bytes come in whole numbers', () => {
    expect(() => decodeWire(message(place(['a'], { type: 'u32', length: 3 }), four))).toThrow('cut short')
    expect(decodeWire(message(place(['a'], { type: 'u32' }), four))).toMatchObject({
      a: new Uint32Array([0x04030201])
    })
  })
})

test.each([
  '',
  'null',
  '[]',
  '5',
  '"x"',
  '{}',
  '{"value":1}',
  '{"arrays":{}}',
  '{"arrays":[null]}',
  '{"arrays":[5]}',
  '{'
])('an envelope that is none: %s', (text) => {
  expect(() => decodeWire(message(text))).toThrow(Error)
})

test('text that is not UTF-8 is an Error', () => {
  const bytes = message('{"value":"x","arrays":[]}')
  bytes[bytes.indexOf(0x78, 8)] = 0xff
  expect(() => decodeWire(bytes)).toThrow(Error)
})

test('a million brackets break nothing', () => {
  const deep = '['.repeat(1_000_000)
  decodeSafely(message(`{"value":${deep}${']'.repeat(1_000_000)},"arrays":[]}`))
  decodeSafely(message(`{"value":${deep}`))
})

test('an array of a type that this release does not know is refused', () => {
  const bytes = encodeWire({ a: new Uint32Array([1, 2]) })
  const text = new TextDecoder('latin1').decode(bytes).replace('"u32"', '"f32"')
  const changed = Uint8Array.from(text, (character) => character.charCodeAt(0))
  expect(changed).toHaveLength(bytes.length)
  expect(() => decodeWire(changed)).toThrow('an array of an unknown type')
})
