import { expect, test } from 'vitest'
import type { Rule, RuleSubject } from '#core/domain/rule'
import { ruleTest } from '#core/search/rules'

const paper = {
  title: 'A Survey of Text-to-Image Diffusion in $\\alpha$-Graphs: the Schr\\"odinger Bridge',
  authors: ['LeCun, Yann A.', 'Paul Erdős', 'et al.'],
  categories: ['cs.CV', 'stat.ML']
}

function matches(subject: RuleSubject, text: string, does: Rule['does'] = 'highlight'): boolean {
  const rule: Rule = { id: 'r', does, matches: subject, text, colour: null }
  return ruleTest([rule])(paper).length === 1
}

test.each([
  ['survey', true],
  ['SURVEY of text', true],
  ['text to image', true],
  ['text-to-image', true],
  ['graph', true],
  ['graphs', true],
  ['diffusions', false],
  ['diffus', false],
  ['diffus*', true],
  ['schrodinger bridge', true],
  ['α graphs', true],
  ['image of', false],
  ['rvey', false],
  ['…', false],
  ['*', false]
])('the keyword %s: %s', (text, expected) => {
  expect(matches('keyword', text)).toBe(expected)
})

test.each([
  ['Yann LeCun', true],
  ['lecun', true],
  ['Erdos', true],
  ['P. Erdős', false],
  ['Yann Erdős', false],
  ['et al.', false],
  ['', false]
])('the author %s: %s', (text, expected) => {
  expect(matches('author', text)).toBe(expected)
})

test('a category is one of the paper’s or an archive; muted is only what has it as its primary one', () => {
  for (const text of ['cs.CV', 'cs.cv', 'stat.ML', 'cs', 'cs.*', 'stat'])
    expect(matches('category', text)).toBe(true)
  for (const text of ['cs.C', 'math', 'c', 'cs.LG']) expect(matches('category', text)).toBe(false)
  expect(matches('category', 'cs', 'mute')).toBe(true)
  expect(matches('category', 'stat.ML', 'mute')).toBe(false)
})

test('a paper without authors and categories matches none of them', () => {
  const rules = (['author', 'category'] as const).map((subject): Rule => {
    return { id: subject, does: 'mute', matches: subject, text: 'cs', colour: null }
  })
  expect(ruleTest(rules)({ title: '', authors: null, categories: null })).toEqual([])
})
