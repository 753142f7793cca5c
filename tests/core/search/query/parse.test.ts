import fc from 'fast-check'
import { expect, test } from 'vitest'
import { issueText, type IssueCode } from '#core/search/query/issues'
import { parseQuery } from '#core/search/query/parse'
import { hasWords, wordsOf, type Query, type QueryNode } from '#core/search/query/query'
import { quickest } from '../../../support/quickest'

const today = '2024-03-10'

function parsed(text: string): Query {
  return parseQuery(text, { today })
}

/** A query as it is understood, on one line. */
function shown(node: QueryNode | null): string {
  if (node === null) return ''
  switch (node.kind) {
    case 'every':
      return `(${node.of.map(shown).join(' ')})`
    case 'any':
      return `(${node.of.map(shown).join(' | ')})`
    case 'not':
      return `-${shown(node.of)}`
    case 'text': {
      const text = node.quoted ? `"${node.text}"` : node.text
      return `${node.field === null ? '' : `${node.field}:`}${text}${node.open ? '*' : ''}`
    }
    case 'category':
    case 'tag':
      return `${node.kind}:${node.name}${node.open ? '*' : ''}`
    case 'id':
    case 'digest':
      return `${node.kind}:${node.text}`
    case 'date':
      return `date:${node.first ?? ''}..${node.last ?? ''}`
    case 'is':
      return `is:${node.state}`
    case 'has':
      return `has:${node.what}`
  }
}

test.each([
  ['', ''],
  ['  ', ''],
  ['deep', 'deep*'],
  ['deep ', 'deep'],
  ['Deep  learning', '(Deep learning*)'],
  ['deep* learning ', '(deep* learning)'],
  ['"deep learning"', '"deep learning"'],
  ['"deep learn', '"deep learn"*'],
  ['“deep learning” „nets“ „a” ', '("deep learning" "nets" "a")'],
  ['a"b c"d ', '(a "b c" d)'],
  ['deep -nets ', '(deep -nets)'],
  ['deep -net', '(deep -net)'],
  ['-net*', '-net*'],
  ['deep -"neural nets" ', '(deep -"neural nets")'],
  ['NOT a b ', '(-a b)'],
  ['NOT NOT a ', '--a'],
  ['NOT (a b) ', '-(a b)'],
  ['not a ', '(not a)'],
  ['--a', 'a*'],
  ['a - b ', '(a b)'],
  ['a OR b ', '(a | b)'],
  ['a | b|c ', '(a | b|c)'],
  ['a || b c ', '((a | b) c)'],
  ['a b OR c d ', '(a (b | c) d)'],
  ['a OR b OR c ', '(a | b | c)'],
  ['a OR -b ', '(a | -b)'],
  ['(a OR b) OR c ', '(a | b | c)'],
  ['a or b ', '(a or b)'],
  ['ORB a ', '(ORB a)'],
  ['a AND b & c && d ', '(a b c d)'],
  ['(a b) OR c ', '((a b) | c)'],
  ['(a OR b) c ', '((a | b) c)'],
  ['((a))', 'a'],
  ['f(x) ', 'f(x)'],
  ['(f(x) y)', '(f(x) y)'],
  ['title:deep', 'title:deep*'],
  ['TI:deep ', 'title:deep'],
  ['title: deep ', 'title:deep'],
  ['title:"deep nets" ', 'title:"deep nets"'],
  ['title:(deep OR shallow) ', '(title:deep | title:shallow)'],
  ['-title:deep ', '-title:deep'],
  ['au:"Yann LeCun" by:hinton ', '(authors:"Yann LeCun" authors:hinton)'],
  ['abs:a comment:b journal:c note:d ', '(abstract:a comment:b comment:c note:d)'],
  ['cat:cs.LG', 'category:cs.LG*'],
  ['cat:cs.LG,stat ', '(category:cs.LG | category:stat)'],
  ['cat:(cs.LG OR stat.ML) ', '(category:cs.LG | category:stat.ML)'],
  ['tag:#vision tag:"to read" ', '(tag:vision tag:to read)'],
  ['id:2312 id:arXiv:2312.00001v2 ', '(id:2312 id:2312.00001)'],
  ['digest:2023-12-18 ', 'digest:2023-12-18'],
  ['is:starred is:UNREAD ', '(is:starred is:unread)'],
  ['is:read,noted ', '(is:read | is:noted)'],
  ['is:st', 'is:starred'],
  ['has:code -has:doi ', '(has:code -has:doi)'],
  ['year:2023 ', 'date:2023-01-01..2023-12-31'],
  ['year:2019..2021 ', 'date:2019-01-01..2021-12-31'],
  ['date:2023-12..2024-01 ', 'date:2023-12-01..2024-01-31'],
  ['date:2024-01..2023-12 ', 'date:2023-12-01..2024-01-31'],
  ['date:7d', 'date:2024-03-04..2024-03-10'],
  ['date:2023-1', 'date:2023-01-01..2023-01-31'],
  ['date:2023-', 'date:2023-01-01..2023-12-31'],
  ['announced:today ', 'date:2024-03-10..2024-03-10'],
  ["GPT-4 2.5D CLIP's ", "(GPT-4 2.5D CLIP's)"],
  ['$a + b$ c ', '($a + b$ c)'],
  ['costs $5 and $10 ', '(costs $5 and $10)'],
  ['Foo: bar ', '(Foo: bar)'],
  ['12:30 ', '12:30'],
  ['https://example.org/x ', 'https://example.org/x'],
  ['a … b ', '(a b)'],
  ['title:( ', '']
])('%j is read as %s', (text, expected) => {
  expect(shown(parsed(text).node)).toBe(expected)
})

test.each<[string, ...(readonly [code: IssueCode, part: string, unfinished: boolean])[]]>([
  ['titel:deep ', ['unknownField', 'titel:', false]],
  ['title:', ['emptyField', 'title:', true]],
  ['(title:) ', ['emptyBrackets', '(title:)', false], ['emptyField', 'title:', false]],
  ['cat: ', ['emptyField', 'cat: ', true]],
  ['"deep', ['openQuote', '"', true]],
  ['(deep ', ['openBracket', '(', true]],
  ['deep ) a ', ['closingBracket', ')', false]],
  ['() a ', ['emptyBrackets', '()', false]],
  ['OR a ', ['looseOr', 'OR', false]],
  ['a OR', ['looseOr', 'OR', true]],
  ['a OR | b ', ['looseOr', '|', false]],
  ['a -', ['looseNot', '-', true]],
  ['(a NOT) ', ['looseNot', 'NOT', false]],
  ['date:2', ['badDate', '2', true]],
  ['date:yest', ['badDate', 'yest', true]],
  ['is:stared ', ['unknownState', 'stared', false]],
  ['is:st', ['unknownState', 'st', true]],
  ['has:pdf ', ['unknownBelonging', 'pdf', false]],
  ['date:soon ', ['badDate', 'soon', false]],
  ['date:2023-13 ', ['badDate', '2023-13', false]],
  ['date:2023-', ['badDate', '2023-', true]],
  ['year:last ', ['badYear', 'last', false]],
  ['date:2024..2023 ', ['datesReversed', '2024..2023', false]],
  ['… ', ['noWord', '…', false]],
  [`${'('.repeat(41)}a `, ['tooDeep', '(', false]],
  [
    'titel:a date:x (b ',
    ['unknownField', 'titel:', false],
    ['badDate', 'x', false],
    ['openBracket', '(', true]
  ]
])('%j is not quite right', (text, ...expected) => {
  const { issues } = parsed(text)
  const found = issues.map(({ code, from, to, unfinished }) => [code, text.slice(from, to), unfinished])
  expect(found).toEqual(expected)
  for (const issue of issues) expect(issueText(issue)).toMatch(/^.{10,}[.]$/)
})

test.each([
  ['titel:deep ', 'title:'],
  ['catt:cs ', 'cat:'],
  ['is:stared ', 'starred'],
  ['has:tags ', 'tag'],
  ['qwertz:a ', null]
])('%j says what was probably meant', (text, meant) => {
  expect(parsed(text).issues[0]?.meant).toBe(meant)
})

test.each([
  ['2312.00001', '2312.00001'],
  ['https://arxiv.org/abs/2312.00001v2', '2312.00001'],
  ['arXiv:math/0611800', 'math/0611800'],
  ['deep', null]
])('The paper that %j names', (text, id) => {
  expect(parsed(text)).toMatchObject({ id, issues: [] })
})

test('Words are those that a paper may have matched', () => {
  expect(wordsOf(parsed('a -b (c OR d) cat:cs -(e f) ').node).map(({ text }) => text)).toEqual([
    'a',
    'c',
    'd'
  ])
  expect(hasWords(parsed('cat:cs -b ').node)).toBe(false)
})

const piece = fc.oneof(
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      ...[
        '"',
        '“',
        '„',
        '(',
        ')',
        ' ',
        '  ',
        '-',
        '−',
        'OR',
        '|',
        '||',
        'NOT',
        'AND',
        '&',
        '$',
        '*',
        ',',
        ':'
      ],
      ...['title:', 'by:', 'cat:', 'tag:', 'is:', 'has:', 'date:', 'year:', 'id:', 'digest:', 'titel:'],
      ...[
        'deep',
        'unread',
        'starr',
        'code',
        '2023',
        '2023-12',
        '..',
        '>',
        '<=',
        '7d',
        'cs.LG',
        '2312.00001',
        '…'
      ]
    )
  }
)
const query = fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join(''))

function eachNode(node: QueryNode | null, told: (node: QueryNode) => void): void {
  if (node === null) return
  told(node)
  if (node.kind === 'not') eachNode(node.of, told)
  if (node.kind === 'every' || node.kind === 'any') for (const each of node.of) eachNode(each, told)
}

test('Any text is a query, whose parts are where they say, and reads the same as often as it is read', () => {
  fc.assert(
    fc.property(query, (text) => {
      const { node, issues } = parsed(text)
      let after = 0
      eachNode(node, (part) => {
        if (part.kind === 'every' || part.kind === 'any') expect(part.of.length).toBeGreaterThan(1)
        if (!('from' in part)) return
        expect(part.from).toBeGreaterThanOrEqual(after)
        expect(part.to).toBeGreaterThan(part.from)
        expect(part.to).toBeLessThanOrEqual(text.length)
        // Several values between commas stand in one place.
        after = part.from
        if (part.kind === 'text') expect(text.slice(part.from, part.to)).toContain(part.text)
        if (part.kind === 'date') expect(part.first ?? '').toMatch(/^(?:\d{4}-\d\d-\d\d)?$/)
      })
      let before = 0
      for (const issue of issues) {
        expect(issue.from).toBeGreaterThanOrEqual(before)
        expect(issue.to).toBeGreaterThan(issue.from)
        expect(issue.to).toBeLessThanOrEqual(text.length)
        expect(issueText(issue)).not.toBe('')
        before = issue.from
      }
      expect(parsed(text)).toEqual({ node, issues, id: parsed(text).id })
    }),
    { numRuns: 2000 }
  )
})

test('What has no fault so far is no fault: only unfinished issues, while a right query is typed', () => {
  const right = '"deep nets" OR (title:vision -by:"Ann Lee") cat:cs.LG,stat is:unread has:code year:2023 a'
  for (let end = 1; end <= right.length; end++) {
    const issues = parsed(right.slice(0, end)).issues.filter(({ unfinished }) => !unfinished)
    expect(issues.map(({ code }) => `${right.slice(0, end)} ${code}`)).toEqual([])
  }
})

test.each(
  [
    '(',
    ')',
    '"',
    '-',
    '$',
    '$a',
    '(a ',
    'a:',
    'title:',
    'date:2023-',
    '2023-12..',
    ',',
    'is:a,',
    '|',
    'OR ',
    ' ',
    ':'
  ]
    .concat(['cat:a,', '*', '–', '$ ', 'a)(', 'NOT ', 'a OR ', 'a ', '\\cite', '-('])
    .map((piece) => [piece])
)('A long chain of %j is read in no time', (piece) => {
  const time = (length: number): number => {
    const text = piece.repeat(Math.ceil(length / piece.length)).slice(0, length)
    const start = performance.now()
    parsed(text)
    return performance.now() - start
  }
  const short = piece.repeat(1000 / piece.length)
  expect(quickest(50, () => parsed(short))).toBeLessThanOrEqual(50)
  // On a busy machine all takes long; only what is not linear takes far longer than eight times as long.
  const long = time(100_000)
  expect(long < 300 || long < 30 * time(12_500) || time(100_000) < 30 * time(12_500)).toBe(true)
})
