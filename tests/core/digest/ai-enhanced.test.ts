import { describe, expect, test } from 'vitest'
import { longestField } from '#core/digest/dialect'
import { longestJson } from '#core/digest/dialects/ai-enhanced-json'
import { fieldNames } from '#core/domain/paper'
import { cutAnywhere } from '../support/cuts'
import { numberedList, numberedRecord, onlyDigest, onlyEntry, parseText, reasons } from '../support/digests'

/** A record of Markdown, with what was generated in it. */
function record(
  values: { title?: string; url?: string; authors?: string; category?: string; abstract?: string } = {}
): string {
  const {
    title = 'A Small Title',
    url = 'https://arxiv.org/abs/2606.25041',
    authors = 'Ada Example,Bo Sample',
    category = 'cs.CV',
    abstract = 'One sentence. Another one.'
  } = values
  return `### [1] [${title}](${url})
*${authors}*

Main category: ${category}

TL;DR: Somebody's words.


<details>
  <summary>Details</summary>
Motivation: Generated.

Method: Generated as well, see arXiv:2001.00001.

Result: Good.
Even better.

Conclusion: Read it.

Abstract: ${abstract}

</details>


`
}

const section = (name: string): string => `<div id='${name}'></div>\n\n# ${name} [[Back]](#toc)\n\n`
const contents = '<div id=toc></div>\n\n# Table of Contents\n\n- [cs.CV](#cs.CV) [Total: 1]\n\n\n'

const fields = {
  title: 'A Small Title',
  authors: ['Ada Example', 'Bo Sample'],
  primaryCategory: 'cs.CV',
  abstract: 'One sentence. Another one.'
}

describe('a digest of Markdown', () => {
  test('is read with what is the paper’s own, and nothing that was generated', () => {
    expect(onlyDigest(`${contents}${section('cs.CV')}${record()}`)).toEqual({
      dialect: 'ai-enhanced',
      category: 'cs.CV',
      date: null,
      problems: [],
      entries: [{ id: '2606.25041', version: null, kind: 'new', lines: [12, 33], repaired: 0, fields }]
    })
  })

  test('has a category only where all its sections are of one', () => {
    const two = `${contents}${section('cs.CV')}${record()}${section('cs.GT')}${record({ category: 'cs.GT' })}`
    expect(onlyDigest(two)).toMatchObject({ category: null, problems: [] })
    expect(onlyDigest(record()).category).toBe(null)
    expect(onlyDigest(`${section('cs.CV')}${record()}${section('cs.CV')}${record()}`).category).toBe('cs.CV')
  })

  test('without papers is a day without papers', () => {
    expect(onlyDigest(contents)).toMatchObject({ dialect: 'ai-enhanced', entries: [], problems: [] })
  })

  test.each([
    'On [CLS] Tokens (v2)',
    '[Re] f(x) and g[x]',
    'See [x](https://x.org) (twice)',
    '$[0,1]$ (closed)',
    'Dots...](and more'
  ])('keeps brackets in the title %s', (title) => {
    expect(onlyEntry(record({ title }))).toMatchObject({ id: '2606.25041', fields: { title } })
  })

  test.each([
    ['http://arxiv.org/abs/2606.25041', '2606.25041', null],
    ['https://arxiv.org/abs/2606.25041v3', '2606.25041', 3],
    ['https://arxiv.org/pdf/2606.25041v1.pdf', '2606.25041', 1],
    ['https://arxiv.org/abs/math/0611800', 'math/0611800', null]
  ])('is led to its papers by %s', (url, id, version) => {
    expect(onlyEntry(record({ url }))).toMatchObject({ id, version })
  })

  test.each([
    ['Jun Wang,and Wen Tong', ['Jun Wang', 'Wen Tong']],
    ['José Núñez,  Ada  Example', ['José Núñez', 'Ada Example']],
    ['One Alone', ['One Alone']],
    ["Jos\\'e N{\\'u}{\\~n}ez,M{\\aa}ns", ['José Núñez', 'Måns']]
  ])('separates the authors %j', (authors, names) => {
    expect(onlyEntry(record({ authors })).fields.authors).toEqual(names)
  })

  test('reads abstracts of several lines and paragraphs', () => {
    const text = record({
      abstract: 'One,\ntwo.\n  A paragraph.\n\nAnother: # *one*\n# of four\nMethod: stays.'
    })
    expect(onlyEntry(text).fields.abstract).toBe(
      'One, two.\nA paragraph.\nAnother: # *one* # of four Method: stays.'
    )
  })

  test('takes generated text for no abstract, whatever stands in it', () => {
    const text = record().replace(/Abstract: .*\n/, '')
    const digest = onlyDigest(text + record())
    expect(digest.entries[0]?.fields).toEqual({ ...fields, abstract: undefined })
    expect(digest.problems).toEqual([{ line: 1, reason: 'missingFields', excerpt: 'Abstract' }])
  })

  test('ends an abstract at a label below it, and a record with its details', () => {
    const turned = record().replace(/^(Result: [^]*)(Abstract: .*\n\n)/m, '$2$1')
    expect(onlyEntry(turned).fields).toEqual(fields)
    const text = record().replace(/Abstract: .*\n/, '')
    const digest = onlyDigest(`${text}Abstract: Of something else.\n\nSee arXiv:2001.00001\n\n${record()}`)
    expect(digest.entries[0]?.fields.abstract).toBeUndefined()
    expect(digest.problems.map(({ reason }) => reason)).toEqual(['missingFields', 'strayText'])
  })

  test('takes words in italics for authors only below the title', () => {
    const text = record()
      .replace(/^\*.*\n/m, '')
      .replace('Result: Good.', 'Result: Good.\n*Really good*')
    expect(onlyEntry(text).fields).toEqual({ ...fields, authors: undefined })
  })

  test('may have bold labels, rules between its papers, or no details', () => {
    const bold = record().replaceAll(/^([A-Z][\w; ]+):/gm, '**$1:**')
    const bare = record().replaceAll(/^<.*\n|^ {2}<.*\n/gm, '')
    for (const text of [bold, bold.replaceAll(':** ', '**: '), bare, `${record()}---\n\n`])
      expect(onlyDigest(text + text)).toMatchObject({ problems: [], entries: [{ fields }, { fields }] })
    expect(onlyDigest(`${bare}Words below.\n\n${bare}`)).toMatchObject({ entries: [{ fields }, { fields }] })
    expect(onlyDigest(`${bare}---\n*Sent by a robot.*\n\nSee arXiv:2001.00001\n`)).toMatchObject({
      entries: [{ fields }],
      problems: [{ reason: 'strayText', excerpt: 'See arXiv:2001.00001' }]
    })
  })

  test('reports what a record lacks', () => {
    const text = `### [1] [T](https://arxiv.org/abs/2606.25041)\n\n${record()}`
    const digest = onlyDigest(text)
    expect(digest.problems).toEqual([
      { line: 1, reason: 'missingFields', excerpt: 'Authors, Main category, Abstract' }
    ])
    expect(digest.entries.map((entry) => entry.fields)).toEqual([{ title: 'T' }, fields])
    expect(onlyEntry(record({ category: 'Computer Vision' })).fields.primaryCategory).toBeUndefined()
  })

  test('reports what stands behind a record after what it lacks', () => {
    const title = '### [1] [T](https://arxiv.org/abs/2606.25041)'
    expect(reasons(onlyDigest(`${title}\n\nSee arXiv:2001.00001\n\n${record()}`))).toEqual([
      [1, 'missingFields'],
      [3, 'strayText']
    ])
  })

  test('reports a title without paper, and gives its words to none', () => {
    const digest = onlyDigest(
      record() + record({ url: 'https://x.org/2606.25041', abstract: 'Other.' }) + record()
    )
    expect(digest.entries.map((entry) => entry.fields.abstract)).toEqual([fields.abstract, fields.abstract])
    expect(reasons(digest)).toEqual([
      [25, 'noId'],
      [37, 'strayText']
    ])
  })

  test('loses no paper to a title too long', () => {
    const digest = onlyDigest(record() + record({ title: 'x'.repeat(longestField) }) + record())
    expect(digest.entries.map((entry) => entry.fields.title)).toEqual([fields.title, fields.title])
    expect(digest.problems[0]).toMatchObject({ line: 25, reason: 'lineTooLong' })
  })

  test('reads papers again that stand in several sections', () => {
    expect(onlyDigest(`${section('cs.CV')}${record()}${section('cs.LG')}${record()}`).entries).toHaveLength(2)
  })
})

/** An object as the generators write it. */
function paper(values: Record<string, unknown> = {}): string {
  return JSON.stringify({
    id: '2511.10627',
    categories: ['cs.AI', 'cs.CV'],
    pdf: 'https://arxiv.org/pdf/2511.10627',
    abs: 'https://arxiv.org/abs/2511.10627',
    authors: ['Ada Example', 'Bo Sample'],
    title: 'A Small Title',
    comment: null,
    summary: 'One sentence.',
    ...values
  })
}

describe('a digest of JSON', () => {
  const whole = {
    title: 'A Small Title',
    authors: ['Ada Example', 'Bo Sample'],
    primaryCategory: 'cs.AI',
    categories: ['cs.AI', 'cs.CV'],
    comment: null,
    abstract: 'One sentence.'
  }

  test('is read with what it says of a paper', () => {
    const text = `${paper()}\n${paper({
      id: 'http://arxiv.org/abs/2511.10628v2',
      comment: '8 pages',
      published: '2025-11-13T17:59:01+00:00',
      updated: '2025-11-14',
      AI: { tldr: 'Generated', summary: 'Generated', id: '2001.00001' }
    })}\n`
    expect(onlyDigest(text)).toEqual({
      dialect: 'ai-enhanced',
      category: null,
      date: null,
      problems: [],
      entries: [
        { id: '2511.10627', version: null, kind: 'new', lines: [1, 1], repaired: 0, fields: whole },
        {
          id: '2511.10628',
          version: 2,
          kind: 'new',
          lines: [2, 2],
          repaired: 0,
          fields: {
            ...whole,
            comment: '8 pages',
            published: '2025-11-13T17:59:01Z',
            updated: '2025-11-14',
            links: [{ kind: 'pdf', url: 'https://arxiv.org/pdf/2511.10627' }]
          }
        }
      ]
    })
  })

  test('takes the version from whichever address has it', () => {
    expect(onlyEntry(paper({ pdf: 'https://arxiv.org/pdf/2511.10627v4' })).version).toBe(4)
    expect(onlyEntry(paper({ id: 17, pdf: null, abs: 'https://arxiv.org/abs/2511.10627v2' })).version).toBe(2)
  })

  test('keeps arXiv’s categories apart from other classes', () => {
    expect(onlyEntry(paper({ categories: ['cs.CV', '68T05', 'I.2.10; I.4.9'] })).fields).toMatchObject({
      primaryCategory: 'cs.CV',
      categories: ['cs.CV'],
      classes: ['68T05', 'I.2.10', 'I.4.9']
    })
  })

  test('puts lines together, but for paragraphs', () => {
    const { fields } = onlyEntry(
      paper({ title: 'A\n  Title', summary: 'One\ntwo.\n  Three\r\nfour.\n\nFive' })
    )
    expect(fields).toMatchObject({ title: 'A Title', abstract: 'One two.\nThree four.\nFive' })
  })

  test('is read from an array with an object in each line, or all in one', () => {
    const objects = [paper(), paper({ id: '2511.10628' }), paper({ id: '2511.10629' })]
    for (const text of [
      `[\n${objects.join(',\n')}\n]\n`,
      `[\n  ${objects.join(',\n  ')}\n]`,
      `[${objects.join(',\n')}]\n`,
      `[${objects.join(',')}]`,
      objects.map((object) => object.replace('{', '{ ')).join('\n\n')
    ]) {
      const { entries, problems } = onlyDigest(text)
      expect(entries.map(({ id }) => id)).toEqual(['2511.10627', '2511.10628', '2511.10629'])
      expect(problems).toEqual([])
    }
  })

  test('reports what is no JSON, or names no paper, and goes on', () => {
    const digest = onlyDigest(
      `${paper()}\n{"id": "2511.10628", oh}\n${paper({ id: 'x', abs: 5, pdf: [] })}\n{"a": 1}\n[{"id": 1}, 5]\n\n${paper()}\n`
    )
    expect(digest.entries).toHaveLength(2)
    expect(digest.problems.map(({ line, reason, excerpt }) => [line, reason, excerpt])).toEqual([
      [2, 'badJson', '{"id": "2511.10628", oh}'],
      [3, 'noId', 'A Small Title'],
      [4, 'noId', '{"a":1}'],
      [5, 'noId', '{"id":1}'],
      [5, 'noId', '[{"id": 1}, 5]']
    ])
  })

  test('reports what is broken before its first paper too', () => {
    expect(reasons(onlyDigest(`{"id": "2511.1\n${paper()}\n`))).toEqual([[1, 'badJson']])
  })

  test('believes only texts, and lists of texts', () => {
    const digest = onlyDigest(
      `${paper({ title: 5, authors: { length: 3 }, categories: 'cs.CV', comment: ['x'], summary: { a: 1 } })}
${paper({ authors: ['A', 5, null, ['B'], { name: 'C' }, 'D'], categories: [['cs.AI'], 'cs.CV', 7], published: 7 })}
${paper({ published: 'soon', pdf: 'javascript:alert(1)', code_url: 'file:///etc/passwd', comment: '' })}\n`
    )
    expect(digest.entries.map((entry) => entry.fields)).toEqual([
      {},
      { ...whole, authors: ['A', 'D'], primaryCategory: 'cs.CV', categories: ['cs.CV'] },
      whole
    ])
    expect(digest.problems.map(({ reason, excerpt }) => [reason, excerpt])).toEqual([
      ['missingFields', 'Title, Authors, Categories, Abstract'],
      ['badDate', 'published: soon']
    ])
  })

  test('is harmed by no name that an object has of its own', () => {
    const text = `${paper().slice(0, -1)}, "__proto__": {"title": "x", "polluted": true}, "constructor": {"prototype": 1}, "toString": null}\n{"__proto__": ${paper()}, "id": "2511.10628", "title": "T", "summary": "S"}\n`
    const { entries } = onlyDigest(text)
    expect(entries.map((entry) => [entry.id, entry.fields.title])).toEqual([
      ['2511.10627', 'A Small Title'],
      ['2511.10628', 'T']
    ])
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })

  test('leaves out a field, or a line, far too long, and says so', () => {
    const authors = Array.from({ length: 150_000 }, () => 'A')
    const digest = onlyDigest(
      [
        paper({ authors }),
        paper({ summary: 'x'.repeat(longestField + 1) }),
        paper({ AI: 'x'.repeat(longestJson) }),
        paper({ AI: 'x'.repeat(3 * longestField) })
      ].join('\n')
    )
    expect(digest.entries.map((entry) => Object.keys(entry.fields).length)).toEqual([5, 5, 6])
    expect(reasons(digest)).toEqual([
      [1, 'lineTooLong'],
      [1, 'missingFields'],
      [2, 'lineTooLong'],
      [2, 'missingFields'],
      [3, 'lineTooLong']
    ])
  })

  test('survives what is nested deep', () => {
    const deep = '['.repeat(100_000)
    const closed = `${deep}${']'.repeat(100_000)}`
    const digest = onlyDigest(`${paper()}\n{"id": ${deep}\n${paper().slice(0, -1)}, "AI": ${closed}}\n`)
    expect(digest.entries).toHaveLength(2)
    expect(reasons(digest)).toEqual([[2, 'badJson']])
  })

  test('may stand in one file with Markdown', () => {
    const { entries, problems } = onlyDigest(`${record()}${paper()}\n${record()}`)
    expect(entries.map(({ id }) => id)).toEqual(['2606.25041', '2511.10627', '2606.25041'])
    expect(problems).toEqual([])
  })
})

describe('a text', () => {
  test.each([
    '{"id": 5, "title": "T", "summary": "S"}\n',
    '{"id": "2511.10627"}\n',
    '{"id": "2511.10627", "summary": "S"}\n',
    '{"id": "2511.10627", "name": "T"}\n{"a": "b"}\n',
    '{"text": "\\"id\\": \\"2511.10627\\", \\"title\\": \\"T\\", \\"summary\\": \\"S\\""}\n',
    '{"id": "1234567890", "title": "An issue", "authors": ["A"]}\n',
    '[\n]\n',
    '### [1] A title\n*Ada*\n',
    '### [1] [A title](https://x.org/2606.25041)\n',
    '### [1] [A title](2606.25041)\n',
    '### [A title](https://arxiv.org/abs/2606.25041)\n',
    '### [1.0.2] [compare](https://arxiv.org/abs/2606.25041)\n',
    '# A project\n\nSee [1] [the paper](https://arxiv.org/abs/2606.25041).\n\n<div id=toc></div>\n',
    '<div id=toc></div>\n\n# Contents\n'
  ])('that only looks like one is no digest: %j', (text) => {
    expect(parseText(text)).toEqual([])
  })

  test('of other dialects stays what it is', () => {
    const other = numberedList(numberedRecord(1, 'T', '2112.15589', 'x.'))
    for (const text of [`${contents}${section('cs.CV')}${record()}`, `${paper()}\n`]) {
      const found = parseText(`${other}${text}${other}${text}`)
      expect(found.map(({ dialect, entries }) => [dialect, entries.length])).toEqual([
        ['numbered-list', 1],
        ['ai-enhanced', 1],
        ['numbered-list', 1],
        ['ai-enhanced', 1]
      ])
      expect(found.flatMap(({ problems }) => problems)).toEqual([])
    }
  })
})

describe.each([
  [
    'Markdown',
    section('cs.CV') +
      record({ abstract: 'Naïve (text).\n  More. And $x$ more' }) +
      record({
        url: 'https://arxiv.org/abs/2606.25042v12',
        title: 'Größe [of] (x)',
        abstract: 'First.\nSecond line.\n\nThird one'
      }).trimEnd() +
      '\n'
  ],
  ['JSON', `${paper({ title: 'Größe "x"' })}\n${paper({ id: '2511.10628v12', comment: 'x' })}\n`]
])('a digest of %s that is cut anywhere', (_, text) => {
  const { entries } = onlyDigest(text)

  test('never invents a paper, nor keeps a part of a field, and says so', () => {
    expect(entries).toHaveLength(2)
    const second = text.lastIndexOf('### [') > 0 ? text.lastIndexOf('### [') : text.indexOf('\n') + 1
    const before = new TextEncoder().encode(text.slice(0, second)).length
    for (const { at, entries: left, reasons: found } of cutAnywhere(text)) {
      left.forEach((entry, index) => {
        const whole = entries[index]
        expect([entry.id, entry.version], `cut at ${at}`).toEqual([whole?.id, whole?.version])
        for (const name of fieldNames)
          if (entry.fields[name] !== undefined)
            expect(entry.fields[name], `${name}, cut at ${at}`).toEqual(whole?.fields[name])
      })
      if (at >= before) expect(left.slice(0, 1), `cut at ${at}`).toEqual(entries.slice(0, 1))
      const isWhole = JSON.stringify(left) === JSON.stringify(entries)
      if (at > before + 8 && !isWhole) expect(found, `cut at ${at}`).toContain('cutShort')
    }
  })
})

describe('Markdown without details that ends without a line feed', () => {
  const bare = record()
    .replaceAll(/^<.*\n|^ {2}<.*\n/gm, '')
    .trimEnd()

  test('keeps an abstract that ends a sentence, and no other', () => {
    expect(onlyDigest(bare)).toMatchObject({ entries: [{ fields }], problems: [] })
    const cut = onlyDigest(bare.slice(0, -1))
    expect(cut.entries[0]?.fields).toEqual({ ...fields, abstract: undefined })
    expect(cut.problems.map(({ reason }) => reason)).toEqual(['cutShort'])
  })
})
