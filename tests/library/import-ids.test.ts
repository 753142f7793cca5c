import { expect, test } from 'vitest'
import { fieldList } from './support/digest-text'
import { listed, newPlace, writing } from './support/places'

const reading = Buffer.from('Read arXiv:2312.10854v2 next.\nThen https://arxiv.org/abs/2401.00001, they say.')

test('A text that names papers is told apart from other words, and is imported only when that is asked for', async () => {
  await writing(await newPlace(), async (library) => {
    const [told] = await library.importFile('reading.txt', reading)
    expect(told).toMatchObject({ key: null, problems: [{ reason: 'onlyIds', excerpt: '2' }] })
    expect(library.digests()).toEqual([])
    const [report] = await library.importFile('reading.txt', reading, { ids: true })
    expect(report).toMatchObject({
      dialect: 'ids-only',
      category: null,
      date: null,
      entries: 2,
      problems: []
    })
    expect(report?.papers).toMatchObject({ new: 2 })
    expect(await listed(library)).toMatchObject([
      { id: '2312.10854', version: 2, title: null, authors: null, abstract: null, read: false },
      { id: '2401.00001', version: null, title: null }
    ])
    const [again] = await library.importFile('again.txt', reading, { ids: true })
    expect(again?.papers).toMatchObject({ new: 0, known: 2 })
    const [words] = await library.importFile('words.txt', Buffer.from('Just words.'), { ids: true })
    expect(words).toMatchObject({ key: null, problems: [{ reason: 'fileUnknown' }] })
  })
})

test('A digest completes the papers of which only the ids were known, and they take nothing from it', async () => {
  const digest = fieldList('2023-12-18', [{ id: '2312.10854', title: 'The Right Losses' }])
  for (const idsFirst of [true, false]) {
    await writing(await newPlace(), async (library) => {
      if (idsFirst) await library.importFile('reading.txt', reading, { ids: true })
      const [report] = await library.importFile('day.md', digest)
      expect(report?.papers).toMatchObject(idsFirst ? { completed: 1 } : { new: 1 })
      if (!idsFirst) await library.importFile('reading.txt', reading, { ids: true })
      const paper = (await listed(library)).find(({ id }) => id === '2312.10854')
      expect(paper).toMatchObject({
        title: 'The Right Losses',
        version: 2,
        authors: ['Ada Lovelace', 'Emmy Noether']
      })
    })
  }
})

test('With the wish for ids a digest is still a digest', async () => {
  await writing(await newPlace(), async (library) => {
    const [report] = await library.importFile('day.md', fieldList('2023-12-18', [{ id: '2312.10854' }]), {
      ids: true
    })
    expect(report).toMatchObject({ dialect: 'field-list', entries: 1 })
  })
})

test('What was added by ids can be taken back', async () => {
  const place = await newPlace()
  await writing(place, async (library) => {
    await library.importFile('reading.txt', reading, { ids: true })
    await library.undo()
    expect(await listed(library)).toEqual([])
    await library.redo()
    expect(await listed(library)).toHaveLength(2)
  })
  await writing(place, async (library) => {
    expect(await listed(library)).toHaveLength(2)
  })
})
