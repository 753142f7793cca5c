import { describe, expect, test } from 'vitest'
import { changesFor } from '#core/domain/decide'
import type { Decision } from '#core/domain/decision'
import { Note } from '#core/domain/note'
import { Device, everything, marksOf, paper } from '../support/decisions'

const [id] = [paper(0)]
const on = [id]

/** Two devices that know the same first note and each write another text over it, without hearing of each other. */
function conflict(): { a: Device; b: Device; all: Decision[] } {
  const [a, b] = [new Device('a'), new Device('b')]
  const first = a.act({ wish: { note: 'first' }, on })
  if (first === null) throw new Error('nothing was decided')
  b.marks.fold(first)
  a.act({ wish: { note: 'of a' }, on })
  b.clock = 5_000
  b.act({ wish: { note: 'of b' }, on })
  return { a, b, all: [...a.journal, ...b.journal] }
}

const heads = (marks: Device['marks']): unknown =>
  marks
    .note(id)
    ?.heads()
    .map(({ text }) => text)

/** What the user saw beside each other when choosing. */
const seen = (marks: Device['marks']): string[] =>
  marks
    .note(id)
    ?.heads()
    .map((head) => head.id) ?? []

function synchronise(a: Device, b: Device): void {
  const [ofA, ofB] = [[...a.journal], [...b.journal]]
  for (const decision of ofB) a.marks.fold(decision)
  for (const decision of ofA) b.marks.fold(decision)
}

describe('a note', () => {
  test('is none before it has a text, and none again once that is taken away', () => {
    expect(new Note().text).toBeNull()
    expect(new Note().heads()).toEqual([])
    const device = new Device()
    device.act({ wish: { note: 'text' }, on })
    device.act({ wish: { note: null }, on })
    expect(device.marks.mark(id).note).toBeNull()
    device.undo()
    expect(device.marks.mark(id).note).toBe('text')
  })

  test('written on two devices from one base shows the later text and keeps the other beside it, in every order', () => {
    const { all, a } = conflict()
    const [first, ofA, ofB] = all
    if (first === undefined || ofA === undefined || ofB === undefined)
      throw new Error('three decisions expected')
    for (const order of [
      [first, ofA, ofB],
      [first, ofB, ofA],
      [ofB, first, ofA]
    ]) {
      expect(heads(marksOf(order))).toEqual(['of b', 'of a'])
      expect(everything(marksOf(order))).toEqual(everything(marksOf(all)))
    }
    expect(a.journal).toHaveLength(2)
  })

  test.each(['of b', 'of a', 'both'])('with two texts is one again once the user chooses %j', (text) => {
    const { a, b } = conflict()
    synchronise(a, b)
    expect(heads(a.marks)).toEqual(['of b', 'of a'])
    a.act({ wish: { note: text, noteBasedOn: seen(a.marks) }, on })
    expect(heads(a.marks)).toEqual([text])
    // The choice holds on the other device, too, though it hears of it last.
    const last = a.journal.at(-1)
    if (last !== undefined) b.marks.fold(last)
    expect(heads(b.marks)).toEqual([text])
    expect(changesFor({ note: text }, [{ id, version: 1 }], a.marks)).toEqual([])
  })

  test('with two texts has both again where the choice is undone, and one where it is redone', () => {
    const { a, b } = conflict()
    synchronise(a, b)
    a.act({ wish: { note: 'chosen', noteBasedOn: seen(a.marks) }, on })
    for (let round = 0; round < 3; round++) {
      a.undo()
      expect(heads(a.marks)).toEqual(['of b', 'of a'])
      a.redo()
      expect(heads(a.marks)).toEqual(['chosen'])
    }
    a.undo()
    // Chosen otherwise after all, the other device agrees, whatever it hears of first.
    a.act({ wish: { note: 'of a', noteBasedOn: seen(a.marks) }, on })
    for (const decision of [...a.journal].reverse()) b.marks.fold(decision)
    expect(heads(b.marks)).toEqual(['of a'])
    expect(everything(marksOf([...a.journal, ...b.journal]))).toEqual(everything(b.marks))
  })

  test('with two texts keeps the other one while one writes on, and where that is undone', () => {
    const { a, b } = conflict()
    synchronise(a, b)
    a.act({ wish: { note: 'of b and more' }, on, visit: 'v1' })
    expect(heads(a.marks)).toEqual(['of b and more', 'of a'])
    a.act({ wish: { note: 'of b and much more' }, on, visit: 'v1' })
    expect(heads(a.marks)).toEqual(['of b and much more', 'of a'])
    a.undo()
    expect(heads(a.marks)).toEqual(['of b', 'of a'])
  })

  test('is not written over by what began from an older text', () => {
    const device = new Device()
    device.act({ wish: { note: 'first' }, on })
    const base = seen(device.marks)
    device.act({ wish: { note: 'from one window', noteBasedOn: base }, on, visit: 'v1' })
    device.act({ wish: { note: 'from another', noteBasedOn: base }, on, visit: 'v2' })
    expect(heads(device.marks)).toEqual(['from another', 'from one window'])
    // Both go on, each from its own text.
    device.act({ wish: { note: 'from one window, longer', noteBasedOn: base }, on, visit: 'v1' })
    expect(heads(device.marks)).toEqual(['from one window, longer', 'from another'])
    device.undo()
    expect(heads(device.marks)).toEqual(['first', 'from another'])
    device.undo()
    expect(new Set(heads(device.marks) as string[])).toEqual(new Set(['first']))
  })

  test('that is taken away and written at the same time is there', () => {
    const device = new Device()
    device.act({ wish: { note: 'first' }, on })
    const base = seen(device.marks)
    device.act({ wish: { note: 'written on', noteBasedOn: base }, on, visit: 'v1' })
    device.act({ wish: { note: '', noteBasedOn: base }, on, visit: 'v2' })
    expect(device.marks.mark(id).note).toBe('written on')
  })

  test('that began from a passing text which is gone by now can be undone', () => {
    const device = new Device()
    device.act({ wish: { note: 'a' }, on, visit: 'v1' })
    const base = seen(device.marks)
    device.act({ wish: { note: 'ab' }, on, visit: 'v1' })
    device.act({ wish: { note: 'other', noteBasedOn: base }, on, visit: 'v2' })
    expect(heads(device.marks)).toEqual(['other', 'ab'])
    device.undo()
    expect(device.marks.mark(id).note).toBe('ab')
  })

  test('with two texts keeps the other device’s when this one’s is undone', () => {
    const { a, b } = conflict()
    synchronise(a, b)
    b.undo()
    expect(heads(b.marks)).toEqual(['first', 'of a'])
  })

  test('goes back to what it was before a visit to its editor, however often it was saved meanwhile', () => {
    const device = new Device()
    device.act({ wish: { note: 'before' }, on })
    for (const text of ['b', 'be', 'better']) device.act({ wish: { note: text }, on, visit: 'v1' })
    expect(device.marks.note(id)?.heads()).toHaveLength(1)
    device.undo()
    expect(device.marks.mark(id).note).toBe('before')
    device.redo()
    expect(device.marks.mark(id).note).toBe('better')
    device.undo()
    device.undo()
    expect(device.marks.mark(id).note).toBeNull()
  })

  test('keeps no passing states of a visit in memory', () => {
    const device = new Device()
    for (let count = 0; count < 50; count++) device.act({ wish: { note: `text ${count}` }, on, visit: 'v1' })
    expect(device.marks.note(id)?.state().revisions).toHaveLength(1)
  })

  test('tells one visit from the next', () => {
    const device = new Device()
    device.act({ wish: { note: 'one' }, on, visit: 'v1' })
    device.act({ wish: { note: 'two' }, on, visit: 'v2' })
    device.undo()
    expect(device.marks.mark(id).note).toBe('one')
  })

  test('goes back as well where the same visit went on after an undo', () => {
    const device = new Device()
    device.act({ wish: { note: 'one' }, on, visit: 'v1' })
    device.undo()
    device.act({ wish: { note: 'two' }, on, visit: 'v1' })
    expect(device.undo()).not.toBeNull()
    expect(device.marks.mark(id).note).toBeNull()
  })

  test('is the same in every order where a visit saw another device’s text', () => {
    const part = { origin: 'window 1', how: 'single' } as const
    const note = (text: string, basedOn: string[]): Decision['changes'] => [
      { papers: { [id]: 1 }, note: { text, basedOn } }
    ]
    const v1: Decision = { id: 'a0', stamp: 1, device: 'a', visit: 'v', changes: note('draft', []), ...part }
    const x: Decision = { id: 'b0', stamp: 2, device: 'b', changes: note('other', []), ...part }
    const v2: Decision = {
      id: 'a1',
      stamp: 3,
      device: 'a',
      visit: 'v',
      changes: note('done', ['b0', 'a0']),
      ...part
    }
    for (const order of [
      [v1, x, v2],
      [x, v1, v2],
      [v1, v2, x]
    ])
      expect(everything(marksOf(order))).toEqual(everything(marksOf([v1, x, v2])))
    expect(heads(marksOf([v1, v2, x]))).toEqual(['done'])
  })
})
