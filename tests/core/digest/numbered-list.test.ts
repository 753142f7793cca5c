import { describe, expect, test } from 'vitest'
import { numberedList, numberedRecord, onlyDigest, onlyEntry, reasons } from '../support/digests'

describe('a numbered list', () => {
  test('is read with title, id and abstract, and knows nothing else', () => {
    const text = numberedList(
      numberedRecord(1, 'First Title', '2112.15589', 'One sentence.'),
      numberedRecord(2, 'Second Title', 'math/0611800', 'Another one.')
    )
    expect(onlyDigest(text)).toEqual({
      dialect: 'numbered-list',
      category: 'cs.CV',
      date: '2022-01-03',
      problems: [],
      entries: [
        {
          id: '2112.15589',
          version: null,
          kind: 'new',
          lines: [2, 3],
          repaired: 0,
          fields: { title: 'First Title', abstract: 'One sentence.' }
        },
        {
          id: 'math/0611800',
          version: null,
          kind: 'new',
          lines: [4, 5],
          repaired: 0,
          fields: { title: 'Second Title', abstract: 'Another one.' }
        }
      ]
    })
  })

  test.each([
    [1, '3-D Material Style Transfer'],
    [9, '2.5D Visual Relations'],
    [1, '[Re] Distilling'],
    [12, 'MPH]{Thai Signs'],
    [58, '58. Numbers (in brackets)'],
    [3, 'An arrow [ :arrow_down: ](https://x.org) inside'],
    [100, '$\\alpha$.1 and more']
  ])('ends the number %i at the first full stop: %s', (number, title) => {
    expect(onlyEntry(numberedList(numberedRecord(number, title, '2112.15589', 'Text.'))).fields.title).toBe(
      title
    )
  })

  test('keeps its order where ids start again at the cross-lists, all of them new', () => {
    const ids = ['2112.15589', '2112.15571', '2112.15610', '2112.15580']
    const { entries } = onlyDigest(
      numberedList(...ids.map((id, at) => numberedRecord(at + 1, `T${at}`, id, 'A.')))
    )
    expect(entries.map(({ id }) => id)).toEqual(ids)
    expect(new Set(entries.map(({ kind }) => kind))).toEqual(new Set(['new']))
  })

  test('turns the HTML of its abstracts into text', () => {
    const html =
      '$TV^p (0&lt;p&lt;1)$ &amp; more<br>at <a class="link-external link-https" href="https://github.com/a/b" rel="external">this https URL</a>.'
    const entry = onlyEntry(numberedList(numberedRecord(1, 'A &lt; B', '2112.15589', html)))
    expect(entry.fields).toEqual({
      title: 'A < B',
      abstract: '$TV^p (0<p<1)$ & more at https://github.com/a/b.'
    })
    expect(entry.repaired).toBe(2)
  })

  test('reads an abstract over several quoted lines', () => {
    const text = numberedList(`${numberedRecord(1, 'T', '2112.15589', 'One')}\n>  two\n>three.`)
    expect(onlyEntry(text)).toMatchObject({ lines: [2, 5], fields: { abstract: 'One two three.' } })
  })

  test('says null for an empty abstract and nothing for a missing one', () => {
    const empty = onlyDigest(
      numberedList(numberedRecord(1, 'T', '2112.15589', ''), numberedRecord(2, 'U', '2112.15590', 'x.'))
    )
    expect(empty.entries[0]?.fields).toEqual({ title: 'T', abstract: null })
    expect(empty.problems).toEqual([])
    const missing = onlyDigest(
      numberedList(numberedRecord(1, 'T', '2112.15589'), numberedRecord(2, 'U', '2112.15590', 'x.'))
    )
    expect(missing.entries[0]?.fields).toEqual({ title: 'T' })
    expect(missing.problems).toEqual([{ line: 2, reason: 'missingFields', excerpt: 'Abstract' }])
  })
})

describe('a damaged numbered list', () => {
  test('lacks a record whose address names no paper, and says so', () => {
    const text = numberedList(
      numberedRecord(1, 'T', '2113.15589', 'x.'),
      numberedRecord(2, 'U', '2112.15590', 'x.')
    )
    expect(onlyDigest(text).entries.map(({ id }) => id)).toEqual(['2112.15590'])
    expect(onlyDigest(text).problems).toEqual([{ line: 2, reason: 'noId', excerpt: 'T' }])
  })

  test('does not give a record’s abstract to the one before it', () => {
    const text = numberedList(
      numberedRecord(1, 'T', '2112.15589', 'Mine.'),
      '### 2.Without address',
      '>  Not mine.'
    )
    expect(onlyDigest(text).entries.map(({ fields }) => fields.abstract)).toEqual(['Mine.'])
    expect(reasons(onlyDigest(text))).toEqual([
      [4, 'noId'],
      [5, 'strayText']
    ])
  })

  test('reports text that belongs to no record once a paragraph', () => {
    const text = numberedList('words\nmore words\n', numberedRecord(1, 'T', '2112.15589', 'x.'), 'end')
    expect(reasons(onlyDigest(text))).toEqual([
      [2, 'strayText'],
      [7, 'strayText']
    ])
  })

  test('does not read a line that is longer than any digest’s', () => {
    const text = numberedList(
      numberedRecord(1, 'T', '2112.15589', 'x'.repeat(300_000)),
      numberedRecord(2, 'U', '2112.15590', 'y.')
    )
    expect(onlyDigest(text).entries.map(({ fields }) => fields.abstract)).toEqual([undefined, 'y.'])
    expect(reasons(onlyDigest(text)).map(([line, reason]) => `${line} ${reason}`)).toContain('3 lineTooLong')
  })
})
