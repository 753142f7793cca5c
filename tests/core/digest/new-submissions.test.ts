import { describe, expect, test } from 'vitest'
import type { Entry } from '#core/domain/entry'
import {
  fieldList,
  fieldRecord,
  numberedList,
  numberedRecord,
  onlyDigest,
  onlyEntry,
  parseBytes,
  parseText,
  reasons
} from '../support/digests'

const heading = '# New submissions for Mon,  6 Nov 23'

/** A record of two keywords' digest; a value of undefined leaves its line out. */
function record(values: Partial<Record<string, string | undefined>> = {}): string {
  const all: Partial<Record<string, string | undefined>> = {
    title: 'Small Maps',
    Authors: 'Ada Example, Bo Sample',
    Subjects: 'Robotics (cs.RO); Computer Vision and Pattern Recognition (cs.CV)',
    'Arxiv link': 'https://arxiv.org/abs/2311.01234',
    'Pdf link': 'https://arxiv.org/pdf/2311.01234',
    Abstract: 'We draw maps. They are small.',
    ...values
  }
  const { title, Abstract: abstract, ...bullets } = all
  return [
    ...(title === undefined ? [] : [`### ${title}`]),
    ...Object.entries(bullets).flatMap(([key, value]) =>
      value === undefined ? [] : [` - **${key}:** ${value}`]
    ),
    ...(abstract === undefined ? [] : [' - **Abstract**', ` ${abstract}`])
  ].join('\n')
}

const digest = (...parts: string[]): string => `${[heading, '## Keyword: map', ...parts].join('\n')}\n`
const second = record({ title: 'Other', 'Arxiv link': 'https://arxiv.org/abs/2311.04567' })

describe('new submissions', () => {
  test('are read with title, authors, categories and abstract, under each of their keywords', () => {
    const text = `${heading}\n## Keyword: SLAM\nThere is no result \n## Keyword: map\n${record()}\n## Keyword: nerf\n${second}\n${record()}\n`
    const entry = {
      id: '2311.01234',
      version: null,
      kind: 'new',
      lines: [5, 11],
      repaired: 0,
      fields: {
        title: 'Small Maps',
        authors: ['Ada Example', 'Bo Sample'],
        primaryCategory: 'cs.RO',
        categories: ['cs.RO', 'cs.CV'],
        abstract: 'We draw maps. They are small.'
      }
    }
    const read = onlyDigest(text)
    expect(read).toMatchObject({
      dialect: 'new-submissions',
      category: null,
      date: '2023-11-06',
      problems: []
    })
    expect(read.entries[0]).toEqual(entry)
    expect(read.entries.map(({ id, lines }) => [id, ...lines])).toEqual([
      ['2311.01234', 5, 11],
      ['2311.04567', 13, 19],
      ['2311.01234', 20, 26]
    ])
  })

  test('of a day on which no keyword occurs are a digest without papers', () => {
    expect(onlyDigest(`${heading}\n## Keyword: SLAM\nThere is no result \n`)).toMatchObject({
      date: '2023-11-06',
      entries: [],
      problems: []
    })
  })

  test.each([
    ['# New submissions for Mon,  6 Nov 23', '2023-11-06'],
    ['## New submissions for Mon, 6 Nov 2023', '2023-11-06'],
    ['# New submissions for Monday, 29 July 2024 (showing 53 of 53 entries )', '2024-07-29'],
    ['# Showing new listings for Wednesday, 3 June 2026', '2026-06-03'],
    ['# Showing new listings for 2026-06-03', '2026-06-03']
  ])('take their date from %j', (first, date) => {
    const read = onlyDigest(`${first}\n${record()}\n`)
    expect([read.date, read.entries.length, reasons(read)]).toEqual([date, 1, []])
  })

  test('say so where the heading’s day does not exist', () => {
    const read = onlyDigest(`# New submissions for Mon, 31 Feb 22\n${record()}\n`)
    expect([read.date, read.entries.length, reasons(read)]).toEqual([null, 1, [[1, 'badHeading']]])
  })

  test.each([
    '# New submissions for reviewers',
    '# New submissions for Monday mornings',
    '# New submissions for '
  ])('are no digest below %j', (first) => {
    expect(parseText(`${first}\nSend them to arXiv:2311.01234.\n`)).toEqual([])
  })

  test('are read without their heading', () => {
    expect(onlyDigest(`${record()}\n${second}\n`)).toMatchObject({
      dialect: 'new-submissions',
      date: null,
      problems: [],
      entries: [{ id: '2311.01234' }, { id: '2311.04567' }]
    })
  })

  test('close the gaps of wrapped titles and keep the paragraphs of abstracts', () => {
    const { fields } = onlyEntry(
      digest(record({ title: 'Maps  of the World', Abstract: 'First\nand on.\n\n Second.' }))
    )
    expect(fields).toMatchObject({ title: 'Maps of the World', abstract: 'First and on.\nSecond.' })
  })
})

describe('a record of new submissions', () => {
  test.each([
    ["Jos\\'e N\\' u\\~{n}ez, {\\O}ystein {\\AA}se", ['José Núñez', 'Øystein Åse']],
    ["Martin Petrl\\' ik, V. Kr\\'{a}tk\\'y", ['Martin Petrlík', 'V. Krátký']],
    ['A. One (Uni, Town), B. Two ((1) X, (2) Y)', ['A. One', 'B. Two']],
    ['A. One, B. Two,  et al. (21 additional authors not shown)', ['A. One', 'B. Two', 'et al.']],
    ['A. One, Institute for Maps and Globes', ['A. One', 'Institute for Maps and Globes']]
  ])('has its authors in %j', (Authors, authors) => {
    expect(onlyEntry(digest(record({ Authors }))).fields.authors).toEqual(authors)
  })

  test.each([
    [
      'Distributed, Parallel, and Cluster Computing (cs.DC); General Relativity and Quantum Cosmology (gr-qc)',
      { primaryCategory: 'cs.DC', categories: ['cs.DC', 'gr-qc'] }
    ],
    [
      'Combinatorics (math.CO); 05C15 (Primary), 05C69 (Secondary); F.2.2',
      { primaryCategory: 'math.CO', categories: ['math.CO'], classes: ['05C15', '05C69', 'F.2.2'] }
    ],
    ['cs.RO; cs.CV', { primaryCategory: 'cs.RO', categories: ['cs.RO', 'cs.CV'] }],
    ['Robotics; Sound (cs.SD)', { primaryCategory: 'cs.SD', categories: ['cs.SD'] }],
    ['Subjects: Sound (cs.SD)', { primaryCategory: 'cs.SD', categories: ['cs.SD'] }],
    ['Robotics', {}]
  ])('has its categories in %j', (Subjects, expected) => {
    const { primaryCategory, categories, classes } = onlyEntry(digest(record({ Subjects }))).fields
    expect({ primaryCategory, categories, classes }).toEqual({
      primaryCategory: undefined,
      categories: undefined,
      classes: undefined,
      ...expected
    })
  })

  test('may have a comment, a journal and a DOI, and leaves out what it does not say', () => {
    const extra = { Comments: '5 pages', 'Journal-ref': 'J. Maps 3 (2023)', DOI: '10.1000/maps' }
    expect(onlyEntry(digest(record(extra))).fields).toMatchObject({
      comment: '5 pages',
      journal: 'J. Maps 3 (2023)',
      doi: '10.1000/maps'
    })
    expect(Object.keys(onlyEntry(digest(record())).fields)).not.toContain('comment')
  })

  test('is read as programs write it that keep the labels of arXiv’s page', () => {
    const text = `# Showing new listings for Wednesday, 3 June 2026
## Keyword: map
### Title:
          Small Maps
 - **Authors:** Ada Example
 - **Subjects:** Subjects:
Robotics (cs.RO); Sound (cs.SD)
 - **Arxiv link:** https://arxiv.org/abs/2606.01234

 - **Pdf link:** https://arxiv.org/pdf/2606.01234

 - **Abstract**
 We draw maps.
### Title:
          A Paper without Address
 - **Authors:** Bo Sample
 - **Subjects:** Subjects:
Robotics (cs.RO)
 - **Arxiv link:** https://arxiv.org/abs/
 - **Pdf link:** https://arxiv.org/pdf/
 - **Abstract**
 Nobody knows where.
`
    const read = onlyDigest(text)
    expect(read.entries).toMatchObject([
      {
        lines: [3, 13],
        fields: { title: 'Small Maps', categories: ['cs.RO', 'cs.SD'], abstract: 'We draw maps.' }
      }
    ])
    expect(read.problems).toEqual([{ line: 14, reason: 'noId', excerpt: 'A Paper without Address' }])
  })

  test('is read from a README with words before and behind', () => {
    const text = `Papers of the day, since arXiv is long.

# Showing new listings for Wednesday, 3 June 2026
Auto update papers every weekday.

See \`Usage.md\`.

Keyword list: ['map', 'globe']


### Today: 2papers${' '}
#### Small Maps
${record().split('\n').slice(1).join('\n\n')}
#### Other
${second.split('\n').slice(1).join('\n')}


by Somebody.


2026-06-03
`
    const read = onlyDigest(text)
    expect([read.date, reasons(read)]).toEqual(['2026-06-03', []])
    expect(read.entries.map(({ id, fields }) => [id, fields.abstract])).toEqual([
      ['2311.01234', 'We draw maps. They are small.'],
      ['2311.04567', 'We draw maps. They are small.']
    ])
  })

  test.each([
    ['no leading spaces', (text: string) => text.replaceAll(/^ +/gm, '')],
    ['more leading spaces', (text: string) => text.replaceAll(/^ /gm, '    ')],
    ['colons behind the asterisks', (text: string) => text.replaceAll(':**', '**:')],
    ['no colons', (text: string) => text.replaceAll(':**', '**')],
    ['a colon behind Abstract', (text: string) => text.replaceAll('Abstract**', 'Abstract:**')],
    ['the abstract in its bullet', (text: string) => text.replaceAll('Abstract**\n', 'Abstract:**')],
    [
      'the abstract behind a blank line',
      (text: string) => text.replaceAll('Abstract**\n ', 'Abstract**\n\n')
    ],
    ['a blank line behind each', (text: string) => text.replaceAll('\n', '\n\n')],
    ['asterisks for bullets', (text: string) => text.replaceAll(' - **', ' * **')],
    ['small letters', (text: string) => text.replaceAll(/\*\*[A-Z]/g, (letter) => letter.toLowerCase())],
    ['an address in angles', (text: string) => text.replaceAll(/(https:\S+)/g, '<$1>')],
    ['an address as a link', (text: string) => text.replaceAll(/(https:\S+)/g, '[here]($1)')]
  ])('is read with %s', (_, write) => {
    const read = onlyDigest(`${heading}\n${write(digest(record(), second)).split('\n').slice(1).join('\n')}`)
    const plain = onlyDigest(digest(record(), second))
    expect(read.entries.map(({ id, fields }) => [id, fields])).toEqual(
      plain.entries.map(({ id, fields }) => [id, fields])
    )
    expect(read.problems).toEqual([])
  })

  test('takes its id from the PDF where the page has none', () => {
    expect(onlyEntry(digest(record({ 'Arxiv link': 'https://arxiv.org/abs/' }))).id).toBe('2311.01234')
    const old = record({ 'Arxiv link': 'https://arxiv.org/abs/math.GT/0611800v2' })
    expect(onlyEntry(digest(old))).toMatchObject({ id: 'math/0611800', version: 2 })
  })
})

describe('damaged new submissions', () => {
  test('lack a record without address, and say so', () => {
    const read = onlyDigest(digest(record({ 'Arxiv link': undefined, 'Pdf link': undefined }), second))
    expect(read.entries.map(({ id }) => id)).toEqual(['2311.04567'])
    expect(read.problems).toEqual([{ line: 3, reason: 'noId', excerpt: 'Small Maps' }])
  })

  test.each(['Authors', 'Subjects', 'Abstract'])('say that %s are missing', (key) => {
    const read = onlyDigest(digest(record({ [key]: undefined }), second))
    expect(read.entries).toHaveLength(2)
    expect(read.problems).toEqual([{ line: 3, reason: 'missingFields', excerpt: key }])
  })

  test('do not give a paper the fields of the next, whose title is missing', () => {
    const other = record({
      title: undefined,
      Authors: 'Cy Other',
      'Arxiv link': 'https://arxiv.org/abs/2311.04567',
      Abstract: 'Mine.'
    })
    const read = onlyDigest(digest(record(), other))
    expect(read.entries).toMatchObject([
      { id: '2311.01234', fields: { authors: ['Ada Example', 'Bo Sample'] } },
      { id: '2311.04567', fields: { authors: ['Cy Other'], abstract: 'Mine.' } }
    ])
    expect(read.problems).toEqual([{ line: 10, reason: 'missingFields', excerpt: 'Title' }])
  })

  test('name what stands beside the records only where it names a paper', () => {
    const text = digest(
      'Words.',
      record(),
      '',
      'See arXiv:2311.09999 too.',
      '### More',
      'https://arxiv.org/abs/2311.09998',
      '- **DOI:** 10.1000/ours'
    )
    expect(reasons(onlyDigest(text))).toEqual([
      [12, 'strayText'],
      [13, 'strayText']
    ])
  })

  test('end with words of others, whose bullets say nothing of the last paper', () => {
    const text = digest(record(), '', 'by Somebody', ' - **DOI:** 10.1000/software')
    expect([reasons(onlyDigest(text)), onlyEntry(text).fields.doi]).toEqual([[], undefined])
  })

  test('may end with how many papers there are', () => {
    const { entries, problems } = onlyDigest(`${heading}\nAuto update.\n\n### Today: 0papers \n`)
    expect([entries, problems]).toEqual([[], []])
  })

  test('without a line feed at the end keep an abstract that ends a sentence', () => {
    expect(onlyDigest(digest(record()).trimEnd())).toMatchObject({
      problems: [],
      entries: [{ fields: { abstract: 'We draw maps. They are small.' } }]
    })
  })

  test('do not read a line or a field that is longer than any digest’s', () => {
    const long = 'x'.repeat(300_000)
    const lines = `${'x'.repeat(1000)}\n`.repeat(300)
    for (const Abstract of [long, lines]) {
      const read = onlyDigest(digest(record({ Abstract }), second))
      expect(read.entries.map(({ fields }) => fields.abstract?.length)).toEqual([undefined, 29])
      expect(read.problems.map(({ reason }) => reason).sort()).toEqual(['lineTooLong', 'missingFields'])
    }
    expect(
      onlyDigest(digest(record({ title: long }), second)).entries.map(({ fields }) => fields.title)
    ).toEqual([undefined, 'Other'])
  })

  test('stand beside a numbered list without abstracts', () => {
    const numbered = numberedList(numberedRecord(1, 'T', '2112.15589'), numberedRecord(2, 'U', '2112.15590'))
    expect(
      parseText(`${numbered}${second}\n`).map(({ dialect, entries }) => [dialect, entries.length])
    ).toEqual([
      ['numbered-list', 2],
      ['new-submissions', 1]
    ])
  })

  test('stand beside digests of another dialect in one file', () => {
    const field = fieldList(fieldRecord())
    for (const text of [
      `${field}${digest(second)}`,
      `${digest(second)}${field}`,
      `${field}${second}\n${field}`
    ]) {
      const read = parseText(text)
      expect(read.map(({ dialect, entries }) => [dialect, entries.length])).toEqual(
        text.startsWith('# Arxiv')
          ? [['field-list', 1], ['new-submissions', 1], ...(text.endsWith(field) ? [['field-list', 1]] : [])]
          : [
              ['new-submissions', 1],
              ['field-list', 1]
            ]
      )
      expect(read.flatMap(({ problems }) => problems)).toEqual([])
    }
  })
})

describe('new submissions that are cut anywhere', () => {
  const text = digest(
    record({ title: 'Größe', Abstract: 'We draw maps. They are small: x' }),
    record({ 'Arxiv link': 'https://arxiv.org/abs/0905.1234v12', Abstract: 'Naïve. End' })
  )
  const bytes = new TextEncoder().encode(text)
  const whole = onlyDigest(text).entries

  test('keep what is whole and report what is not', () => {
    for (let at = 0; at < bytes.length; at++) {
      const digests = parseBytes(bytes.subarray(0, at))
      const entries: readonly Entry[] = digests.flatMap((each) => each.entries)
      const problems = digests.flatMap((each) => reasons(each))
      entries.forEach(({ id, version, fields }, index) => {
        expect([id, version], `cut at ${at}`).toEqual([whole[index]?.id, whole[index]?.version])
        for (const [key, value] of Object.entries(fields)) {
          const expected: unknown = whole[index]?.fields[key as keyof typeof fields]
          if (key === 'abstract' && typeof value === 'string' && /[.:]$/.test(value))
            expect(expected, `cut at ${at}`).toMatch(value)
          else expect(value, `cut at ${at}: ${key}`).toEqual(expected)
        }
      })
      // Of the second title nothing may be left but a part of its mark, which is a keyword's too.
      const left = new TextDecoder().decode(bytes.subarray(0, at))
      const begun = left.split('### ').length - 1
      if (entries.length < begun) expect(problems.length, `cut at ${at}`).toBeGreaterThan(0)
      if (entries.length > 0 && entries.at(-1)?.fields.abstract === undefined)
        expect(problems.at(-1)?.[1], `cut at ${at}`).toBe('cutShort')
    }
  })

  test('are reported where the cut falls into the last line of the first record', () => {
    const at = text.indexOf('small')
    const read = parseBytes(new TextEncoder().encode(text.slice(0, at)))[0]
    expect(read?.problems).toEqual([{ line: 9, reason: 'cutShort', excerpt: 'Größe' }])
    expect(read?.entries[0]?.fields.abstract).toBeUndefined()
    expect(read?.entries[0]?.fields.title).toBe('Größe')
  })
})

describe('text that is no digest of new submissions', () => {
  test.each([
    [
      'a README',
      '# Maps\n\n- **Authors:** Ada\n- **Paper:** https://arxiv.org/abs/2311.01234\n\n### Usage\nRun it.\n'
    ],
    [
      'titles with other bullets',
      '### Small Maps\n- **Authors**: Ada\n- **Link**: https://arxiv.org/abs/2311.01234\n'
    ],
    ['a title above prose', '### Small Maps\nSee the Arxiv link: https://arxiv.org/abs/2311.01234\n'],
    ['an address alone', '### Small Maps\n - **Arxiv link:** https://arxiv.org/abs/2311.01234\n']
  ])('is not taken for one: %s', (_, text) => {
    expect(parseText(text)).toEqual([])
  })
})

describe('endless new submissions', () => {
  const endless: readonly (readonly [string, string, string])[] = [
    ['headings', '', `${heading}\n`],
    ['titles', heading, '### x\n'],
    ['titles that nearly open', '', '#### x\n - **Authors:** y\n'],
    ['keywords', heading, '## Keyword: x\n'],
    ['lines of a title', `${heading}\n### x`, 'y\n'],
    ['lines of an abstract', digest(record()).trimEnd(), 'y\n'],
    ['paragraphs of an abstract', digest(record()).trimEnd(), ' y\n\n'],
    ['bullets', heading, ' - **Authors:** x\n'],
    ['unknown bullets', digest(record()), ' - **X:** y\n'],
    ['spaces behind a bullet', `${heading}\n### x\n - **Arxiv link:** 2311.01234\n - **Authors:** `, ' '],
    ['brackets of authors', `${heading}\n### x\n - **Arxiv link:** 2311.01234\n - **Authors:** `, '('],
    ['subjects', `${heading}\n### x\n - **Arxiv link:** 2311.01234\n - **Subjects:** `, ' (;'],
    ['addresses', heading, 'arxiv.org/abs/ arxiv: \n'],
    ['records', heading, `${record()}\n`]
  ]
  test.each(endless)('are read in linear time: %s', (_, start, piece) => {
    const time = (size: number): number => {
      // A start that does not end its line is a field: no line is longer than is read.
      const text = start.endsWith(' ')
        ? `${start}${piece.repeat(200_000 / piece.length)}\n`.repeat(Math.ceil(size / 200_000))
        : `${start}\n${piece.repeat(Math.ceil(size / piece.length))}`
      const started = performance.now()
      parseText(text)
      return performance.now() - started
    }
    let [few, many] = [time(128 * 1024), time(512 * 1024)]
    for (let again = 0; again < 6 && many > Math.max(100, 8 * few); again++)
      [few, many] = [Math.max(few, time(128 * 1024)), Math.min(many, time(512 * 1024))]
    expect(many).toBeLessThanOrEqual(Math.max(100, 8 * few))
  })
})
