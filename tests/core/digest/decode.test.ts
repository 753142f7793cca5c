import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeDigest, type Decoded } from '#core/digest/decode'
import { decodeWindows1252 } from '#core/digest/windows-1252'
import { inWindows1252 } from '../support/misread'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

function utf16(text: string, order: 'le' | 'be'): Uint8Array {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le')
  return order === 'le' ? bytes : bytes.swap16()
}

function read(bytes: Uint8Array): Extract<Decoded, { ok: true }> {
  const decoded = decodeDigest(bytes)
  if (!decoded.ok) throw new Error(decoded.reason)
  return decoded
}

/** Text as digests hold it: something in it, no control characters, line feeds only. */
const texts = fc
  .string({ unit: 'grapheme' })
  // eslint-disable-next-line no-control-regex -- a file with control characters may be taken for a binary one
  .map((text) => `x${text.replaceAll(/[\x00-\x09\x0b-\x1f]/g, ' ')}`)

describe('decodeDigest, encodings', () => {
  test('reads UTF-8, UTF-8 with a byte order mark and UTF-16 of both orders as the same text', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(read(utf8(text))).toEqual({ ok: true, text, encoding: 'utf-8', problems: [] })
        expect(read(utf8(`\ufeff${text}`))).toEqual({ ok: true, text, encoding: 'utf-8', problems: [] })
        expect(read(utf16(text, 'le'))).toEqual({ ok: true, text, encoding: 'utf-16le', problems: [] })
        expect(read(utf16(text, 'be'))).toEqual({ ok: true, text, encoding: 'utf-16be', problems: [] })
      })
    )
  })

  test('reads windows-1252, its quotation marks and dashes included', () => {
    const text = 'Müller – “naïve” café, 5 €, don’t…'
    expect(read(inWindows1252(text))).toEqual({ ok: true, text, encoding: 'windows-1252', problems: [] })
  })

  test('reads every line in whichever encoding fits it', () => {
    const bytes = Buffer.concat([
      utf8('Erdős\n'),
      inWindows1252('Müller\n'),
      utf8('Tăiatu\nplain\n'),
      inWindows1252('é')
    ])
    expect(read(bytes)).toEqual({
      ok: true,
      text: 'Erdős\nMüller\nTăiatu\nplain\né',
      encoding: 'windows-1252',
      problems: []
    })
  })

  test('leaves the byte order mark out of a file of both encodings, too', () => {
    expect(read(Buffer.concat([utf8('\ufeffErdős\n'), inWindows1252('Müller')])).text).toBe('Erdős\nMüller')
  })

  test('reads long files of both encodings whole', () => {
    const line = (index: number): string => (index % 2 === 0 ? `Erdős ${index}\n` : `Müller ${index}\n`)
    const lines = Array.from({ length: 10_000 }, (_, index) => line(index))
    const bytes = Buffer.concat(
      lines.map((each, index) => (index % 2 === 0 ? utf8(each) : inWindows1252(each)))
    )
    expect(read(bytes).text).toBe(lines.join(''))
  })
})

describe('decodeDigest, broken bytes', () => {
  test('reports the line of a broken byte in UTF-8 and keeps the rest of the line', () => {
    const broken = Buffer.concat([utf8('März Größe '), Uint8Array.of(0xe9), utf8(' Erdős')])
    const decoded = read(Buffer.concat([utf8('one\ntwo\n'), broken, utf8('\nfour ő')]))
    expect(decoded.text).toBe('one\ntwo\nMärz Größe \ufffd Erdős\nfour ő')
    expect(decoded.encoding).toBe('utf-8')
    expect(decoded.problems).toEqual([
      { line: 3, reason: 'badCharacters', excerpt: 'März Größe \ufffd Erdős' }
    ])
  })

  test.each([
    ['\n', 3],
    ['\r\n', 3],
    ['\r', 3]
  ])('counts lines that end with %j as an editor does', (feed, line) => {
    const broken = Buffer.concat([utf8('äöü'), Uint8Array.of(0xff)])
    const decoded = read(Buffer.concat([utf8(`one${feed}two${feed}`), broken, utf8(`${feed}ő`)]))
    expect(decoded.problems.map((each) => each.line)).toEqual([line])
    expect(decoded.text).toBe('one\ntwo\näöü\ufffd\nő')
  })

  test.each([
    ['an overlong form', [0xc0, 0xaf]],
    ['an overlong form of three bytes', [0xe0, 0x80, 0x80]],
    ['half a surrogate pair', [0xed, 0xa0, 0x80]],
    ['beyond Unicode', [0xf4, 0x90, 0x80, 0x80]],
    ['a lone continuation', [0x80]],
    ['a cut sequence', [0xf0, 0x9f, 0x98]]
  ])('takes %s for broken', (_, bytes) => {
    const decoded = read(Buffer.concat([utf8('äöüäöü'), Uint8Array.from(bytes), utf8('x')]))
    expect(decoded.problems.map(({ line, reason }) => [line, reason])).toEqual([[1, 'badCharacters']])
    expect(decoded.text).toContain('\ufffd')
    expect(decoded.text.startsWith('äöüäöü')).toBe(true)
  })

  test('lists so many problems and counts the rest, so that noise does not fill the memory', () => {
    const line = Buffer.concat([utf8('ää'), Uint8Array.of(0xff, 0x0a)])
    const { problems } = read(Buffer.concat(Array.from({ length: 2000 }, () => line)))
    expect(problems).toHaveLength(501)
    expect(problems.at(-1)).toEqual({ line: 501, reason: 'more', excerpt: '1500' })
  })

  test('never throws and never leaves a carriage return, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const decoded = decodeDigest(bytes)
        if (decoded.ok) expect(decoded.text).not.toContain('\r')
      }),
      { numRuns: 2000 }
    )
  })
})

describe('decodeDigest, line ends', () => {
  test.each(['\r\n', '\r', '\n'])('turns %j into line feeds', (feed) => {
    expect(read(utf8(['one', '', 'two', ''].join(feed))).text).toBe('one\n\ntwo\n')
    expect(read(utf16(['one', 'two'].join(feed), 'le')).text).toBe('one\ntwo')
    expect(read(inWindows1252(['é', 'two'].join(feed))).text).toBe('é\ntwo')
  })

  test('reads a file of several kinds of line ends', () => {
    expect(read(utf8('a\r\nb\rc\nd\r\r\ne')).text).toBe('a\nb\nc\nd\n\ne')
  })
})

describe('decodeDigest, files without text', () => {
  test.each([
    ['no bytes', ''],
    ['blank lines', ' \n\t\r\n  '],
    ['a byte order mark alone', '\ufeff']
  ])('finds %s empty', (_, text) => {
    expect(decodeDigest(utf8(text))).toEqual({ ok: false, reason: 'fileEmpty' })
  })

  test('finds a byte order mark of UTF-16 alone empty', () => {
    expect(decodeDigest(Uint8Array.of(0xff, 0xfe))).toEqual({ ok: false, reason: 'fileEmpty' })
    expect(decodeDigest(Uint8Array.of(0xfe, 0xff))).toEqual({ ok: false, reason: 'fileEmpty' })
  })

  /** Bytes as compressed data has them: all equally often. */
  const noise = Uint8Array.from(
    { length: 4096 },
    (_, index) => (Math.imul(index + 1, 2654435761) >>> 13) & 0xff
  )

  test.each([
    ['a PDF', Buffer.concat([utf8('%PDF-1.5\n%'), noise])],
    ['a zip archive', Buffer.concat([Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0, 0, 0, 8, 0), noise])],
    ['a PNG', Buffer.concat([Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13), noise])],
    ['zeros', new Uint8Array(100)],
    ['UTF-16 without a byte order mark', Buffer.from('# Arxiv Papers', 'utf16le')]
  ])('finds %s binary', (_, bytes) => {
    expect(decodeDigest(bytes)).toEqual({ ok: false, reason: 'fileBinary' })
  })

  test('does not take a text with a few control characters for a binary file', () => {
    const text = `${'A title with a control character.'.repeat(4)}\u0000`
    expect(read(utf8(text)).text).toBe(text)
  })
})

describe('decodeWindows1252', () => {
  test('gives every byte its character', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)
    expect(inWindows1252(decodeWindows1252(bytes))).toEqual(bytes)
    expect(decodeWindows1252(Uint8Array.of(0x80, 0x85, 0x91, 0x99, 0x9f, 0xe4))).toBe('€…‘™Ÿä')
  })
})
