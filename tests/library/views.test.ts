import { expect, test } from 'vitest'
import { fieldList, items } from './support/digest-text'
import { id, idsIn, newPlace, reading, writing } from './support/places'

const [a, b, c, d] = items(4).map((item) => id(item.id)) as [
  ...[ReturnType<typeof id>, ReturnType<typeof id>, ReturnType<typeof id>, ReturnType<typeof id>]
]
const day = fieldList('2023-12-18', items(4))

test('Each view holds the papers whose marks it asks for', async () => {
  const place = await newPlace()
  const expectViews = async (library: Parameters<typeof idsIn>[0]): Promise<void> => {
    expect(await idsIn(library, 'inbox')).toEqual([b, d])
    expect(await idsIn(library, 'starred')).toEqual([a, b])
    expect(await idsIn(library, 'notes')).toEqual([c])
    expect(await idsIn(library, 'read')).toEqual([a, c])
    expect(await idsIn(library, 'all')).toEqual([a, b, c, d])
  }
  await writing(place, async (library) => {
    await library.importFile('day.md', day)
    await library.mark({ read: true }, [a, c])
    await library.mark({ starred: true }, [a, b])
    await library.mark({ note: 'N', addTags: ['x'] }, [c])
    await expectViews(library)
  })
  await reading(place, expectViews)
})

test('A paper moves between views as soon as it is marked', async () => {
  await writing(await newPlace(), async (library) => {
    await library.importFile('day.md', day)
    expect(await idsIn(library, 'inbox')).toHaveLength(4)
    await library.mark({ read: true }, [b])
    expect(await idsIn(library, 'inbox')).toEqual([a, c, d])
    await library.undo()
    expect(await idsIn(library, 'inbox')).toEqual([a, b, c, d])
  })
})

test('Papers that came new are in the inbox, unless they are filed under Read', async () => {
  await writing(await newPlace(), async (library) => {
    await library.importFile('day.md', fieldList('2023-12-18', items(2)))
    await library.importFile('next.md', fieldList('2023-12-19', items(3)), { read: true })
    expect(await idsIn(library, 'inbox')).toEqual([a, b])
    expect(await idsIn(library, 'read')).toEqual([c])
  })
})

test('The newest announced papers come first, and those of one digest in its own order', async () => {
  await writing(await newPlace(), async (library) => {
    const of = (...numbers: number[]): { id: string }[] => numbers.map((n) => ({ id: `2312.0000${n}` }))
    await library.importFile('old.md', fieldList('2023-12-18', of(3, 1)))
    await library.importFile('new.md', fieldList('2023-12-20', of(9, 4)))
    await library.importFile('between.md', fieldList('2023-12-19', of(8, 2, 5)))
    const order = [9, 4, 8, 2, 5, 3, 1].map((n) => `2312.0000${n}`)
    expect(await idsIn(library, 'all')).toEqual(order)
  })
})

test('A paper that is announced again, or in a newer version, stays where it was', async () => {
  await writing(await newPlace(), async (library) => {
    await library.importFile('day.md', day)
    const before = await idsIn(library, 'all')
    const again = fieldList('2023-12-28', [{ id: d, version: 2 }, { id: b }])
    await library.importFile('again.md', again)
    expect(await idsIn(library, 'all')).toEqual(before)
  })
})

test('A paper that turns out to have been announced earlier moves there', async () => {
  await writing(await newPlace(), async (library) => {
    await library.importFile('day.md', day)
    await library.importFile('earlier.md', fieldList('2023-12-01', [{ id: b }]))
    expect(await idsIn(library, 'all')).toEqual([a, c, d, b])
  })
})

test('A digest without a date is announced on the day of its import', async () => {
  await writing(await newPlace(), async (library) => {
    const today = new Date().toISOString().slice(0, 10)
    const text = day.toString('utf8').replace(/^.*\n/, '')
    const [report] = await library.importFile('undated.md', Buffer.from(text))
    expect(report).toMatchObject({ date: null, category: null, entries: 4 })
    expect(library.summary(0).announced >= today).toBe(true)
  })
})

test('A row shows what its list needs, without the rest of the paper', async () => {
  await writing(await newPlace(), async (library) => {
    await library.importFile('day.md', day)
    await library.mark({ starred: true, note: 'N' }, [a])
    const [row = -1] = library.rows('starred')
    expect(library.summary(row)).toEqual({
      row,
      id: a,
      version: 1,
      title: `Title of ${a}`,
      authors: ['Ada Lovelace', 'Emmy Noether'],
      categories: ['cs.CV', 'cs.LG'],
      announced: '2023-12-18',
      read: false,
      starred: true,
      noted: true,
      updated: false
    })
  })
})
