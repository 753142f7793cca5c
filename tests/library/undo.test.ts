import { expect, test } from 'vitest'
import type { Wish } from '#core/domain/decide'
import type { Library } from '#main/library/library'
import { fieldList, items } from './support/digest-text'
import { codeOf } from './support/failures'
import { decisionsIn } from './support/files'
import { anotherDevice, id, listed, listedAt, newPlace, writing } from './support/places'

const [a, b, c] = [id('2312.00001'), id('2312.00002'), id('2312.00003')] as const
const day = fieldList('2023-12-18', items(3))
const nextDay = fieldList('2023-12-19', [{ id: a, version: 2, title: 'Second' }, ...items(2, '2312', 7)])

/** Every kind of act, upon papers that are marked in some way already. */
const acts: readonly [string, (library: Library) => Promise<unknown>][] = [
  ['reading', (library) => library.mark({ read: true }, [b])],
  ['unreading', (library) => library.mark({ read: false }, [a])],
  ['a star', (library) => library.mark({ starred: true }, [b])],
  ['taking a star away', (library) => library.mark({ starred: false }, [a])],
  ['tags', (library) => library.mark({ addTags: ['new', 'old'] }, [a, b])],
  ['taking tags away', (library) => library.mark({ removeTags: ['old', 'older'] }, [a])],
  ['a first note', (library) => library.mark({ note: 'First.' }, [b])],
  ['another note', (library) => library.mark({ note: 'Another.' }, [a])],
  ['taking a note away', (library) => library.mark({ note: null }, [a])],
  [
    'many marks of many papers',
    (library) => library.mark({ read: true, note: 'All.', addTags: ['old'] }, [a, b, c])
  ],
  ['an import', (library) => library.importFile('next.md', nextDay)],
  ['an import filed under Read', (library) => library.importFile('next.md', nextDay, { read: true })],
  ['a removal of a digest', (library) => library.removeDigest(library.digests()[0]?.key ?? '')]
]

async function prepared<T>(work: (library: Library, folder: string) => Promise<T>): Promise<T> {
  const place = await newPlace()
  return writing(place, async (library) => {
    await library.importFile('day.md', day)
    await library.mark({ read: true, starred: true, addTags: ['old', 'older'], note: 'Before.' }, [a])
    return work(library, place.folder)
  })
}

test.each(acts)('Undo takes %s back, in one step', (_, act) =>
  prepared(async (library, folder) => {
    const before = await listed(library)
    const decisions = (await decisionsIn(folder)).length
    await act(library)
    expect(await listed(library)).not.toEqual(before)
    await library.undo()
    expect(await listed(library)).toEqual(before)
    expect(await decisionsIn(folder)).toHaveLength(decisions + 2)
  })
)

test('Undo goes back act by act, through restarts, to the empty library', async () => {
  const place = await newPlace()
  const [x, y] = items(2, '2401').map((item) => id(item.id))
  if (x === undefined || y === undefined) throw new Error('There are two.')
  const steps: ((library: Library) => Promise<unknown>)[] = [
    (library) => library.importFile('day.md', day),
    (library) => library.mark({ read: true }, [a, b]),
    (library) => library.mark({ starred: true, addTags: ['x'] }, [a]),
    (library) => library.importFile('more.md', fieldList('2024-01-02', items(2, '2401')), { read: true }),
    (library) => library.mark({ note: 'A note.' }, [x, y]),
    (library) => library.removeDigest(library.digests()[0]?.key ?? ''),
    (library) => library.mark({ starred: true, addTags: ['x', 'y'] }, [y])
  ]
  const states = []
  for (const step of steps) {
    states.push(await writing(place, (library) => listed(library)))
    await writing(place, step)
  }
  for (const state of states.reverse()) {
    await writing(place, (library) => library.undo())
    expect(await listedAt(place)).toEqual(state)
  }
  expect(await codeOf(writing(place, (library) => library.undo()))).toBe('nothingToUndo')
})

test.each<[string, Wish[]]>([
  ['read', [{ read: true }, { read: false }, { read: true }]],
  ['starred', [{ starred: true }, { starred: false }, { starred: true }]],
  ['a tag', [{ addTags: ['x'] }, { removeTags: ['x'] }, { addTags: ['x'] }]],
  ['a note', [{ note: 'One.' }, { note: 'Two.' }, { note: null }]]
])('Undo goes back through several changes of %s of one paper', (_, wishes) =>
  prepared(async (library) => {
    const states = []
    for (const wish of wishes) {
      states.push(await listed(library))
      await library.mark(wish, [b])
    }
    for (const state of states.reverse()) {
      await library.undo()
      expect(await listed(library)).toEqual(state)
    }
  })
)

test('In a new library there is nothing to undo', async () => {
  expect(await codeOf(writing(await newPlace(), (library) => library.undo()))).toBe('nothingToUndo')
})

test('Undo leaves alone what another device has decided since', async () => {
  const place = await newPlace()
  const other = await anotherDevice(place)
  await writing(place, async (library) => {
    await library.importFile('day.md', day)
    await library.mark({ starred: true, addTags: ['x'], note: 'Mine.' }, [a, b, c])
  })
  await writing(other, async (library) => {
    await library.mark({ starred: false }, [b])
    await library.mark({ starred: true, note: 'Theirs.' }, [b])
    await library.mark({ removeTags: ['x'] }, [c])
  })
  await writing(place, async (library) => {
    await library.undo()
    expect(library.marks.mark(a)).toEqual({ read: false, starred: false, tags: [], note: null })
    expect(library.marks.mark(b)).toEqual({ read: false, starred: true, tags: [], note: 'Theirs.' })
    expect(library.marks.mark(c)).toEqual({ read: false, starred: false, tags: [], note: null })
  })
})

test('Undo takes back only what was done on its own device', async () => {
  const place = await newPlace()
  const other = await anotherDevice(place)
  await writing(place, async (library) => {
    await library.importFile('day.md', day)
    await library.mark({ starred: true }, [a])
  })
  expect(await codeOf(writing(other, (library) => library.undo()))).toBe('nothingToUndo')
  await writing(other, (library) => library.mark({ read: true }, [a]))
  await writing(other, (library) => library.undo())
  const [paper] = await listedAt(place)
  expect(paper).toMatchObject({ starred: true, read: false })
})

test('What was undone is not undone a second time', () =>
  prepared(async (library) => {
    const before = await listed(library)
    await library.mark({ starred: true }, [b])
    await library.mark({ starred: true }, [c])
    await library.undo()
    await library.mark({ read: true }, [c])
    await library.undo()
    await library.undo()
    expect(await listed(library)).toEqual(before)
  }))
