import { expect, test } from 'vitest'
import { issueText, type IssueCode } from '#core/search/query/issues'
import { parseQuery } from '#core/search/query/parse'

const codes: Readonly<Record<IssueCode, true>> = {
  unknownField: true,
  emptyField: true,
  openQuote: true,
  openBracket: true,
  closingBracket: true,
  emptyBrackets: true,
  looseOr: true,
  looseNot: true,
  unknownState: true,
  unknownBelonging: true,
  badDate: true,
  badYear: true,
  datesReversed: true,
  noWord: true,
  tooDeep: true
}
const all = Object.keys(codes) as IssueCode[]

test('Every issue is told in whole sentences of its own', () => {
  const sentences = all.map((code) => issueText({ code, text: 'foo' }))
  for (const sentence of sentences) expect(sentence).toMatch(/^[“\p{Lu}].*\.$/u)
  expect(new Set(sentences).size).toBe(all.length)
})

test.each<IssueCode>([
  'unknownField',
  'emptyField',
  'unknownState',
  'unknownBelonging',
  'badDate',
  'badYear',
  'noWord'
])('The issue %s names what was written', (code) => {
  expect(issueText({ code, text: 'foo' })).toContain('foo')
})

test.each(['cat', 'tag', 'is', 'has', 'date', 'year'])('The field %s says what it waits for', (field) => {
  const sentence = issueText({ code: 'emptyField', text: field })
  expect(sentence).toMatch(new RegExp(`^“${field}:” waits for `))
  expect(sentence).not.toBe(issueText({ code: 'emptyField', text: 'title' }).replace('title', field))
  expect(issueText({ code: 'emptyField', text: field.toUpperCase() })).toBe(sentence)
})

// Names that every object has are no fields.
test.each(['constructor', '__proto__', 'toString'])(
  '%s is no field, and nothing is wrong with it',
  (field) => {
    expect(parseQuery(`${field}: a `, { today: '2024-03-10' }).issues).toEqual([])
  }
)
