import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { abstractUrl, isArxivId, parseArxivId, pdfUrl, type ArxivId } from '#core/domain/arxiv-id'
import { archives } from '#core/domain/archive'

const accepted: readonly (readonly [text: string, id: string, version: number | null])[] = [
  ['2312.10854', '2312.10854', null],
  ['2312.10854v1', '2312.10854', 1],
  ['2312.10854v12', '2312.10854', 12],
  ['2312.10854v999', '2312.10854', 999],
  ['0905.1234v2', '0905.1234', 2],
  ['0704.0001', '0704.0001', null],
  ['1412.9999', '1412.9999', null],
  ['1501.00001', '1501.00001', null],
  ['cs/0407047v3', 'cs/0407047', 3],
  ['math.GT/0611800', 'math/0611800', null],
  ['MATH.gt/0611800v1', 'math/0611800', 1],
  ['Hep-Th/9108001', 'hep-th/9108001', null],
  ['cond-mat.str-el/0703001', 'cond-mat/0703001', null],
  ['alg-geom/9202001', 'alg-geom/9202001', null],
  ['astro-ph/9107001', 'astro-ph/9107001', null],
  ['arXiv:2312.10854', '2312.10854', null],
  ['ARXIV: 2312.10854v2', '2312.10854', 2],
  ['arXiv:2312.10854v1 [cs.CV] 18 Dec 2023', '2312.10854', 1],
  ['2312.10854[cs.CV]', '2312.10854', null],
  ['math/0611800v1 [math.GT] 26 Nov 2006', 'math/0611800', 1],
  ['http://arxiv.org/abs/2312.10854v1', '2312.10854', 1],
  ['https://arxiv.org/pdf/2312.10854v1', '2312.10854', 1],
  ['https://arxiv.org/pdf/2312.10854.pdf', '2312.10854', null],
  ['https://arxiv.org/pdf/2312.10854v3.PDF', '2312.10854', 3],
  ['https://www.arxiv.org/abs/2312.10854', '2312.10854', null],
  ['https://export.arxiv.org/abs/cs/0407047v3', 'cs/0407047', 3],
  ['HTTPS://ArXiv.org/html/2312.10854v1#S2', '2312.10854', 1],
  ['https://arxiv.org/abs/2312.10854?context=cs.LG', '2312.10854', null],
  ['https://arxiv.org/pdf/2312.10854v2.pdf?download=1#page=3', '2312.10854', 2],
  ['https://arxiv.org/abs/2312.10854/', '2312.10854', null],
  ['arxiv.org/abs/math.GT/0611800', 'math/0611800', null],
  ['  2312.10854  ', '2312.10854', null]
]

const rejected: readonly (readonly [text: string, why: string])[] = [
  ['', 'nothing'],
  ['none', 'a word'],
  ['2313.10854', 'month 13'],
  ['2300.10854', 'month 0'],
  ['2312.00000', 'number 0'],
  ['0905.0000', 'number 0 of four digits'],
  ['math/0611000', 'number 0 in old style'],
  ['1501.0001', 'four digits after 2014'],
  ['2312.1085', 'four digits in 2023'],
  ['1412.00001', 'five digits before 2015'],
  ['0905.12345', 'five digits in 2009'],
  ['0703.1234', 'new style before April 2007'],
  ['math/0704123', 'old style after March 2007'],
  ['math/9106001', 'old style before arXiv'],
  ['math/0613800', 'month 13 in old style'],
  ['nonsense/0611800', 'no archive of arXiv’s'],
  ['cv/0611800', 'a subject class instead of an archive'],
  ['math.GT/061180', 'six digits in old style'],
  ['math.GT/06118001', 'eight digits in old style'],
  ['2312.10854v0', 'version 0'],
  ['2312.10854v01', 'a version with a leading zero'],
  ['2312.10854v', 'a version without number'],
  ['2312.10854v1000', 'a version of four digits'],
  ['2312.108541', 'six digits'],
  ['2312.10854a', 'a letter after it'],
  ['12312.10854', 'a digit before it'],
  ['x2312.10854', 'a letter before it'],
  ['2312.10854-5', 'a longer number with a dash'],
  ['2312.10854.5', 'a longer number with a point'],
  ['2312.10854, 2312.10855', 'two ids'],
  ['see 2312.10854', 'text before it'],
  ['https://arxiv.org/list/2312.10854', 'a page that is no paper’s'],
  ['https://example.org/abs/2312.10854', 'another host'],
  ['https://notarxiv.org/abs/2312.10854', 'a host that only ends alike'],
  ['https://arxiv.org.example/abs/2312.10854', 'a host that only begins alike'],
  ['2312,10854', 'a comma']
]

const twoDigits = (number: number): string => String(number).padStart(2, '0')
const months = fc.integer({ min: 1, max: 12 }).map(twoDigits)

/** Every id of the new style from April 2007 on. */
const newStyle = fc
  .tuple(fc.integer({ min: 7, max: 90 }), months, fc.integer({ min: 1, max: 9999 }))
  .filter(([year, month]) => year > 7 || Number(month) >= 4)
  .map(
    ([year, month, number]) => `${twoDigits(year)}${month}.${String(number).padStart(year < 15 ? 4 : 5, '0')}`
  )

const oldStyle = fc
  .tuple(
    fc.constantFrom(...archives),
    fc.constantFrom(...Array.from({ length: 16 }, (_, index) => twoDigits((91 + index) % 100))),
    months,
    fc.integer({ min: 1, max: 999 })
  )
  .filter(([, year, month]) => year !== '91' || Number(month) >= 7)
  .map(([archive, year, month, number]) => `${archive}/${year}${month}${String(number).padStart(3, '0')}`)

const ids = fc.oneof(newStyle, oldStyle).map((id) => id as ArxivId)
const versions = fc.option(fc.integer({ min: 1, max: 999 }))

describe('parseArxivId', () => {
  test.each(accepted)('reads %j', (text, id, version) => {
    expect(parseArxivId(text)).toEqual({ id, version })
  })

  test.each(rejected)('answers null for %j: %s', (text) => {
    expect(parseArxivId(text)).toBeNull()
  })

  test('reads back every address that it makes of an id and a version', () => {
    fc.assert(
      fc.property(ids, versions, (id, version) => {
        expect(parseArxivId(abstractUrl(id, version))).toEqual({ id, version })
        expect(parseArxivId(pdfUrl(id, version))).toEqual({ id, version })
        expect(parseArxivId(`${pdfUrl(id, version)}.pdf`)).toEqual({ id, version })
      })
    )
  })

  test('never reads an id that stands inside a longer run of digits', () => {
    fc.assert(
      fc.property(newStyle, fc.integer({ min: 0, max: 9 }), (id, digit) => {
        expect(parseArxivId(`${digit}${id}`)).toBeNull()
        // Of four digits and one more it may be an id again only where ids have five.
        if (id.length === 10) expect(parseArxivId(`${id}${digit}`)).toBeNull()
        else expect(parseArxivId(`${id}${digit}`)?.id).not.toBe(id)
      })
    )
  })

  test('answers for any text either null or a key that reads as itself', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^[a-z.:/]{0,6}\d{4}[./]\d{3,6}v?\d?$/)),
        (text) => {
          const parsed = parseArxivId(text)
          if (parsed !== null) expect(parseArxivId(parsed.id)).toEqual({ id: parsed.id, version: null })
        }
      )
    )
  })

  test('takes no longer than the text for a flood of spaces, letters or digits', () => {
    const started = performance.now()
    for (const piece of [' ', 'a', '1', 'arxiv:', 'https://', '-', '.pdf'])
      expect(parseArxivId(piece.repeat(200_000))).toBeNull()
    expect(performance.now() - started).toBeLessThan(2000)
  })
})

describe('isArxivId', () => {
  test('accepts keys of papers', () => {
    fc.assert(
      fc.property(ids, (id) => {
        expect(isArxivId(id)).toBe(true)
      })
    )
  })

  test.each(['2312.10854v1', 'math.GT/0611800', 'CS/0407047', ' 2312.10854', 'arXiv:2312.10854', ''])(
    'refuses %j, which is no key',
    (text) => {
      expect(isArxivId(text)).toBe(false)
    }
  )
})

describe('addresses', () => {
  test('lead to the newest version where none is named', () => {
    const id = 'math/0611800' as ArxivId
    expect(abstractUrl(id)).toBe('https://arxiv.org/abs/math/0611800')
    expect(pdfUrl(id)).toBe('https://arxiv.org/pdf/math/0611800')
    expect(abstractUrl(id, 2)).toBe('https://arxiv.org/abs/math/0611800v2')
    expect(pdfUrl(id, 2)).toBe('https://arxiv.org/pdf/math/0611800v2')
  })
})
