// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { RuleBarState, type BarSubject } from '../../../src/renderer/components/rules/rule-bar.svelte'

const subject: BarSubject = { matches: 'author', text: 'Ada', rect: new DOMRect(0, 0, 10, 10) }

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('the bar comes where the pointer rests, and not where it only passes', () => {
  const bar = new RuleBarState()
  bar.restOn(() => subject)
  vi.advanceTimersByTime(200)
  bar.close()
  vi.advanceTimersByTime(1000)
  expect(bar.subject).toBe(null)
  bar.restOn(() => subject)
  vi.advanceTimersByTime(400)
  expect(bar.subject).toEqual(subject)
})

test('it waits a moment for the pointer to come to it, and stays while that is there', () => {
  const bar = new RuleBarState()
  bar.show(subject)
  bar.leave()
  vi.advanceTimersByTime(100)
  bar.hold()
  vi.advanceTimersByTime(1000)
  expect(bar.subject).toEqual(subject)
  bar.leave()
  vi.advanceTimersByTime(300)
  expect(bar.subject).toBe(null)
})
