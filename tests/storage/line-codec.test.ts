import fc from 'fast-check'
import { crc32 } from 'node:zlib'
import { expect, test } from 'vitest'
import { decodeLine, encodeJsonLine, encodeLine, type LineRecord } from '#main/storage/line-codec'

/** Any JSON object with a kind; its texts may hold any code unit, so also half of a surrogate pair. */
const anyRecord = fc
  .tuple(
    fc.string({ unit: 'binary' }),
    fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ stringUnit: 'binary' }), { maxKeys: 6 })
  )
  // JSON has no negative zero.
  .map(([kind, rest]) => JSON.parse(JSON.stringify({ ...rest, kind })) as LineRecord)

const lines = [
  { kind: 'x' },
  {
    kind: 'decision',
    id: '07de',
    stamp: 1795248911456,
    changes: [{ papers: { '2312.10872': 1 }, read: true }]
  },
  { kind: 'entry', title: 'Lösungen für $\\ell_1$: 解 \ud83d\ude00 \ud800 "{}"\n', n: [1, 2.5, null, {}] }
].map((record) => encodeLine(record))

function withoutFeed(line: Buffer): Buffer {
  expect(line.at(-1)).toBe(0x0a)
  return line.subarray(0, -1)
}

test('a record is read as it was written', () => {
  fc.assert(
    fc.property(anyRecord, (record) => {
      expect(decodeLine(withoutFeed(encodeLine(record)))).toEqual({ ok: true, record })
    })
  )
})

test('half of a surrogate pair in a key or a value survives', () => {
  const record = { kind: '\ud800', '\udfff key': ['a\udc00', '\ud83d\ude00'] }
  expect(decodeLine(withoutFeed(encodeLine(record)))).toEqual({ ok: true, record })
})

test('a record that has a field named as the checksum keeps it', () => {
  const record = { kind: 'x', crc: 'mine' }
  expect(decodeLine(withoutFeed(encodeLine(record)))).toEqual({ ok: true, record })
})

test('a line is one line of JSON for whoever reads it without its checksum', () => {
  fc.assert(
    fc.property(anyRecord, (record) => {
      const line = encodeLine(record)
      expect(line.indexOf(0x0a)).toBe(line.length - 1)
      const { crc, ...rest } = { crc: '', ...(JSON.parse(line.toString('utf8')) as object) }
      if (!('crc' in record)) {
        expect(crc).toMatch(/^[\da-f]{8}$/)
        expect(rest).toEqual(record)
      }
    })
  )
})

test('a line looks as ARCHITECTURE.md says, byte for byte', () => {
  const line = encodeLine({ kind: 'seen', device: '8b1f', title: 'März' } as LineRecord)
  expect(line.toString('utf8')).toBe('{"crc":"ca8184d3","kind":"seen","device":"8b1f","title":"März"}\n')
})

test('the checksum covers the bytes between the comma after it and the closing brace', () => {
  for (const line of lines) {
    const text = withoutFeed(line)
    const claimed = (JSON.parse(text.toString('utf8')) as { crc: string }).crc
    expect(crc32(text.subarray('{"crc":"00000000",'.length, -1))).toBe(Number.parseInt(claimed, 16))
  }
})

test('JSON made elsewhere becomes the same line', () => {
  fc.assert(
    fc.property(anyRecord, (record) => {
      expect(encodeJsonLine(JSON.stringify(record))).toEqual(encodeLine(record))
    })
  )
})

test('every flipped bit of a line is noticed', () => {
  for (const line of lines.map(withoutFeed)) {
    for (let bit = 0; bit < line.length * 8; bit++) {
      const damaged = Buffer.from(line)
      damaged.writeUInt8(damaged.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
      expect({ bit, ...decodeLine(damaged) }).toMatchObject({ bit, ok: false })
    }
  }
})

test('every cut of a line is noticed, at its end and at its beginning', () => {
  for (const line of lines.map(withoutFeed)) {
    for (let length = 0; length < line.length; length++) {
      expect(decodeLine(line.subarray(0, length)).ok).toBe(false)
      expect(decodeLine(line.subarray(line.length - length)).ok).toBe(false)
    }
  }
})

test('what is no line at all is told apart from a damaged one', () => {
  for (const text of ['', '{}', '{"kind":"x"}', 'digest', '\0'.repeat(40)])
    expect(decodeLine(Buffer.from(text))).toEqual({ ok: false, reason: 'shape' })
  const [line = Buffer.alloc(0)] = lines.map(withoutFeed)
  const other = Buffer.from(line)
  other.write('y', line.indexOf('x'))
  expect(decodeLine(other)).toEqual({ ok: false, reason: 'checksum' })
})

test.each(['{"kind":5}', '{"no":"kind"}', '{"kind":"x",}', '{"kind":"x"', '{"kind":"x"}}', '{,}'])(
  'a right checksum does not make a record of what is none: %s',
  (json) => {
    expect(decodeLine(withoutFeed(encodeJsonLine(json)))).toEqual({ ok: false, reason: 'shape' })
  }
)

test('no bytes whatever are read as a record by chance, nor make reading fail', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(decodeLine(Buffer.from(bytes)).ok).toBe(false)
    })
  )
})
