import { describe, expect, test } from 'vitest'
import { fieldNames } from '#core/domain/paper'
import { cutAnywhere } from '../support/cuts'
import { fieldList, fieldRecord, onlyDigest, onlyEntry, parseText, reasons } from '../support/digests'

const dated = '|Publish Date|Title|Authors|PDF|Code|\n|---|---|---|---|---|\n'
const described = '| **Title** | **Date** | **Abstract** | **Comment** |\n| --- | --- | --- | --- |\n'

/** A row below `dated`. */
function row(
  values: { date?: string; title?: string; authors?: string; pdf?: string; code?: string } = {}
): string {
  const {
    date = '**2022-05-06**',
    title = '**A Small Title**',
    authors = 'Ada Example et.al.',
    pdf = '[2205.03256v1](http://arxiv.org/abs/2205.03256v1)',
    code = 'null'
  } = values
  return `|${date}|${title}|${authors}|${pdf}|${code}|\n`
}

/** A row below `described`. */
function wideRow(
  values: { title?: string; id?: string; date?: string; abstract?: string; comment?: string } = {}
): string {
  const { title = 'A Small Title', id = '2508.05210v3', date = '2025-11-07', abstract, comment = '' } = values
  const shown = abstract ?? '<details><summary>Show</summary><p>One sentence.</p></details>'
  return `| **[${title}](http://arxiv.org/abs/${id})** | ${date} | ${shown} | ${comment} |\n`
}

const listed =
  '- 2022-01-11, **A Small Title**, Ada Example et.al., Paper: [http://arxiv.org/abs/2201.03814v1](http://arxiv.org/abs/2201.03814v1)'

describe('a table of dates, titles, authors and addresses', () => {
  test('is read with what it says, and knows nothing else', () => {
    const text = `## Updated on 2022.05.10\n\n## SLAM\n\n${dated}${row()}${row({
      title: '**Another**',
      pdf: '[2204.11621](http://arxiv.org/abs/2204.11621)',
      code: '**[link](https://github.com/a/b)**'
    })}`
    expect(onlyDigest(text)).toEqual({
      dialect: 'table',
      category: null,
      date: '2022-05-10',
      problems: [],
      entries: [
        {
          id: '2205.03256',
          version: 1,
          kind: 'new',
          lines: [7, 7],
          repaired: 1,
          fields: {
            title: 'A Small Title',
            authors: ['Ada Example', 'et al.'],
            published: '2022-05-06',
            updated: '2022-05-06'
          }
        },
        {
          id: '2204.11621',
          version: null,
          kind: 'new',
          lines: [8, 8],
          repaired: 1,
          fields: {
            title: 'Another',
            authors: ['Ada Example', 'et al.'],
            updated: '2022-05-06',
            links: [{ kind: 'code', url: 'https://github.com/a/b' }]
          }
        }
      ]
    })
  })

  test.each([
    ['v1', { published: '2022-05-06', updated: '2022-05-06' }],
    ['v2', { updated: '2022-05-06' }],
    ['', { updated: '2022-05-06' }]
  ])('dates the version of its address: %j', (version, dates) => {
    const { fields } = onlyEntry(dated + row({ pdf: `[pdf](http://arxiv.org/abs/2205.03256${version})` }))
    expect({ published: fields.published, updated: fields.updated }).toEqual({
      published: undefined,
      ...dates
    })
  })

  test('takes the version from whichever of its addresses has it', () => {
    const pdf = '[2205.03256](http://arxiv.org/abs/2205.03256v2)'
    expect(onlyEntry(dated + row({ pdf }))).toMatchObject({ id: '2205.03256', version: 2 })
  })

  test.each([
    ['null', undefined],
    ['', undefined],
    ['None', undefined],
    ['**None**', undefined],
    ['[link](javascript:alert)', undefined],
    ['[link](http://arxiv.org/abs/2205.03256v1)', undefined],
    ['https://github.com/a/b', [{ kind: 'code', url: 'https://github.com/a/b' }]],
    [
      '[a](https://github.com/a/b) [c](https://gitlab.com/c/d) [a](https://github.com/a/b)',
      [
        { kind: 'code', url: 'https://github.com/a/b' },
        { kind: 'code', url: 'https://gitlab.com/c/d' }
      ]
    ]
  ])('reads the code %j', (code, links) => {
    expect(onlyEntry(dated + row({ code })).fields.links).toEqual(links)
  })

  test.each([
    ['2022.05.06', '2022-05-06'],
    ['**2022/5/6**', '2022-05-06'],
    ['', undefined],
    ['null', undefined]
  ])('reads the date %j', (date, updated) => {
    const digest = onlyDigest(dated + row({ date }))
    expect(digest.entries[0]?.fields.updated).toBe(updated)
    expect(digest.problems).toEqual([])
  })

  test.each(['2022-02-30', 'soon'])('reports the date %j, and keeps the rest', (date) => {
    const digest = onlyDigest(dated + row({ date }))
    expect(digest.problems).toEqual([{ line: 3, reason: 'badDate', excerpt: date }])
    expect(digest.entries[0]?.fields).toEqual({ title: 'A Small Title', authors: ['Ada Example', 'et al.'] })
  })
})

describe('a table of titles, dates, abstracts and comments', () => {
  test('unwraps what stands in <details>', () => {
    const text = `Last update: 2025-11-11\n\n## Time Series\n${described}${wideRow({
      abstract: '<details><summary>Show</summary><p>We say $a &lt; b$ &amp; more.</p></details>',
      comment: '<details><summary>31 Pa...</summary><p>31 Pages, 9 Tables</p></details>'
    })}${wideRow({ id: '2511.05460v1', comment: 'ACL 2025' })}${wideRow({ id: '2511.05461v1' })}`
    const { date, entries, problems } = onlyDigest(text)
    expect([date, problems]).toEqual(['2025-11-11', []])
    expect(entries.map(({ id, version, fields }) => [id, version, fields])).toEqual([
      [
        '2508.05210',
        3,
        {
          title: 'A Small Title',
          updated: '2025-11-07',
          abstract: 'We say $a < b$ & more.',
          comment: '31 Pages, 9 Tables'
        }
      ],
      [
        '2511.05460',
        1,
        {
          title: 'A Small Title',
          published: '2025-11-07',
          updated: '2025-11-07',
          abstract: 'One sentence.',
          comment: 'ACL 2025'
        }
      ],
      ['2511.05461', 1, expect.objectContaining({ comment: null })]
    ])
  })

  test('reads plain abstracts as well, and leaves empty ones out', () => {
    const { entries } = onlyDigest(described + wideRow({ abstract: 'Plain.' }) + wideRow({ abstract: '' }))
    expect(entries.map(({ fields }) => fields.abstract)).toEqual(['Plain.', undefined])
  })

  test('keeps brackets and addresses within a title', () => {
    const titles = [
      'On [CLS] (and more)',
      '[Re] Distilling',
      'See [x](https://x.org) twice',
      '**Bold** and not'
    ]
    const { entries } = onlyDigest(described + titles.map((title) => wideRow({ title })).join(''))
    expect(entries.map(({ fields }) => fields.title)).toEqual(titles)
  })
})

describe('a list of papers', () => {
  test('is read with dates, authors and links', () => {
    const text = `> Updated on 2022.01.16\n\n## SLAM\n\n${listed}\n${listed}, Code: **[https://github.com/a/b](https://github.com/a/b)**\n`
    const { date, entries, problems } = onlyDigest(text)
    expect([date, problems]).toEqual(['2022-01-16', []])
    const fields = {
      title: 'A Small Title',
      authors: ['Ada Example', 'et al.'],
      published: '2022-01-11',
      updated: '2022-01-11'
    }
    expect(entries.map((entry) => [entry.id, entry.version, entry.lines, entry.fields])).toEqual([
      ['2201.03814', 1, [5, 5], fields],
      ['2201.03814', 1, [6, 6], { ...fields, links: [{ kind: 'code', url: 'https://github.com/a/b' }] }]
    ])
  })

  test('keeps commas, asterisks and bars in a title', () => {
    const title = 'One, **two**, P(a|b), Paper: three'
    expect(onlyEntry(listed.replace('A Small Title', title)).fields.title).toBe(title)
  })

  test('reports an item without paper, and leaves out what is none', () => {
    const digest = onlyDigest(
      `${listed}\n${listed.replaceAll('/2201.03814v1', '/x')}\n- 2022-01-11, **Release** of v2\n`
    )
    expect(reasons(digest)).toEqual([[2, 'noId']])
    expect(digest.entries).toHaveLength(1)
  })
})

describe('the columns of a table', () => {
  test('may stand in any order and case, with others among them', () => {
    const text = `| CODE | arXiv ID | Stars | **authors** | title | Translate | *Date* |
|:--|:-:|--:|---|---|---|---|
| [code](https://github.com/a/b) | 2205.03256v2 | 5 | A. One, B. Two | A Title | [read](https://x.org/2205.03256) | 2022-05-06 |
`
    expect(onlyEntry(text)).toMatchObject({
      id: '2205.03256',
      version: 2,
      fields: {
        title: 'A Title',
        authors: ['A. One', 'B. Two'],
        updated: '2022-05-06',
        links: [{ kind: 'code', url: 'https://github.com/a/b' }]
      }
    })
  })

  test('are told by the rows where there is no header', () => {
    for (const text of [row(), row().replaceAll('**', ''), row({ title: 'A | B' })])
      expect(onlyEntry(text)).toMatchObject({
        id: '2205.03256',
        fields: { authors: ['Ada Example', 'et al.'], updated: '2022-05-06' }
      })
    expect(onlyEntry(row({ title: 'A | B' })).fields.title).toBe('A | B')
    expect(onlyEntry(wideRow({ comment: 'Yes' })).fields).toEqual({
      title: 'A Small Title',
      updated: '2025-11-07',
      abstract: 'One sentence.',
      comment: 'Yes'
    })
  })

  test('are those of the header above, in a file of several tables', () => {
    const { entries, problems } = onlyDigest(
      `${dated}${row()}\n${described}${wideRow()}\n## X\n\n${dated}${row()}`
    )
    expect(entries.map(({ lines }) => lines[0])).toEqual([3, 7, 13])
    expect(problems).toEqual([])
  })

  test('are found by the rows where a header of other things stands above', () => {
    const { entries, problems } = onlyDigest(`${dated}${row()}\n|A|B|\n|--|--|\n|x|y|\n${row()}`)
    expect(entries.map(({ lines }) => lines[0])).toEqual([3, 8])
    expect(problems).toEqual([])
  })

  test('lead to the paper by the title, or any other column, where there is none for addresses', () => {
    const header = '|Title|Date|Where|\n|-|-|-|\n'
    expect(onlyEntry(`${header}|[T](https://arxiv.org/abs/2205.03256v2)|2022-05-06|x|\n`)).toMatchObject({
      version: 2,
      fields: { title: 'T' }
    })
    expect(onlyEntry(`${header}|T|2022-05-06|[x](https://arxiv.org/pdf/2205.03256)|\n`).id).toBe('2205.03256')
    // A number alone may be anything.
    const number = onlyDigest(
      `${header}|[T](https://arxiv.org/abs/2205.03256)|2022-05-06|x|\n|T|2022-05-06|2205.03257|\n`
    )
    expect(reasons(number)).toEqual([[4, 'noId']])
    const both = `${header}|Comment on arXiv:1705.02356|2022-05-06|https://arxiv.org/abs/2205.03256|\n`
    expect(onlyEntry(both)).toMatchObject({
      id: '2205.03256',
      fields: { title: 'Comment on arXiv:1705.02356' }
    })
  })
})

describe('bars in a row', () => {
  test.each(['A | B', 'P(x|y) and Q(x|y)', '$|V|$ of Graphs', '| at the start', 'at the end |', 'a||b'])(
    'belong to the title: %s',
    (title) => {
      const [first, second] = onlyDigest(dated + row({ title: `**${title}**` }) + row({ title })).entries
      expect([first?.fields.title, second?.fields.title]).toEqual([title, title])
      expect(first?.fields).toMatchObject({ authors: ['Ada Example', 'et al.'], updated: '2022-05-06' })
      const { fields } = onlyEntry(described + wideRow({ title, comment: 'Yes' }))
      expect(fields).toEqual({ title, updated: '2025-11-07', abstract: 'One sentence.', comment: 'Yes' })
    }
  )

  test('belong to the abstract or comment where the title has none', () => {
    const details = '<details><summary>Show</summary><p>From $O(|E|)$ to $O(|V|)$.</p></details>'
    const text =
      wideRow({ abstract: details, comment: 'a | b' }) + wideRow({ abstract: 'x | y', comment: 'Yes' })
    expect(
      onlyDigest(described + text).entries.map(({ fields }) => [fields.abstract, fields.comment])
    ).toEqual([
      ['From $O(|E|)$ to $O(|V|)$.', 'a | b'],
      ['x | y', 'Yes']
    ])
  })

  test('belong to the abstract where the title would take the date', () => {
    const header = '|Title|Date|Abstract|PDF|\n|-|-|-|-|\n'
    const text = `${header}|T|2022-05-06|x | y|[pdf](http://arxiv.org/abs/2205.03256v1)|\n`
    expect(onlyEntry(text).fields).toMatchObject({ title: 'T', abstract: 'x | y', updated: '2022-05-06' })
  })

  test('behind a backslash are bars, but in formulas', () => {
    const authors = String.raw`Team A\|B, Bo Sample`
    expect(onlyEntry(dated + row({ authors })).fields).toMatchObject({
      title: 'A Small Title',
      authors: ['Team A|B', 'Bo Sample']
    })
    const title = String.raw`A \| B of $\|x\|$ and \$5 \| \$6`
    expect(onlyEntry(dated + row({ title })).fields.title).toBe(String.raw`A | B of $\|x\|$ and \$5 | \$6`)
  })
})

describe('a row that is not as it should be', () => {
  test('without paper is reported, unless it is empty', () => {
    const digest = onlyDigest(
      `${dated}${row()}${row({ pdf: '[x](https://openreview.net/1)' })}||||||\n|null|\n`
    )
    expect(digest.problems).toEqual([{ line: 4, reason: 'noId', excerpt: 'A Small Title' }])
    expect(digest.entries).toHaveLength(1)
  })

  test('with fewer cells than columns gives what it has', () => {
    const digest = onlyDigest(
      `${described}| **[T](http://arxiv.org/abs/2508.05210v3)** | 2025-11-07 |\n${wideRow()}|[T](https://arxiv.org/abs/2508.05211)|\n`
    )
    expect(digest.entries.map(({ fields }) => Object.keys(fields))).toEqual([
      ['title', 'updated'],
      ['title', 'updated', 'abstract', 'comment'],
      ['title']
    ])
    expect(digest.problems.map(({ line, excerpt }) => [line, excerpt])).toEqual([
      [3, 'Abstract, Comment'],
      [5, 'Date, Abstract, Comment']
    ])
  })

  test('with more cells than columns leaves the last ones out', () => {
    expect(onlyEntry(`${dated}${row().trimEnd()}more|and more|\n`).fields).toMatchObject({
      title: 'A Small Title',
      authors: ['Ada Example', 'et al.']
    })
  })

  test('may lack the last bar, or be indented', () => {
    const { entries, problems } = onlyDigest(
      `${dated}${row().replace(/\|\n$/, '\n')}  ${row()}\n\n${row()} \t\n`
    )
    expect(entries.map(({ lines }) => lines[0])).toEqual([3, 4, 7])
    expect(problems).toEqual([])
  })

  test('without title is reported', () => {
    const digest = onlyDigest(dated + row({ title: '' }))
    expect(reasons(digest)).toEqual([[3, 'missingFields']])
    expect(Object.keys(digest.entries[0]?.fields ?? {})).not.toContain('title')
  })

  test('too long is reported, and the next one read', () => {
    const digest = onlyDigest(`${dated}${row({ title: 'x'.repeat(300_000) })}${row()}`)
    expect(reasons(digest)).toEqual([[3, 'lineTooLong']])
    expect(digest.entries).toHaveLength(1)
  })
})

describe('the day of a table', () => {
  test.each([
    '## Updated on 2022.05.10',
    '> Updated on 2022.05.10',
    'Last update: 2022-05-10',
    '# Updated on 2022-5-10',
    '**Last updated on 2022/05/10**',
    'Last update: 2022-05-10 08:00:01'
  ])('stands in the line %j', (line) => {
    const contents = Array.from({ length: 100 }, (_, at) => `- [x](#${at})`).join('\n')
    for (const text of [`${line}\n${dated}${row()}`, `Words\n\n${line}\n\n${contents}\n${dated}${row()}`])
      expect(onlyDigest(text)).toMatchObject({ date: '2022-05-10', problems: [] })
  })

  test('is that which stands nearest above the papers, or else below them', () => {
    const text = `Last update: 2020-01-01\n\n## Updated on 2022.05.10\n${dated}${row()}`
    expect(onlyDigest(`${text}\nLast update: 2023-01-01\n`).date).toBe('2022-05-10')
    expect(onlyDigest(`${dated}${row()}\nLast update: 2023-01-01\n`).date).toBe('2023-01-01')
  })

  test('begins a digest of its own where papers follow', () => {
    const text = `## Updated on 2022.05.10\n${dated}${row()}\n## Updated on 2022.05.11\n${dated}${row()}`
    expect(parseText(text).map(({ date, entries }) => [date, entries.length])).toEqual([
      ['2022-05-10', 1],
      ['2022-05-11', 1]
    ])
  })

  test('that does not exist is reported', () => {
    const digest = onlyDigest(`## Updated on 2022.13.10\n${dated}${row()}`)
    expect(digest).toMatchObject({ date: null })
    expect(reasons(digest)).toEqual([[1, 'badHeading']])
  })
})

describe('text around tables', () => {
  test('is left out, but for what names a paper', () => {
    const text = `# Papers\n\nWe like arXiv.\nOur own: https://arxiv.org/abs/2001.00001\n\n${dated}${row()}\n<p align=right>(<a href=#x>back to top</a>)</p>\n\n|A|B|\n|-|-|\n|1|[x](http://arxiv.org/abs/2001.00002)|\n[x]: https://img.shields.io/x\n`
    expect(onlyDigest(text).problems.map(({ line, reason }) => [line, reason])).toEqual([
      [4, 'strayText'],
      [14, 'strayText']
    ])
  })

  test('ends a table, whose columns are not those of the next', () => {
    expect(onlyDigest(`${described}${wideRow()}Words\n|x|y|\n`).problems).toEqual([])
  })

  test.each([
    '# A project\n\nSee [the paper](https://arxiv.org/abs/2205.03256), arXiv:2205.03256.\n',
    '| Title | Date |\n| --- | --- |\n| A post | 2022-05-06 |\n',
    '|Title|Link|\n|Other|http://arxiv.org/abs/2205.03256|\n',
    '| Date | News |\n|---|---|\n| 2022-05-06 | Our paper is at [arXiv](https://arxiv.org/abs/2205.03256) now |\n',
    '| Model | Paper | Score |\n|---|---|---|\n| Net | none | 5 |\n',
    '## Updated on 2022.05.10\n\nNothing.\n',
    'Last update: 2025-11-11\n- 2022-01-11, **Release** of version 2\n',
    '|**2022-05-06**|**T**|A|[x](https://openreview.net/1)|null|\n',
    '|\n||\n| |\n|---|\n'
  ])('that only looks like one is no digest: %j', (text) => {
    expect(parseText(text)).toEqual([])
  })

  test('of another dialect stays what it is', () => {
    const other = fieldList(fieldRecord())
    const found = parseText(`${dated}${row()}\n${other}${dated}${row()}`)
    expect(found.map(({ dialect, entries }) => [dialect, entries.length])).toEqual([
      ['table', 1],
      ['field-list', 1],
      ['table', 1]
    ])
    expect(found.flatMap(({ problems }) => problems)).toEqual([])
  })
})

describe.each([
  [
    'dated',
    `## Updated on 2022.05.10\n\n${dated}${row({ title: '**Größe | of** $x$' })}${row({
      pdf: '[2204.11621v12](http://arxiv.org/abs/2204.11621v12)',
      code: '**[link](https://github.com/a/b)**'
    })}`
  ],
  [
    'described',
    described +
      wideRow({ title: 'Größe | of [x](y) $x$', comment: '5 pages' }) +
      wideRow({
        id: '2511.05460v12',
        abstract: '<details><summary>Show</summary><p>From $|E|$ to $|V|$.</p></details>',
        comment: '<details><summary>31…</summary><p>31 pages | 9 tables</p></details>'
      })
  ],
  [
    'listed',
    `> Updated on 2022.01.16\n\n${listed}\n${listed.replaceAll('3814v1', '3814v12')}, Code: **[https://github.com/a/b](https://github.com/a/b)**\n`
  ]
])('a %s table that is cut anywhere', (_, text) => {
  const { entries } = onlyDigest(text)
  const cuts = cutAnywhere(text)

  test('never invents a paper, nor keeps a part of a field', () => {
    expect(entries).toHaveLength(2)
    for (const { at, entries: left } of cuts)
      left.forEach((entry, index) => {
        const whole = entries[index]
        expect([entry.id, entry.version], `cut at ${at}`).toEqual([whole?.id, whole?.version])
        for (const name of fieldNames)
          if (entry.fields[name] !== undefined)
            expect(entry.fields[name], `${name}, cut at ${at}`).toEqual(whole?.fields[name])
      })
  })

  test('says so wherever the cut falls into the second paper', () => {
    const last = text.trimEnd().lastIndexOf('\n') + 1
    const extra = new TextEncoder().encode(text.slice(0, last)).length - last
    for (const { at, entries: left, reasons: found } of cuts.filter(({ at }) => at - extra > last + 15)) {
      // What ends behind an address may be whole.
      const complete =
        left.length === 2 && (Object.keys(left[1]?.fields ?? {}).length > 3 || text.charAt(at - 1) === ')')
      if (!complete) expect(found, `cut at ${at}`).toContain('cutShort')
    }
  })
})
