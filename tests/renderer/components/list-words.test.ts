import { expect, test } from 'vitest'
import type { Rule } from '#core/domain/rule'
import { groupName } from '../../../src/renderer/components/list/group-name'
import { mutedText } from '../../../src/renderer/components/list/muted-text'

test('names a day with its weekday, which can be shortened, and a category as it is', () => {
  expect(groupName('2026-11-23').join('')).toBe('Monday 23 November 2026')
  expect(groupName('2026-11-23')).toEqual(['Mon', 'day', ' 23 November 2026'])
  expect(groupName('2023-12-03').join('')).toBe('Sunday 3 December 2023')
  expect(groupName('cs.CV').join('')).toBe('cs.CV')
  expect(groupName('').join('')).toBe('No category')
})

const rules: readonly Rule[] = [
  { id: 'a', does: 'mute', matches: 'keyword', text: 'survey', colour: null },
  { id: 'b', does: 'mute', matches: 'category', text: 'cs.CL', colour: null },
  { id: 'c', does: 'mute', matches: 'author', text: 'Noether', colour: null },
  { id: 'd', does: 'mute', matches: 'keyword', text: 'challenge', colour: null },
  { id: 'e', does: 'mute', matches: 'keyword', text: 'corrigendum', colour: null }
]
const rule = (id: string): Rule | undefined => rules.find((each) => each.id === id)

test('says how many papers are muted, and why', () => {
  const by = [
    { rule: 'a', papers: 1200 },
    { rule: 'b', papers: 8 }
  ]
  expect(mutedText(1205, by, rule)).toBe('1,205 papers muted: 1,200 “survey”, 8 cs.CL')
  expect(mutedText(1, [{ rule: 'c', papers: 1 }], rule)).toBe('1 paper muted: 1 Noether')
})

test('names three rules, counts the others, and leaves out what is no rule any more', () => {
  const by = rules.map(({ id }, index) => ({ rule: id, papers: 9 - index }))
  expect(mutedText(20, by, rule)).toBe('20 papers muted: 9 “survey”, 8 cs.CL, 7 Noether, 2 more rules')
  expect(mutedText(20, by.slice(0, 4), rule)).toContain(', 1 more rule')
  expect(mutedText(2, [{ rule: 'gone', papers: 2 }], rule)).toBe('2 papers muted')
})
