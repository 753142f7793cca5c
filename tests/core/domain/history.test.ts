import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ArxivId } from '#core/domain/arxiv-id'
import { compareMoments, type Decision } from '#core/domain/decision'
import {
  countsOf,
  countsOfAct,
  History,
  type ActCounts,
  type HistoryAct,
  type HistoryDecision
} from '#core/domain/history'
import { runsOf, summaryOf } from '#core/domain/history-lines'
import { undoneIn } from '#core/domain/undo'

type Given = Partial<HistoryDecision<null>>

function decision(id: string, stamp: number, rest: Given = {}): HistoryDecision<null> {
  return {
    id,
    stamp,
    device: 'a',
    origin: 'window-1',
    how: 'single',
    counts: { read: 1 },
    place: null,
    ...rest
  }
}

function historyOf(decisions: readonly HistoryDecision<null>[]): History<null> {
  const history = new History<null>()
  for (const each of decisions) history.add(each)
  return history
}

function actsOf(history: History<null>): HistoryAct<null>[] {
  return [...history.latest()].map((each) => history.actOf(each))
}

/** What shows of it. */
function told(history: History<null>): unknown {
  return actsOf(history).map(({ last, decisions, undos }) => [
    last.id,
    decisions.map(({ id }) => id),
    undos.map(({ id }) => id)
  ])
}

const papers = (...ids: string[]): Record<ArxivId, number> =>
  Object.fromEntries(ids.map((id) => [id as ArxivId, 1]))

function made(rest: Partial<Decision>): Decision {
  return { id: 'd', stamp: 1, device: 'a', origin: 'o', how: 'single', changes: [], ...rest }
}

describe('what a Decision did', () => {
  const at = { device: 'a', file: 'f', offset: 0, length: 1, source: [0, 1] } as const
  test.each<[string, Partial<Decision>, ActCounts]>([
    ['done', { changes: [{ papers: papers('x'), decidedBefore: 0, read: true }] }, { read: 1 }],
    [
      'star and done',
      { changes: [{ papers: papers('x'), read: true, starred: true }] },
      { read: 1, starred: 1 }
    ],
    [
      'a bulk of several changes',
      {
        changes: [
          { papers: papers('x', 'y'), read: true },
          { papers: papers('z'), read: true, starred: false, tags: { add: ['t'], remove: ['u'] } }
        ]
      },
      { read: 3, unstarred: 1, tagged: 1, untagged: 1 }
    ],
    ['a note', { changes: [{ papers: papers('x'), note: { text: 'n', basedOn: [] } }] }, { notes: 1 }],
    [
      'no note any more',
      { changes: [{ papers: papers('x'), note: { text: null, basedOn: ['d'] } }] },
      { notesRemoved: 1 }
    ],
    ['a new version seen', { changes: [{ papers: papers('x'), decidedBefore: 1 }] }, { seen: 1 }],
    [
      'an import that files under Read, and supersedes',
      {
        how: 'import',
        changes: [{ papers: papers('x', 'y'), read: true }],
        digests: [
          { key: 'k', present: false },
          { key: 'l', present: true, at }
        ]
      },
      { imported: 1, filed: 2 }
    ],
    ['a removal', { digests: [{ key: 'k', present: false }] }, { removed: 1 }],
    [
      'a restore, whatever it changes',
      {
        how: 'restore',
        changes: [{ papers: papers('x'), read: false }],
        digests: [{ key: 'k', present: true }]
      },
      { restored: 1 }
    ],
    [
      'the undo of an import',
      {
        how: 'import',
        undoes: 'i',
        changes: [{ papers: papers('x'), read: false }],
        digests: [{ key: 'k', present: false }]
      },
      { unread: 1, removed: 1 }
    ]
  ])('%s', (_, given, counts) => {
    expect(countsOf(made(given))).toEqual(counts)
  })
})

describe('acts', () => {
  test('the files of an import are one, and so is a visit to a note’s editor', () => {
    const history = historyOf([
      decision('i1', 1, { how: 'import', visit: 'v', counts: { imported: 1 } }),
      decision('e', 2),
      decision('i2', 3, { how: 'import', visit: 'v', counts: { imported: 2, filed: 4 } }),
      decision('n1', 4, { visit: 'n', counts: { notes: 1 } }),
      decision('n2', 5, { visit: 'n', counts: { notes: 1 } })
    ])
    expect(told(history)).toEqual([
      ['n2', ['n1', 'n2'], []],
      ['i2', ['i1', 'i2'], []],
      ['e', ['e'], []]
    ])
    const [note, imported] = actsOf(history)
    expect(note && countsOfAct(note)).toEqual({ notes: 1 })
    expect(imported && countsOfAct(imported)).toEqual({ imported: 3, filed: 4 })
  })

  test('an undo belongs to what it takes back, a redo brings that back, and both are no acts', () => {
    const decisions = [
      decision('act', 1),
      decision('undo', 2, { undoes: 'act' }),
      decision('redo', 3, { undoes: 'undo' })
    ]
    expect(told(historyOf(decisions.slice(0, 2)))).toEqual([['act', ['act'], ['undo']]])
    expect(told(historyOf(decisions))).toEqual([['act', ['act'], []]])
  })

  test('undos of devices that did not know of each other both have to go', () => {
    const [act, one, other] = [
      decision('act', 1),
      decision('one', 2, { undoes: 'act' }),
      decision('other', 3, { undoes: 'act', device: 'b' })
    ]
    expect(told(historyOf([act, one, other]))).toEqual([['act', ['act'], ['other', 'one']]])
    const back = decision('back', 4, { undoes: 'other' })
    expect(told(historyOf([act, one, other, back]))).toEqual([['act', ['act'], ['one']]])
  })

  test('the undo of something that is lost stands for itself, and can be undone', () => {
    const lost = decision('undo', 2, { undoes: 'lost' })
    expect(told(historyOf([lost]))).toEqual([['undo', ['undo'], []]])
    const history = historyOf([lost, decision('again', 3, { undoes: 'undo' })])
    expect(told(history)).toEqual([['undo', ['undo'], ['again']]])
  })

  test('Decisions that undo each other in a circle end nothing', () => {
    const history = historyOf([decision('x', 1, { undoes: 'y' }), decision('y', 2, { undoes: 'x' })])
    expect(told(history)).toEqual([])
  })
})

/** Decisions of three devices: acts, visits, and undos of whatever came before. */
const decisions = fc
  .array(
    fc.record({
      device: fc.constantFrom('a', 'b', 'c'),
      visit: fc.option(fc.constantFrom('v', 'w')),
      undoes: fc.option(fc.nat()),
      how: fc.constantFrom('single', 'import'),
      step: fc.nat(2)
    }),
    { maxLength: 30 }
  )
  .map((all) => {
    let stamp = 0
    return all.map(({ device, visit, undoes, how, step }, index): HistoryDecision<null> => {
      // An undo is always later than what it takes back; other acts may be made at one moment.
      stamp += undoes === null ? step : step + 1
      return decision(`d${index}`, stamp, {
        device,
        ...(undoes === null || index === 0 ? {} : { undoes: `d${undoes % index}` }),
        ...(undoes !== null || visit === null ? {} : { visit }),
        ...(how === 'import' ? { how, counts: { imported: 1 } } : {})
      })
    })
  })

test('the order in which journals are read does not show, nor does what stands twice', () => {
  const shuffled = decisions.chain((all) =>
    fc.tuple(
      fc.constant(all),
      fc.shuffledSubarray([...all, ...all], { minLength: 2 * all.length, maxLength: 2 * all.length })
    )
  )
  fc.assert(
    fc.property(shuffled, ([all, others]) => {
      const history = historyOf(others)
      expect(history.size).toBe(all.length)
      expect(told(history)).toEqual(told(historyOf(all)))
    })
  )
})

test('every act is there once, taken back where undo says so, and nothing is asked for in vain', () => {
  fc.assert(
    fc.property(decisions, fc.nat(30), (all, cut) => {
      const history = new History<null>()
      // Asked for in between, as windows do.
      for (const each of all.slice(0, cut)) history.add(each)
      told(history)
      for (const each of all.slice(cut)) history.add(each)
      const acts = actsOf(history)
      const inActs = acts.flatMap((act) => act.decisions.map(({ id }) => id)).sort()
      expect(inActs).toEqual(
        all
          .filter(({ undoes }) => undoes === undefined)
          .map(({ id }) => id)
          .sort()
      )
      const byMoment = [...all].sort((a, b) => compareMoments(a, b) || (a.id < b.id ? -1 : 1))
      const undone = undoneIn(byMoment)
      for (const { last, undos } of acts) expect(undos.length > 0).toBe(undone.has(last.id))
      expect(acts.map(({ last }) => last.stamp)).toEqual(
        acts.map(({ last }) => last.stamp).sort((a, b) => b - a)
      )
    })
  )
})

describe('lines of a day', () => {
  const minute = 60_000
  const names = (runs: readonly HistoryAct<null>[][]): string[][] =>
    runs.map((run) => run.map(({ last }) => last.id))
  const linesOf = (all: readonly HistoryDecision<null>[]): string[][] =>
    names(runsOf(actsOf(historyOf(all))).map((run) => [...run]))

  test('a passage through a list is one, until something else was done', () => {
    const all = [
      decision('1', minute),
      decision('2', 2 * minute, { counts: { starred: 1 } }),
      decision('3', 3 * minute, { counts: { read: 1, starred: 1 } }),
      decision('4', 4 * minute, { how: 'bulk', counts: { read: 5 } }),
      decision('5', 5 * minute),
      decision('6', 6 * minute),
      decision('7', 7 * minute, { counts: { tagged: 1 } }),
      decision('8', 8 * minute),
      decision('9', 9 * minute),
      decision('a', 30 * minute),
      decision('b', 31 * minute),
      decision('c', 32 * minute, { device: 'b' })
    ]
    expect(linesOf(all)).toEqual([
      ['c'],
      ['b'],
      ['a'],
      ['9'],
      ['8'],
      ['7'],
      ['6'],
      ['5'],
      ['4'],
      ['3', '2', '1']
    ])
  })

  test('it stays one while some of it is taken back, and says so', () => {
    const all = [1, 2, 3, 4].map((at) => decision(`${at}`, at))
    const undo = decision('u', 5, { undoes: '2', counts: { unread: 1 } })
    expect(linesOf([...all, undo])).toEqual([['4', '3', '2', '1']])
    expect(summaryOf(actsOf(historyOf([...all, undo])))).toEqual({ counts: { read: 3 }, takenBack: 1 })
  })

  test('lines hold every act once, in order, and their sums are the day’s', () => {
    fc.assert(
      fc.property(decisions, (all) => {
        const acts = actsOf(historyOf(all))
        const runs = runsOf(acts)
        expect(runs.flat()).toEqual(acts)
        const { takenBack } = summaryOf(acts)
        expect(runs.map(summaryOf).reduce((sum, each) => sum + each.takenBack, 0)).toBe(takenBack)
      })
    )
  })
})
