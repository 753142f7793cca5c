import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findArxivIds, findingArxivIds } from '#core/digest/arxiv-ids'
import { parseIdsOnly } from '#core/digest/dialects/ids-only'
import { parseArxivId } from '#core/domain/arxiv-id'
import { quickest } from '../../support/quickest'

/** What a text names, in short: `2312.10854v2@1`. */
const found = (text: string): string[] =>
  findArxivIds(text).map(({ id, version, line }) => `${id}${version === null ? '' : `v${version}`}@${line}`)

test.each([
  ['2312.10854', '2312.10854@1'],
  ['2312.10854v2', '2312.10854v2@1'],
  ['see 0905.1234, and', '0905.1234@1'],
  ['(2312.10854)', '2312.10854@1'],
  ['[2312.10854v12]', '2312.10854v12@1'],
  ['eprint = {2312.10854},', '2312.10854@1'],
  ['It is in 2312.10854.', '2312.10854@1'],
  ['2312.10854.pdf', '2312.10854@1'],
  ['论文2312.10854。', '2312.10854@1'],
  ['arXiv:2312.10854v3 [cs.CV] 18 Dec 2023', '2312.10854v3@1'],
  ['arXiv: 2312.10854', '2312.10854@1'],
  ['ARXIV:0905.1234', '0905.1234@1'],
  ['http://arxiv.org/abs/2312.10854v1', '2312.10854v1@1'],
  ['https://www.arxiv.org/pdf/2312.10854v2.pdf#page=3', '2312.10854v2@1'],
  ['https://export.arxiv.org/abs/2312.10854?context=cs', '2312.10854@1'],
  ['arxiv.org/html/2312.10854v1', '2312.10854v1@1'],
  ['<https://arxiv.org/format/2312.10854>', '2312.10854@1'],
  ['https://ar5iv.labs.arxiv.org/html/2312.10854', '2312.10854@1'],
  ['https://www.alphaxiv.org/abs/2312.10854v1', '2312.10854v1@1'],
  ['https://alphaxiv.org/overview/2312.10854', '2312.10854@1'],
  ['https://huggingface.co/papers/2312.10854', '2312.10854@1'],
  ['https://doi.org/10.48550/arXiv.2312.10854', '2312.10854@1'],
  ['doi:10.48550/ARXIV.2312.10854', '2312.10854@1'],
  ['hep-th/9901001', 'hep-th/9901001@1'],
  ['arXiv:math.GT/0611800v2', 'math/0611800v2@1'],
  ['https://arxiv.org/abs/cs/0407047v3', 'cs/0407047v3@1'],
  ['https://doi.org/10.48550/arXiv.hep-th/9901001', 'hep-th/9901001@1']
])('%j names a paper', (text, id) => {
  expect(found(text)).toEqual([id])
  expect(found(`words before ${text} and after`)).toEqual([id])
})

test.each([
  ['longer numbers', '12312.108545 12312.10854 2312.108545 1.2312.10854 2312.10854.1 02312.10854'],
  ['other months and lengths', '2313.10854 2300.10854 0703.1234 1412.12345 1501.1234 2312.00000'],
  ['prices', '$2312.10854 €1203.4567 1203.4567 USD £ 1203.4567 1203.4567€'],
  ['measures', '1203.4567 km 1203.4567% 1203.4567e3 1203.4567 GeV -1203.4567 +1203.4567 ±1203.4567'],
  ['coordinates', '1203.4567, -33.1234; 1203.4567,N; 12.5, 1203.4567'],
  ['versions', 'v2312.10854 lib-2312.10854 2312.10854-rc1 2312.10854-1 release/2312.10854'],
  ['DOIs of others', '10.1109/2312.10854 10.1016/j.cviu.2312.10854 10.1000/arXiv-2312.10854'],
  ['addresses of others', 'https://example.org/abs/2312.10854 https://evilarxiv.org/abs/2312.10854'],
  ['paths', './2312.10854/x C:\\2312.10854 a/hep-th/9901001 xhep-th/9901001'],
  ['numbers without an archive', '9901001 /9901001 foo/9901001 hep-th/99010011 hep-th/9913001'],
  ['versions that are none', '2312.10854version 2312.10854v0 2312.10854v12345'],
  ['months far ahead', '5012.12345 9912.12345'],
  ['equations', 'x=1203.4567 2312.10854=y a^1203.4567 me@2312.10854']
])('%s are none', (_, text) => {
  expect(found(text)).toEqual([])
})

test('Each paper is named once, with its highest version and its first line', () => {
  const text = 'arXiv:2312.10854\n\n2401.00001v3 2312.10854v2\n2312.10854v1\nhttps://arxiv.org/abs/2401.00001'
  expect(found(text)).toEqual(['2312.10854v2@1', '2401.00001v3@3'])
  expect(found('2312.10854,2312.10855;2312.10856\t2312.10857|2312.10858')).toHaveLength(5)
})

test('Ids are found wherever they stand in a long text', () => {
  fc.assert(
    fc.property(fc.integer({ min: 65_400, max: 65_700 }), fc.boolean(), (before, lines) => {
      const filling = lines ? '\n' : ' '
      const text = `${filling.repeat(before)}https://arxiv.org/abs/2312.10854v2 and more`
      expect(found(text)).toEqual([`2312.10854v2@${lines ? before + 1 : 1}`])
      // A number does not become shorter where a piece of the text ends.
      for (const number of ['12312.108545', '2312.108545', '2312.10854.1'])
        expect(found(`${' '.repeat(before)}${number} `)).toEqual([])
    }),
    { numRuns: 300 }
  )
})

test('Whatever is found is an id, and is found again where it stands alone', () => {
  const part = fc.constantFrom(
    ...[
      '2312.10854',
      'v2',
      '.',
      '/',
      '1',
      '12',
      ' ',
      '\n',
      'arXiv:',
      'https://arxiv.org/abs/',
      'hep-th',
      '/9901001'
    ],
    ...['$', '-', 'x', '0905.1234', '10.48550/arXiv.', ',']
  )
  fc.assert(
    fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
      const text = parts.join('')
      for (const { id, version, line } of findArxivIds(text)) {
        expect(parseArxivId(`${id}${version === null ? '' : `v${version}`}`)).toEqual({ id, version })
        expect(text.split('\n')[line - 1]?.toLowerCase()).toContain(id.split('/').at(-1))
      }
    })
  )
})

test.each([
  '0',
  '.',
  '/',
  '0.',
  '2312.',
  'arxiv.org/abs/',
  'a-',
  '9901001/',
  '2312.10854 ',
  '$2312.10854v',
  '\n'
])('Four megabytes of %j take no longer than their length', (unit) => {
  const text = unit.repeat(4_000_000 / unit.length)
  expect(quickest(2000, () => findArxivIds(text))).toBeLessThanOrEqual(2000)
})

test('A long text is looked through in pieces', () => {
  const finding = findingArxivIds('x'.repeat(1_000_000))
  let turns = 0
  while (finding.next().done !== true) turns++
  expect(turns).toBeGreaterThan(10)
})

test('A text that names papers becomes a digest of their ids', () => {
  const parse = (text: string): unknown => {
    const parsing = parseIdsOnly(text)
    for (;;) {
      const step = parsing.next()
      if (step.done === true) return step.value
    }
  }
  expect(parse('Nothing here.')).toBeNull()
  expect(parse('To read:\n- 2312.10854v2\n- hep-th/9901001')).toEqual({
    ...{ dialect: 'ids-only', category: null, date: null, problems: [] },
    entries: [
      { id: '2312.10854', version: 2, kind: 'new', lines: [2, 2], fields: {}, repaired: 0 },
      { id: 'hep-th/9901001', version: null, kind: 'new', lines: [3, 3], fields: {}, repaired: 0 }
    ]
  })
})
