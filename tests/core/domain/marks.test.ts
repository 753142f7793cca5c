import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ArxivId } from '#core/domain/arxiv-id'
import type { Change, Decision, DigestChange, DigestPlace } from '#core/domain/decision'
import { IdTable } from '#core/domain/id-table'
import { Marks } from '#core/domain/marks'
import { markBits } from '#core/domain/view'
import { digestKeys, everything, marksOf, paper, papers, place, tags } from '../support/decisions'

/** What one device decided, before it is known which revisions of notes it saw. */
interface Draft {
  readonly on: readonly ArxivId[]
  readonly read: boolean | undefined
  readonly starred: boolean | undefined
  readonly add: readonly string[]
  readonly remove: readonly string[]
  readonly note: string | null | undefined
  readonly visit: string | undefined
  readonly digest: Omit<DigestChange, 'at'> | undefined
  readonly later: number
  readonly sees: number
  readonly at: number
}

const drafts: fc.Arbitrary<Draft> = fc.record({
  on: fc.subarray(papers, { minLength: 1 }),
  read: fc.constantFrom(true, false, undefined),
  starred: fc.constantFrom(true, false, undefined),
  add: fc.subarray([...tags]),
  remove: fc.subarray([...tags]),
  note: fc.constantFrom('one', 'two', null, undefined),
  visit: fc.constantFrom('v1', 'v2', undefined),
  digest: fc.option(fc.record({ key: fc.constantFrom(...digestKeys), present: fc.boolean() }), {
    nil: undefined
  }),
  later: fc.integer({ min: 1, max: 3 }),
  sees: fc.nat(7),
  at: fc.nat(5)
})

/**
 * The journals of three devices. Stamps of a device grow; those of several are often the same. A note is based on
 * some revisions of the same device and of others.
 */
const journals = fc
  .tuple(
    ...['a', 'b', 'c'].map((device) => fc.array(drafts, { maxLength: 5 }).map((list) => ({ device, list })))
  )
  .map((devices) =>
    devices.map(({ device, list }) => {
      let stamp = 0
      return list.map((draft, index): Decision => {
        stamp += draft.later
        const own = index === 0 ? [] : [`${device}${index - 1}`]
        const others = ['a0', 'b0', 'c1'].filter(
          (id, bit) => !id.startsWith(device) && (draft.sees & (1 << bit)) !== 0
        )
        const change: Change = {
          papers: Object.fromEntries(draft.on.map((id) => [id, draft.sees])),
          ...(draft.read === undefined ? {} : { read: draft.read }),
          ...(draft.starred === undefined ? {} : { starred: draft.starred }),
          tags: { add: draft.add, remove: draft.remove },
          ...(draft.note === undefined ? {} : { note: { text: draft.note, basedOn: [...others, ...own] } })
        }
        const { digest } = draft
        const at = place(draft.at === 0 ? 'a' : device, draft.at)
        return {
          id: `${device}${index}`,
          stamp,
          device,
          origin: 'window 1',
          how: 'bulk',
          changes: [change],
          // A visit to an editor is of one device.
          ...(draft.visit === undefined ? {} : { visit: `${device}${draft.visit}` }),
          ...(digest === undefined ? {} : { digests: [digest.present ? { ...digest, at } : digest] })
        }
      })
    })
  )

/** The journals put together in some order, each device's own order kept. */
const interleavings = journals.chain((lists) =>
  fc.tuple(
    fc.constant(lists.flat()),
    fc.array(fc.nat(2), { minLength: 15, maxLength: 15 }).map((choices) => {
      const rest = lists.map((list) => [...list])
      const order: Decision[] = []
      for (const choice of choices) {
        const next = rest[choice]?.shift()
        if (next !== undefined) order.push(next)
      }
      return [...order, ...rest.flat()]
    })
  )
)

describe('Marks', () => {
  test('are the same for every interleaving of the journals of three devices', () => {
    fc.assert(
      fc.property(interleavings, ([list, order]) => {
        expect(everything(marksOf(order))).toEqual(everything(marksOf(list)))
      }),
      { numRuns: 3000, seed: 20231218 }
    )
  })

  test('hold the last decision on each value, as a plain list of decisions shows', () => {
    fc.assert(
      fc.property(interleavings, ([, order]) => {
        const marks = marksOf(order)
        const sorted = [...order].sort((a, b) => a.stamp - b.stamp || (a.device < b.device ? -1 : 1))
        for (const id of papers) {
          const last = <T>(pick: (change: Change) => T | undefined): T | undefined =>
            sorted
              .flatMap(({ changes }) => changes.filter((change) => id in change.papers).map(pick))
              .findLast((value) => value !== undefined)
          const versions = sorted.flatMap(({ changes }) => changes.map((change) => change.papers[id] ?? 0))
          expect(marks.decidedVersion(id)).toBe(Math.max(0, ...versions))
          expect(marks.isRead(id)).toBe(last(({ read }) => read) ?? false)
          expect(marks.isStarred(id)).toBe(last(({ starred }) => starred) ?? false)
          const held = tags.filter((tag) =>
            last(({ tags: change }) =>
              change?.add?.includes(tag) === true
                ? true
                : change?.remove?.includes(tag) === true
                  ? false
                  : undefined
            )
          )
          expect(marks.mark(id).tags).toEqual([...held].sort())
          for (const tag of tags) expect(marks.hasTag(id, tag)).toBe(held.includes(tag))
        }
      }),
      { numRuns: 500, seed: 20231218 }
    )
  })

  test('are the same after they were written and read, and fold on from there', () => {
    fc.assert(
      fc.property(interleavings, fc.nat(15), ([list], cut) => {
        const read = new Marks(structuredClone(marksOf(list.slice(0, cut)).state()))
        for (const decision of list.slice(cut)) read.fold(decision)
        expect(everything(read)).toEqual(everything(marksOf(list)))
      }),
      { numRuns: 300 }
    )
  })

  test('hold no version beyond the highest there can be, whatever a record claims', () => {
    const id = paper(0)
    const changes = [{ papers: { [id]: 70_000 }, read: true }]
    const marks = marksOf([{ id: 'a0', stamp: 1, device: 'a', origin: 'x', how: 'single', changes }])
    expect(marks.decidedVersion(id)).toBe(65_535)
    expect(marks.decidedVersion(paper(1))).toBe(0)
  })

  test('of a paper nobody decided on are none', () => {
    const marks = new Marks()
    expect(marks.mark(paper(0))).toEqual({ read: false, starred: false, tags: [], note: null })
    expect([marks.isRead(paper(0)), marks.isStarred(paper(0)), marks.hasTag(paper(0), 'later')]).toEqual([
      false,
      false,
      false
    ])
    expect(marks.note(paper(0))).toBeUndefined()
    for (const what of ['read', 'starred', { tag: 'later' }] as const)
      expect(marks.setAt(paper(0), what)).toBeNull()
    expect(marks.isDoingOf({ stamp: 0, device: '' }, null)).toBe(false)
  })

  test('give a device stamps above all that it has heard of', () => {
    const marks = marksOf([
      { id: 'b0', stamp: 5_000, device: 'b', origin: 'window 1', how: 'single', changes: [] },
      { id: 'c0', stamp: 700, device: 'c', origin: 'window 1', how: 'single', changes: [] }
    ])
    expect(marks.stamp(1_000)).toBe(5_001)
    expect(marks.stamp(9_000.7)).toBe(9_000)
  })

  test('are told as bits, by the numbers of another table', () => {
    fc.assert(
      fc.property(
        interleavings,
        fc.shuffledSubarray([...papers, 'cs/0407047' as ArxivId]),
        ([list], others) => {
          const marks = marksOf(list)
          const table = new IdTable()
          for (const id of others) table.add(id)
          const expected = others.map((id) => {
            const { read, starred, note } = marks.mark(id)
            return (
              (read ? markBits.read : 0) |
              (starred ? markBits.starred : 0) |
              (note === null ? 0 : markBits.noted)
            )
          })
          const bits = Array.from(marks.bitsIn(table))
          expect(bits.map((each) => each & ~markBits.unseen)).toEqual(expected)
          expect(others.map((id) => marks.bits(id))).toEqual(bits)
          const tagged = others.map((id, at) => [at, marks.mark(id).tags] as const)
          expect(marks.tagsIn(table)).toEqual(new Map(tagged.filter(([, each]) => each.length > 0)))
        }
      ),
      { numRuns: 300 }
    )
  })
})

describe('the state of a digest', () => {
  const decide = (stamp: number, device: string, change: DigestChange): Decision => ({
    id: `${device}${stamp}`,
    stamp,
    device,
    origin: 'window 1',
    how: 'import',
    changes: [],
    digests: [change]
  })
  const first = decide(1, 'b', { key: 'd1', present: true, at: place('b', 1) })
  const second = decide(2, 'a', { key: 'd1', present: true, at: place('a', 7) })
  const removed = decide(3, 'a', { key: 'd1', present: false })

  test('knows where each device that imported it has its records', () => {
    for (const order of [
      [first, second],
      [second, first]
    ]) {
      const state = marksOf(order).digest('d1')
      expect(state).toEqual({
        key: 'd1',
        present: true,
        stamp: 2,
        device: 'a',
        about: null,
        places: [place('a', 7), place('b', 1)]
      })
    }
  })

  test('still knows where its records are once it is removed', () => {
    expect(marksOf([first, second, removed]).digest('d1')).toMatchObject({
      present: false,
      places: [place('a', 7), place('b', 1)]
    })
  })

  test('has the last of the places that one device had for it, whoever names them', () => {
    const again = decide(4, 'a', { key: 'd1', present: true, at: place('a', 90) })
    const undo = decide(5, 'b', { key: 'd1', present: true, at: place('a', 7) })
    for (const order of [
      [second, again, undo],
      [second, undo, again],
      [undo, second, again]
    ])
      expect(marksOf(order).digest('d1')?.places).toEqual([place('a', 90)])
  })

  test('is unknown where nobody imported it', () => {
    expect(new Marks().digest('d1')).toBeUndefined()
    expect([...new Marks().digests()]).toEqual([])
  })
})

test('where records were stored again changes no Digest, whatever is read first', () => {
  const key = 'a'.repeat(64)
  const placeAt = (file: string, offset: number): DigestPlace => {
    return { device: '8b1f000000000001', file, offset, length: 10, source: [0, offset] }
  }
  const base = { device: '8b1f000000000001', origin: 'test', how: 'single', changes: [] } as const
  const decisions: Decision[] = [
    {
      ...base,
      id: 'd1',
      stamp: 1,
      digests: [{ key, present: true, at: placeAt('entries-000001.jsonl', 90) }]
    },
    { ...base, id: 'd2', stamp: 2, digests: [{ key, present: false }] },
    {
      ...base,
      id: 'd3',
      stamp: 3,
      how: 'restore',
      digests: [{ key, present: true, again: true, at: placeAt('entries-000001.jsonl', 20) }]
    }
  ]
  for (const order of [
    [0, 1, 2],
    [2, 1, 0],
    [2, 0, 1],
    [0, 2, 1]
  ]) {
    const marks = new Marks()
    for (const at of order) {
      const decision = decisions[at]
      if (decision !== undefined) marks.fold(decision)
    }
    const { present, stamp, places } = marks.digest(key) ?? {}
    expect({ present, stamp }).toEqual({ present: false, stamp: 2 })
    // First where it is sure to be whole.
    expect(places?.map(({ offset }) => offset)).toEqual([20, 90])
  }
})
