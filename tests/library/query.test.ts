import { expect, test } from 'vitest'
import { fieldList, numberedList } from './support/digest-text'
import { id, idsIn, newPlace, writing } from './support/places'

const digest = fieldList('2023-12-18', [
  {
    id: '2312.00001',
    title: 'A Survey of $\\alpha$-Divergence',
    authors: 'Paul Erdős, Łukasz Kaiser, Søren Ærø',
    categories: '**cs.CV**, stat.ML',
    summary: 'On Gödel and the continuum.',
    comment: 'Accepted at NeurIPS'
  },
  {
    id: '2312.00002',
    title: 'Segment Anything',
    authors: 'Alexander Kirillov',
    categories: '**eess.IV**',
    journal: 'Nature Methods',
    doi: '10.1145/3617592'
  },
  { id: 'cs/0407047', title: 'STRASSE und Straße', authors: 'José Müller' }
])

const [survey, segment, old] = [id('2312.00001'), id('2312.00002'), id('cs/0407047')] as const

test.each<[string, string, string[]]>([
  ['nothing finds all', '', [survey, segment, old]],
  ['nothing but spaces finds all', ' \t ', [survey, segment, old]],
  ['a word of a title', 'anything', [segment]],
  ['part of a word', 'nythi', [segment]],
  ['capitals do not matter', 'SEGMENT aNYTHING', [segment]],
  ['accents in the paper do not matter', 'erdos', [survey]],
  ['accents in the query do not matter', 'Érdös', [survey]],
  ['accents taken apart do not matter', 'Erdo\u030bs', [survey]],
  ['letters with a stroke are found without', 'lukasz soren aero', [survey]],
  ['ß and ss are the same', 'STRASSE', [old]],
  ['symbols of a title are found as characters', 'α', [survey]],
  ['symbols of a title are found as they are written', '\\alpha', [survey]],
  ['authors', 'kirillov', [segment]],
  ['a category', 'stat.ml', [survey]],
  ['an id', '2312.00002', [segment]],
  ['the beginning of ids', '2312.', [survey, segment]],
  ['an old id', 'cs/0407047', [old]],
  ['a word of an abstract', 'goedel', []],
  ['a word of an abstract without its accent', 'godel continuum', [survey]],
  ['a comment', 'neurips', [survey]],
  ['a journal', 'nature methods', [segment]],
  ['a DOI', '10.1145/3617592', [segment]],
  ['words of several fields must all occur', 'survey erdos continuum neurips stat.ML', [survey]],
  ['one word that does not occur is enough', 'survey erdos continuum absent', []],
  ['a tag', 'vision/maps', [segment]],
  ['a note', 'uberraschend', [old]],
  ['what nobody said', 'absent', []]
])('Query: %s', async (_, query, expected) => {
  await writing(await newPlace(), async (library) => {
    await library.importFile('day.md', digest)
    await library.mark({ addTags: ['Vision/Maps'] }, [segment])
    await library.mark({ note: 'Überraschend!' }, [old])
    expect(await idsIn(library, 'all', query)).toEqual(expected)
  })
})

test('A query looks only at the papers of its view', async () => {
  await writing(await newPlace(), async (library) => {
    await library.importFile('day.md', digest)
    await library.mark({ starred: true }, [segment])
    expect(await idsIn(library, 'starred', '2312')).toEqual([segment])
    expect(await idsIn(library, 'starred', 'survey')).toEqual([])
  })
})

test('A note or tag that was taken away is not found any more', async () => {
  await writing(await newPlace(), async (library) => {
    await library.importFile('day.md', digest)
    await library.mark({ note: 'Gone soon', addTags: ['passing'] }, [old])
    expect(await idsIn(library, 'all', 'gone passing')).toEqual([old])
    await library.undo()
    expect(await idsIn(library, 'all', 'gone')).toEqual([])
    expect(await idsIn(library, 'all', 'passing')).toEqual([])
  })
})

test('A paper that a numbered list announced is found by its abstract', async () => {
  await writing(await newPlace(), async (library) => {
    const paper = { id: '2112.15589', summary: 'Bispectral textures &lt;of&gt; eggshells.' }
    await library.importFile('list.md', numberedList('Mon, 3 Jan 2022', [paper]))
    expect(await idsIn(library, 'all', 'EGGSHELLS <of>')).toEqual([paper.id])
  })
})
