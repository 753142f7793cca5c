import { expect, test } from 'vitest'
import type { HistoryAct } from '#core/contract'
import type { ArxivId } from '#core/domain/arxiv-id'
import type { ActCounts } from '#core/domain/history'
import { actWords, dayWords, runWords } from '#core/words/history'

const paper = { id: '2312.00001' as ArxivId, title: 'On $\\ell_1$' }

function act(counts: ActCounts, rest: Partial<HistoryAct> = {}): HistoryAct {
  return {
    decision: 'd',
    stamp: 1,
    where: 'here',
    counts,
    paper: null,
    tags: { added: [], removed: [] },
    digest: null,
    newPapers: null,
    undone: null,
    tookBack: false,
    backup: null,
    ...rest
  }
}

const tags = { added: ['vision/maps'], removed: ['later', 'now'] }
const digest = { category: 'cs.CV', day: '2023-12-18' }

test.each<[string, HistoryAct]>([
  ['Done: T', act({ read: 1 }, { paper })],
  ['Starred and done: T', act({ read: 1, starred: 1 }, { paper })],
  [
    'Star taken off, tagged “vision/maps” and note: T',
    act({ unstarred: 1, tagged: 1, notes: 1 }, { paper, tags })
  ],
  ['Marked unread: T', act({ unread: 1 }, { paper })],
  ['Tagged “vision/maps”: T', act({ tagged: 1 }, { paper, tags })],
  ['Tags “later”, “now” taken off: T', act({ untagged: 1 }, { paper, tags })],
  ['Note on T', act({ notes: 1 }, { paper })],
  ['Note removed: T', act({ notesRemoved: 1 }, { paper })],
  ['New version seen: T', act({ seen: 1 }, { paper })],
  ['Nothing that had not been so: T', act({}, { paper })],
  ['5,000 papers marked read', act({ read: 5000 })],
  ['2 papers marked read and starred', act({ read: 2, starred: 2 })],
  ['2 papers marked read and 1 paper starred', act({ read: 2, starred: 1 })],
  ['2 papers tagged “vision/maps”', act({ tagged: 2 }, { tags })],
  ['Imported 2 digests, 153 new papers', act({ imported: 2 }, { newPapers: 153 })],
  ['Imported 2 digests', act({ imported: 2 })],
  ['Imported digest cs.CV 2023-12-18, no new papers', act({ imported: 1 }, { newPapers: 0, digest })],
  ['Imported 1 digest, 1 new paper, filed under Read', act({ imported: 1, filed: 1 }, { newPapers: 1 })],
  ['Removed digest cs.CV 2023-12-18', act({ removed: 1 }, { digest })],
  ['Removed digest of 2023-12-18', act({ removed: 1 }, { digest: { ...digest, category: null } })],
  ['Restored a backup', act({ restored: 1 })],
  ['Restored the backup of 2026-11-21 08:15', act({ restored: 1 }, { backup: '2026-11-21T08:15:00' })],
  ['Took back something older: marked unread: T', act({ unread: 1 }, { paper, tookBack: true })]
])('%s', (expected, given) => {
  const { words, title } = actWords(given)
  expect(title === null ? words : `${words} T`).toBe(expected)
  expect(title).toBe(expected.endsWith(' T') ? paper.title : null)
})

test('a paper without a title is named by its id', () => {
  expect(actWords(act({ read: 1 }, { paper: { ...paper, title: '' } })).title).toBe(paper.id)
})

test('days say what was done, and what was taken back', () => {
  expect(dayWords({ counts: { imported: 2, notes: 1, starred: 4, read: 58, filed: 9 }, takenBack: 0 })).toBe(
    '58 done, 4 starred, 1 note, 2 digests imported'
  )
  expect(dayWords({ counts: { read: 1 }, takenBack: 3 })).toBe('1 done, 3 taken back')
  expect(dayWords({ counts: {}, takenBack: 1 })).toBe('1 taken back')
  expect(dayWords({ counts: {}, takenBack: 0 })).toBe('nothing that still holds')
})

test('a passage through a list says how much of it is left', () => {
  const run = { run: 'd', acts: 4, first: 1, last: 2, where: 'here' } as const
  expect(runWords({ ...run, counts: { read: 3 }, takenBack: 1 })).toBe('3 done, 1 taken back')
  expect(runWords({ ...run, counts: {}, takenBack: 4 })).toBe('4 taken back')
})
