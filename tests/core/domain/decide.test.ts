import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { changesFor, inverse, type Wish } from '#core/domain/decide'
import { Marks } from '#core/domain/marks'
import { Device, digestKeys, everything, paper, papers, shown, tags, type Act } from '../support/decisions'

const wishes: fc.Arbitrary<Wish> = fc
  .record(
    {
      read: fc.boolean(),
      starred: fc.boolean(),
      addTags: fc.array(fc.constantFrom(...tags), { maxLength: 3 }),
      removeTags: fc.array(fc.constantFrom(...tags), { maxLength: 3 }),
      note: fc.constantFrom('one', 'two', '', '  ', null)
    },
    { requiredKeys: [] }
  )
  // Nobody adds and removes a tag at once.
  .map(({ removeTags, ...wish }) => ({
    ...wish,
    ...(removeTags === undefined
      ? {}
      : { removeTags: removeTags.filter((tag) => !wish.addTags?.includes(tag)) })
  }))

const acts: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ wish: wishes, on: fc.subarray(papers, { minLength: 1 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      digest: fc.record({ key: fc.constantFrom(...digestKeys), present: fc.boolean() })
    })
  },
  {
    weight: 1,
    arbitrary: fc.record({
      wish: fc.constant<Wish>({ read: true }),
      on: fc.subarray(papers, { minLength: 1 }),
      digest: fc.record({ key: fc.constantFrom(...digestKeys), present: fc.constant(true) })
    })
  }
)

const histories = fc.array(acts, { maxLength: 12 })

function deviceAfter(history: readonly Act[]): Device {
  const device = new Device()
  for (const act of history) device.act(act)
  return device
}

const targets = papers.map((id) => ({ id, version: 2 }))
/** As devices see the papers on which they act. */
const sameTargets = papers.map((id) => ({ id, version: 1 }))

describe('changesFor', () => {
  test('makes the wish true for every paper, and touches nothing else', () => {
    fc.assert(
      fc.property(histories, wishes, fc.subarray(papers), (history, wish, on) => {
        const device = deviceAfter(history)
        const before = papers.map((id) => device.marks.mark(id))
        device.act({ wish, on })
        papers.forEach((id, index) => {
          const [was, is] = [before[index], device.marks.mark(id)]
          if (!on.includes(id)) {
            expect(is).toEqual(was)
            return
          }
          expect(is.read).toBe(wish.read ?? was?.read)
          expect(is.starred).toBe(wish.starred ?? was?.starred)
          const wished = new Set([...(was?.tags ?? []), ...(wish.addTags ?? [])])
          for (const tag of wish.removeTags ?? []) wished.delete(tag)
          expect(is.tags).toEqual([...wished].sort())
          const text = wish.note?.trim() === '' ? null : wish.note
          expect(is.note).toBe(text === undefined ? was?.note : text)
        })
      }),
      { numRuns: 500 }
    )
  })

  test('records only what differs from what holds', () => {
    fc.assert(
      fc.property(histories, wishes, (history, wish) => {
        const { marks } = deviceAfter(history)
        for (const change of changesFor(wish, targets, marks)) {
          for (const id of papers.filter((each) => each in change.papers)) {
            const mark = marks.mark(id)
            if (change.read !== undefined) expect(mark.read).toBe(!change.read)
            if (change.starred !== undefined) expect(mark.starred).toBe(!change.starred)
            for (const tag of change.tags?.add ?? []) expect(mark.tags).not.toContain(tag)
            for (const tag of change.tags?.remove ?? []) expect(mark.tags).toContain(tag)
            if (change.note !== undefined) expect(mark.note).not.toBe(change.note.text)
          }
          expect(Object.keys(change).length).toBeGreaterThan(1)
        }
      }),
      { numRuns: 500 }
    )
  })

  test('has nothing to do for a wish that holds', () => {
    fc.assert(
      fc.property(histories, wishes, (history, wish) => {
        const device = deviceAfter(history)
        device.act({ wish, on: papers })
        expect(changesFor(wish, sameTargets, device.marks)).toEqual([])
      })
    )
  })

  test('puts papers with the same difference together, with the version that the user saw', () => {
    const device = deviceAfter([{ wish: { read: true }, on: [paper(1)] }])
    const seen = [
      { id: paper(0), version: 3 },
      { id: paper(1), version: 1 },
      { id: paper(2), version: null },
      { id: paper(3), version: 1 }
    ]
    const marks = { read: true, starred: true, tags: { add: ['later'] } }
    expect(
      changesFor({ read: true, starred: true, addTags: ['later', 'later'] }, seen, device.marks)
    ).toEqual([
      { papers: { [paper(0)]: 3, [paper(3)]: 1 }, decidedBefore: 0, ...marks },
      { papers: { [paper(1)]: 1 }, starred: true, tags: { add: ['later'] } },
      { papers: { [paper(2)]: 0 }, ...marks }
    ])
  })

  test('takes a blank note for none', () => {
    const device = deviceAfter([{ wish: { note: ' \n ' }, on: [paper(0)] }])
    expect(device.journal).toEqual([])
    device.act({ wish: { note: 'text' }, on: [paper(0)] })
    device.act({ wish: { note: ' ' }, on: [paper(0)] })
    expect(device.marks.mark(paper(0)).note).toBeNull()
  })
})

describe('inverse', () => {
  test('brings back what held before any act', () => {
    fc.assert(
      fc.property(histories, acts, (history, act) => {
        const device = deviceAfter(history)
        const before = shown(device.marks)
        fc.pre(device.act(act) !== null)
        device.undo()
        expect(shown(device.marks)).toEqual(before)
      }),
      { numRuns: 1000 }
    )
  })

  test('of an inverse brings back what the act had made', () => {
    fc.assert(
      fc.property(histories, acts, (history, act) => {
        const device = deviceAfter(history)
        fc.pre(device.act(act) !== null)
        const after = shown(device.marks)
        device.undo()
        device.redo()
        expect(shown(device.marks)).toEqual(after)
      }),
      { numRuns: 1000 }
    )
  })

  test('takes back a whole history, step by step, and brings it back', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const device = new Device()
        const states = [shown(device.marks)]
        for (const act of history) if (device.act(act) !== null) states.push(shown(device.marks))
        for (const state of states.slice(0, -1).reverse()) {
          expect(device.undo()).not.toBeNull()
          expect(shown(device.marks)).toEqual(state)
        }
        expect(device.undo()).toBeNull()
        for (const state of states.slice(1)) {
          expect(device.redo()).not.toBeNull()
          expect(shown(device.marks)).toEqual(state)
        }
        expect(device.redo()).toBeNull()
      }),
      { numRuns: 300 }
    )
  })

  test('undoes and redoes in any mixture as an editor does', () => {
    const steps = fc.array(fc.oneof(acts, fc.constantFrom<'undo' | 'redo'>('undo', 'redo')), {
      maxLength: 30
    })
    fc.assert(
      fc.property(steps, (list) => {
        const device = new Device()
        // What held after each act, up to now and beyond.
        let states = [shown(device.marks)]
        let now = 0
        for (const step of list) {
          if (step === 'undo') now -= device.undo() === null ? 0 : 1
          else if (step === 'redo') now += device.redo() === null ? 0 : 1
          else if (device.act(step) !== null) {
            states = [...states.slice(0, now + 1), shown(device.marks)]
            now++
          }
          expect(shown(device.marks)).toEqual(states[now])
        }
      }),
      { numRuns: 500 }
    )
  })

  test('is the same after the Marks were written and read', () => {
    const steps = fc.array(fc.oneof(acts, fc.constant<'undo'>('undo')), { maxLength: 12 })
    fc.assert(
      fc.property(steps, (list) => {
        const device = new Device()
        for (const step of list) {
          if (step === 'undo') device.undo()
          else device.act(step)
        }
        const read = new Marks(structuredClone(device.marks.state()))
        for (const decision of device.journal)
          expect(inverse(decision, read)).toEqual(inverse(decision, device.marks))
      }),
      { numRuns: 300 }
    )
  })

  test('leaves alone what somebody else set to the same value since', () => {
    const [a, b] = [new Device('a'), new Device('b')]
    const starred = a.act({ wish: { starred: true }, on: [paper(0)] })
    if (starred === null) throw new Error('nothing was decided')
    b.marks.fold(starred)
    b.act({ wish: { starred: false }, on: [paper(0)] })
    b.act({ wish: { starred: true }, on: [paper(0)] })
    for (const decision of b.journal) a.marks.fold(decision)
    expect(a.undo()?.changes).toEqual([])
    expect(a.marks.isStarred(paper(0))).toBe(true)
  })

  test('leaves alone every value that was changed since', () => {
    fc.assert(
      fc.property(histories, acts, histories, (history, act, since) => {
        const device = deviceAfter(history)
        const decision = device.act(act)
        fc.pre(decision !== null)
        for (const each of since) device.act(each)
        const before = papers.map((id) => device.marks.mark(id))
        const touched = device.journal
          .slice(device.journal.indexOf(decision) + 1)
          .flatMap(({ changes }) => changes)
        device.decide({ undoes: decision.id, ...inverse(decision, device.marks) })
        papers.forEach((id, index) => {
          const [was, is] = [before[index], device.marks.mark(id)]
          const later = touched.filter((change) => id in change.papers)
          if (later.some(({ read }) => read !== undefined)) expect(is.read).toBe(was?.read)
          if (later.some(({ starred }) => starred !== undefined)) expect(is.starred).toBe(was?.starred)
          if (later.some(({ note }) => note !== undefined)) expect(is.note).toBe(was?.note)
          for (const tag of tags) {
            const changed = later.some((change) =>
              [...(change.tags?.add ?? []), ...(change.tags?.remove ?? [])].includes(tag)
            )
            if (changed) expect(is.tags.includes(tag)).toBe(was?.tags.includes(tag))
          }
        })
      }),
      { numRuns: 500 }
    )
  })

  test('of a bulk is as small as the bulk', () => {
    const device = deviceAfter([{ wish: { read: true, addTags: ['later'] }, on: papers }])
    const [bulk] = device.journal
    expect(bulk?.changes).toHaveLength(1)
    expect(bulk && inverse(bulk, device.marks)).toEqual({
      changes: [
        {
          papers: Object.fromEntries(papers.map((id) => [id, 0])),
          decidedBefore: 1,
          read: false,
          tags: { remove: ['later'] }
        }
      ]
    })
  })

  test('leaves a digest alone that came or went again since', () => {
    const device = new Device()
    const imported = device.act({ digest: { key: 'd1', present: true } })
    device.act({ digest: { key: 'd1', present: false } })
    expect(imported && inverse(imported, device.marks)).toEqual({ changes: [] })
  })

  test('of the removal of a digest says where its records stand', () => {
    const device = new Device()
    device.act({ digest: { key: 'd1', present: true } })
    const removed = device.act({ digest: { key: 'd1', present: false } })
    const places = device.marks.digest('d1')?.places
    expect(removed && inverse(removed, device.marks).digests).toEqual([
      { key: 'd1', present: true, at: places?.[0] }
    ])
  })

  test('leaves alone what another device decided since', () => {
    const [a, b] = [new Device('a'), new Device('b')]
    const starred = a.act({ wish: { starred: true, addTags: ['later'] }, on: [paper(0)] })
    if (starred === null) throw new Error('nothing was decided')
    b.marks.fold(starred)
    b.act({ wish: { removeTags: ['later'] }, on: [paper(0)] })
    for (const decision of b.journal) a.marks.fold(decision)
    a.undo()
    expect(a.marks.mark(paper(0))).toMatchObject({ starred: false, tags: [] })
    a.redo()
    expect(a.marks.mark(paper(0))).toMatchObject({ starred: true, tags: [] })
  })
})

test('journals tell the same again: folding them anew gives the same Marks', () => {
  fc.assert(
    fc.property(histories, (history) => {
      const device = deviceAfter(history)
      device.undo()
      const again = new Marks()
      for (const decision of device.journal) again.fold(decision)
      expect(everything(again)).toEqual(everything(device.marks))
    })
  )
})
