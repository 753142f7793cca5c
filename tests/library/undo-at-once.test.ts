import { expect, test } from 'vitest'
import { fieldList, items } from './support/digest-text'
import { id, idsIn, newPlace, writing } from './support/places'

const [first, second] = [id('2312.00001'), id('2312.00002')]

test('Two undos at once take back two decisions', async () => {
  await writing(await newPlace(), async (library) => {
    await library.importFile('day.md', fieldList('2023-12-18', items(2)))
    await library.mark({ starred: true }, [first])
    await library.mark({ starred: true }, [second])
    await Promise.all([library.undo(), library.undo()])
    expect(await idsIn(library, 'starred')).toEqual([])
    expect(await idsIn(library, 'all')).toHaveLength(2)
  })
})

test('An undo takes back a decision that is still on its way to the disk', async () => {
  await writing(await newPlace(), async (library) => {
    await library.importFile('day.md', fieldList('2023-12-18', items(2)))
    await library.mark({ starred: true }, [first])
    await Promise.all([library.mark({ starred: true }, [second]), library.undo()])
    expect(await idsIn(library, 'starred')).toEqual([first])
  })
})

test('An import that is undone at once leaves nothing to be seen', async () => {
  await writing(await newPlace(), async (library) => {
    await library.importFile('day.md', fieldList('2023-12-18', items(2)))
    const importing = library.importFile('next.md', fieldList('2023-12-19', items(3000, '2401')))
    await importing
    const undone = library.undo()
    library.rows('all')
    await undone
    expect(await idsIn(library, 'all')).toHaveLength(2)
  })
})

test('Undo after many decisions and a restart still takes back one after the other', async () => {
  const place = await newPlace()
  await writing(place, async (library) => {
    await library.importFile('day.md', fieldList('2023-12-18', items(2)))
    // Enough for the next start to read the Marks from their snapshot.
    for (let round = 0; round < 220; round++) await library.mark({ read: round % 2 === 0 }, [second])
    await library.mark({ starred: true }, [first])
    await library.mark({ starred: false }, [first])
    await library.undo()
  })
  await writing(place, async (library) => {
    expect(library.marks.isStarred(first)).toBe(true)
    await library.undo()
    expect(library.marks.isStarred(first)).toBe(false)
  })
})
