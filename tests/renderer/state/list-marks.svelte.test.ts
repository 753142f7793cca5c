import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Row } from '#core/contract'
import type { ArxivId } from '#core/domain/arxiv-id'
import { bitSets, markBits } from '#core/domain/view'
import { bitsOf, ListMarks } from '../../../src/renderer/state/list-marks.svelte'

const { read, starred, noted, updated, unseen } = markBits

function row(number: number, marks: Partial<Row> = {}): Row {
  return {
    row: number,
    id: '2312.00001' as ArxivId,
    version: 1,
    title: 'Title',
    authors: null,
    authorCount: 0,
    category: null,
    announced: '2023-12-18',
    kind: 'new',
    read: false,
    starred: false,
    noted: false,
    tags: [],
    updated: false,
    rules: [],
    ...marks
  }
}

/** Row 10 stands at place 0, and so on. */
const placeOf = (number: number): number => (number >= 10 ? number - 10 : -1)

function marksOf(...bits: readonly number[]): ListMarks {
  const marks = new ListMarks()
  marks.take(Uint8Array.from(bits))
  return marks
}

test('counts what is not read between two places', () => {
  const marks = marksOf(0, read, starred, read | starred, 0)
  expect([marks.unread(0, 5), marks.unread(1, 4), marks.unread(3, 3)]).toEqual([3, 1, 0])
})

test('takes what rows say, and nothing of rows that the list does not hold', () => {
  const marks = marksOf(read | unseen, read | unseen, 0)
  marks.update([row(10), row(11, { read: true, noted: true }), row(3, { read: true })], placeOf)
  // Whether an abstract was shown is not in a row; what is not read cannot be read unseen.
  expect([0, 1, 2].map((place) => marks.at(place))).toEqual([0, read | noted | unseen, 0])
  expect(marks.at(-1)).toBe(0)
})

test('changes papers as their rows would be, whether or not those are here', () => {
  const all = Array.from({ length: bitSets }, (_, bits) => bits)
  const marks = marksOf(...all)
  const change = (each: Row): Row => ({ ...each, starred: true, updated: false })
  marks.patch([...all.map((place) => place + 10), 2], row(99, { tags: ['x'] }), change, placeOf)
  for (const bits of all) {
    const kept = bits & (read | noted) & 0xff
    expect(marks.at(bits)).toBe(kept | starred | (bits & read ? bits & unseen : 0))
  }
})

test('tells of a change to whoever watches', () => {
  const marks = marksOf(0, 0)
  const counted = $derived(marks.unread(0, 2))
  const unread = (): number => counted
  expect(unread()).toBe(2)
  marks.update([row(10, { read: true })], placeOf)
  expect(unread()).toBe(1)
  marks.set(Uint32Array.of(11), Uint8Array.of(read), placeOf)
  expect(unread()).toBe(0)
})

test('a row has the bits of its marks', () => {
  fc.assert(
    fc.property(fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean(), (...[a, b, c, d]) => {
      const bits = bitsOf({ read: a, starred: b, noted: c, updated: d })
      expect([read, starred, noted, updated].map((bit) => (bits & bit) !== 0)).toEqual([a, b, c, d])
    })
  )
})
