import { describe, expect, test } from 'vitest'
import { fieldList, fieldRecord, onlyDigest, onlyEntry, reasons } from '../support/digests'

/** The one entry of a field list whose one record differs in these values. */
const entryWith = (values: Record<string, string>): ReturnType<typeof onlyEntry> =>
  onlyEntry(fieldList(fieldRecord(values)))

describe('a field list', () => {
  test('is read with every field of its records', () => {
    const text = fieldList(
      fieldRecord({
        title: '[Re] 3D $\\ell_1$-Maps',
        'Arxiv ID': 'http://arxiv.org/abs/math.GT/0611800v2',
        DOI: '10.1000/one 10.1000/two',
        Categories: '**cs.LG**, cs.CV, 68T45, I.2.10; I.4.9',
        Published: '2006-11-26 01:02:03+00:00',
        Updated: '2007-01-02 03:04:05+00:00',
        Comment: '5 pages, C&W attack, P<6e-3',
        Journal: 'Journal of Examples 3 (2007)',
        Summary: 'First paragraph.   Second one.'
      })
    )
    expect(onlyDigest(text)).toEqual({
      dialect: 'field-list',
      category: 'cs.CV',
      date: '2023-12-18',
      problems: [],
      entries: [
        {
          id: 'math/0611800',
          version: 2,
          kind: 'new',
          lines: [2, 12],
          repaired: 0,
          fields: {
            title: '[Re] 3D $\\ell_1$-Maps',
            authors: ['Ada Example', 'Bo Sample'],
            primaryCategory: 'cs.LG',
            categories: ['cs.LG', 'cs.CV'],
            classes: ['68T45', 'I.2.10', 'I.4.9'],
            published: '2006-11-26T01:02:03Z',
            updated: '2007-01-02T03:04:05Z',
            doi: '10.1000/one 10.1000/two',
            journal: 'Journal of Examples 3 (2007)',
            comment: '5 pages, C&W attack, P<6e-3',
            abstract: 'First paragraph.\nSecond one.',
            // Links to the paper's own PDF are made from the id.
            links: [{ kind: 'pdf', url: 'http://arxiv.org/pdf/2312.10854v1' }]
          }
        }
      ]
    })
  })

  test('says null where a record says None, and leaves out what it does not say', () => {
    const { fields } = onlyEntry(fieldList(fieldRecord({ Authors: 'None', Summary: 'None' })))
    expect(fields).toMatchObject({ doi: null, comment: null, journal: null, authors: null, abstract: null })
    expect(Object.keys(fields)).not.toContain('links')
    expect(Object.keys(entryWith({ title: '' }).fields)).not.toContain('title')
  })

  test.each([
    ['http://arxiv.org/abs/2312.10854v1', '2312.10854', 1],
    ['http://arxiv.org/abs/0905.1234v2', '0905.1234', 2],
    ['http://arxiv.org/abs/cs/0407047v3', 'cs/0407047', 3],
    ['http://arxiv.org/abs/math.GT/0611800', 'math/0611800', null]
  ])('knows its paper by %s', (address, id, version) => {
    expect(entryWith({ 'Arxiv ID': address })).toMatchObject({ id, version })
  })

  test.each([
    ['# of Things', '# of Things'],
    ['3D Maps', '3D Maps'],
    ['### More', '### More'],
    ['$ $-free', '$ $-free']
  ])('keeps a title that begins oddly: %j', (title, kept) => {
    expect(entryWith({ title }).fields.title).toBe(kept)
  })

  test.each([
    'Costs 5% or 5\\% of $x',
    '$ $ at the start',
    "Tags <SEG> and `word' and ``quotes''",
    '\\url{https://x.org} \\href{https://x.org}{x} **bold** \\cite{a} P<6e-3 C&W',
    'Text cut off in mid-sent'
  ])('keeps an abstract as it is: %j', (abstract) => {
    const entry = entryWith({ Summary: abstract })
    expect(entry.fields.abstract).toBe(abstract)
    expect(entry.repaired).toBe(0)
  })

  test.each(['DOI', 'Categories', 'Comment', 'Journal'])('reads %s over several indented lines', (key) => {
    const lines = Array.from({ length: 7 }, (_, index) => `part${index}`)
    const { fields } = onlyEntry(
      fieldList(fieldRecord({ [key]: `**cs.CV**, start\n  ${lines.join('\n  ')}` }))
    )
    const read = {
      DOI: fields.doi,
      Categories: fields.classes?.join(' '),
      Comment: fields.comment,
      Journal: fields.journal
    }
    expect(read[key as keyof typeof read]).toContain(`start ${lines.join(' ')}`)
  })

  test('counts the lines of a field that goes on as lines of its record', () => {
    const { entries } = onlyDigest(fieldList(fieldRecord({ Comment: 'one\n  two\n  three' }), fieldRecord()))
    expect(entries.map(({ lines }) => lines)).toEqual([
      [2, 14],
      [18, 28]
    ])
  })

  test('separates authors at commas, whatever is in their names', () => {
    const many = Array.from({ length: 173 }, (_, index) => `Author ${index}`)
    expect(entryWith({ Authors: many.join(', ') }).fields.authors).toEqual(many)
    expect(entryWith({ Authors: 'Tzu-Liang, Tseng' }).fields.authors).toEqual(['Tzu-Liang', 'Tseng'])
    expect(entryWith({ Authors: 'A  B, The C and D Group, E\u007fF,, and G' })).toMatchObject({
      fields: { authors: ['A B', 'The C and D Group', 'EF', 'G'] },
      repaired: 1
    })
  })

  test('takes the categories of the paper, not those of the heading', () => {
    const { fields } = entryWith({ Categories: '**eess.IV**, cs.CV, 94Axx,,, 94Axx' })
    expect(fields).toMatchObject({
      primaryCategory: 'eess.IV',
      categories: ['eess.IV', 'cs.CV'],
      classes: ['94Axx']
    })
    expect(entryWith({ Categories: 'Something else' }).fields).toMatchObject({ classes: ['Something else'] })
    expect(Object.keys(entryWith({ Categories: 'None' }).fields)).not.toContain('categories')
  })

  test('keeps links that lead elsewhere, and only those to the web', () => {
    const pdf = '[PDF](http://arxiv.org/pdf/2312.10854v1)'
    const links = (list: string): unknown => entryWith({ Links: list }).fields.links
    expect(links(pdf)).toBeUndefined()
    expect(links('[PDF](https://arxiv.org/pdf/2312.10854)')).toBeUndefined()
    expect(links(`${pdf}, [Code](https://github.com/a/b), [Page](http://x.org)`)).toEqual([
      { kind: 'code', url: 'https://github.com/a/b' },
      { kind: 'other', url: 'http://x.org' }
    ])
    expect(
      links(`${pdf}, [x](javascript:alert(1)), [y](file:///etc/passwd), [z](data:text/html,x)`)
    ).toBeUndefined()
  })

  test('drops control characters and marks of direction in every field', () => {
    const odd = 'x\u202ey\u0007z'
    const { fields, repaired } = entryWith({
      title: odd,
      DOI: odd,
      Categories: `**cs.CV**, ${odd}`,
      Links: `[Code](https://x.org/${odd})`,
      Authors: `${odd}, B`,
      Comment: odd,
      Journal: odd,
      Summary: odd
    })
    // eslint-disable-next-line no-control-regex -- control characters are what this looks for
    expect(JSON.stringify(fields)).not.toMatch(/[\u202e\u0007]|\\u0007/)
    expect(fields).toMatchObject({
      title: 'xyz',
      classes: ['xyz'],
      links: [{ kind: 'code', url: 'https://x.org/xyz' }]
    })
    expect(repaired).toBe(8)
  })

  test('repairs text field by field and counts the fields', () => {
    const entry = entryWith({
      title: 'M√§rz',
      Authors: 'TƒÉiatu, Erdős',
      Summary: 'Guimarães and √ are right.'
    })
    expect(entry.fields).toMatchObject({ title: 'März', abstract: 'Guimarães and √ are right.' })
    expect(entry.fields.authors).toEqual(['Tăiatu', 'Erdős'])
    expect(entry.repaired).toBe(2)
  })

  test('keeps a paper twice that is in the file twice, as of two versions', () => {
    const second = fieldRecord({ 'Arxiv ID': 'http://arxiv.org/abs/2312.10854v2' })
    const { entries, problems } = onlyDigest(fieldList(fieldRecord(), second))
    expect(entries.map(({ id, version }) => [id, version])).toEqual([
      ['2312.10854', 1],
      ['2312.10854', 2]
    ])
    expect(problems).toEqual([])
  })

  test('reads bullets in whatever order', () => {
    const [title = '', ...bullets] = fieldRecord({ Comment: '5 pages' }).split('\n')
    const digest = onlyDigest(fieldList([title, ...bullets.reverse()].join('\n'), fieldRecord()))
    expect(digest.problems).toEqual([])
    expect(digest.entries[0]?.fields).toMatchObject({ comment: '5 pages', abstract: 'One short sentence.' })
  })
})

describe('a damaged field list', () => {
  test('lacks a record whose id cannot be read, and says so', () => {
    const digest = onlyDigest(
      fieldList(fieldRecord({ 'Arxiv ID': 'http://arxiv.org/abs/2313.10854v1' }), fieldRecord())
    )
    expect(digest.entries).toHaveLength(1)
    expect(digest.problems).toEqual([{ line: 2, reason: 'noId', excerpt: 'A Small Title' }])
  })

  test('keeps a record without some of its fields, and names them', () => {
    const record = fieldRecord()
      .replace(/\n- \*\*DOI.*/, '')
      .replace(/\n- \*\*Journal.*/, '')
    const digest = onlyDigest(fieldList(record, fieldRecord()))
    expect(digest.entries).toHaveLength(2)
    expect(Object.keys(digest.entries[0]?.fields ?? {})).not.toContain('doi')
    expect(digest.problems).toEqual([{ line: 2, reason: 'missingFields', excerpt: 'DOI, Journal' }])
  })

  test('does not give a record’s fields to the one before it where the title between them is missing', () => {
    const second = fieldRecord({ 'Arxiv ID': 'http://arxiv.org/abs/2312.10855v2', Summary: 'Of the second.' })
    const untitled = second.slice(second.indexOf('\n') + 1)
    for (const lost of ['', 'T$%^ damaged\n']) {
      const { entries, problems } = onlyDigest(fieldList(fieldRecord(), lost + untitled))
      expect(entries.map(({ id, fields }) => [id, fields.title, fields.abstract])).toEqual([
        ['2312.10854', 'A Small Title', 'One short sentence.'],
        ['2312.10855', undefined, 'Of the second.']
      ])
      expect(problems.map(({ reason }) => reason)).toContain('missingFields')
    }
  })

  test('tells a last record that lacks a field in its middle from one that is cut short', () => {
    const record = fieldRecord().replace(/\n- \*\*DOI.*/, '')
    expect(reasons(onlyDigest(fieldList(record)))).toEqual([[2, 'missingFields']])
  })

  test('leaves out a date that cannot be read, and says so', () => {
    const digest = onlyDigest(
      fieldList(fieldRecord({ Published: '2023-02-30 00:00:00+00:00', Updated: 'soon' }))
    )
    const names = Object.keys(digest.entries[0]?.fields ?? {})
    expect(names).not.toContain('published')
    expect(names).not.toContain('updated')
    expect(digest.problems.map(({ reason, excerpt }) => [reason, excerpt])).toEqual([
      ['badDate', 'Published: 2023-02-30 00:00:00+00:00'],
      ['badDate', 'Updated: soon']
    ])
  })

  test('reports text that belongs to no record once a paragraph', () => {
    const stray = 'Some words\nand more words\n\nanother paragraph\n'
    const text = `# Arxiv Papers in cs.CV on 2023-12-18\n${stray}${fieldRecord()}\nwithout indent\n\n\n`
    expect(reasons(onlyDigest(text))).toEqual([
      [2, 'strayText'],
      [5, 'strayText'],
      [17, 'strayText']
    ])
    expect(onlyDigest(text).entries).toHaveLength(1)
  })

  test('does not read a line that is longer than any digest’s, but all others', () => {
    const long = 'x'.repeat(300_000)
    const digest = onlyDigest(fieldList(fieldRecord({ Comment: long }), fieldRecord({ Comment: 'kept' })))
    expect(reasons(digest)).toEqual([
      [10, 'lineTooLong'],
      [2, 'missingFields']
    ])
    expect(digest.entries.map(({ fields }) => fields.comment)).toEqual([undefined, 'kept'])
  })

  test('reads a field of thousands of lines up to the longest field there is', () => {
    const digest = onlyDigest(fieldList(fieldRecord({ Comment: `c${`\n  ${'y'.repeat(998)}`.repeat(500)}` })))
    expect(digest.entries[0]?.fields.comment?.length).toBeGreaterThan(200_000)
    expect(digest.entries[0]?.fields.comment?.length).toBeLessThanOrEqual(262_144)
    expect(reasons(digest).map(([, reason]) => reason)).toEqual(['strayText'])
  })
})
