import { describe, expect, test } from 'vitest'
import { parseDigests } from '#core/digest/parse'
import {
  fieldList,
  fieldRecord,
  numberedList,
  numberedRecord,
  onlyDigest,
  parseText,
  reasons
} from '../support/digests'

const fields = fieldList(fieldRecord())
const numbers = numberedList(numberedRecord(1, 'T', '2112.15589', 'x.'))

describe('a text', () => {
  test.each([
    '',
    '\n\n',
    'no digest at all',
    '# A heading\n\nand Markdown\n',
    '### A title alone\n',
    '---\na: b\n---\n'
  ])('that holds no digest is none: %j', (text) => {
    expect(parseText(text)).toEqual([])
  })

  test('with two digests of any dialects is both, each with its own lines', () => {
    const text = `${fields}${numbers}${fields}`
    const digests = parseText(text)
    expect(digests.map(({ dialect, date, entries }) => [dialect, date, entries[0]?.lines])).toEqual([
      ['field-list', '2023-12-18', [2, 12]],
      ['numbered-list', '2022-01-03', [17, 18]],
      ['field-list', '2023-12-18', [20, 30]]
    ])
    expect(digests.flatMap(({ problems }) => problems)).toEqual([])
  })

  test('without heading is recognised by its records, and has neither date nor category', () => {
    for (const [dialect, text] of [
      ['field-list', fields],
      ['numbered-list', numbers]
    ] as const) {
      const digest = onlyDigest(text.slice(text.indexOf('\n') + 1))
      expect(digest).toMatchObject({ dialect, category: null, date: null, problems: [] })
      expect(digest.entries).toHaveLength(1)
    }
  })

  test('keeps records that stand before the first heading as a digest of their own', () => {
    const digests = parseText(`${fieldRecord()}\n\n${numbers}`)
    expect(digests.map(({ dialect, date, entries }) => [dialect, date, entries.length])).toEqual([
      ['field-list', null, 1],
      ['numbered-list', '2022-01-03', 1]
    ])
  })

  test('reports other text before the first heading, once', () => {
    const digest = onlyDigest(`Dear reader,\nthese are the news.\n\nYours\n${fields}`)
    expect(digest.entries).toHaveLength(1)
    expect(digest.problems).toEqual([{ line: 1, reason: 'strayText', excerpt: 'Dear reader,' }])
  })

  test('reports it in the first of several digests alone', () => {
    const digests = parseText(`Dear reader,\n${fields}${numbers}`)
    expect(digests.map(({ problems }) => problems.length)).toEqual([1, 0])
  })

  test('loses nothing to front matter, and only skips it where it is closed', () => {
    expect(onlyDigest(`\n---\ntitle: x\n---\n\n${fields}`)).toMatchObject({
      problems: [],
      date: '2023-12-18'
    })
    expect(onlyDigest(`\n---\ntitle: x\n---\n\n${fields}`).entries[0]?.lines).toEqual([7, 17])
    const open = onlyDigest(`---\ntitle: x\n${fields}`)
    expect(reasons(open)).toEqual([[1, 'strayText']])
    expect(open.entries).toHaveLength(1)
  })

  test.each([
    ['# Arxiv Papers in cs.CV on 2023-02-30', 'field-list', fieldRecord()],
    ['# Arxiv Papers in cs.CV on tomorrow', 'field-list', fieldRecord()],
    ['# ArXiv cs.CV --Mon, 31 Feb 2022', 'numbered-list', numberedRecord(1, 'T', '2112.15589', 'x.')]
  ])('with the impossible date of %j is read without date, and says so', (heading, dialect, record) => {
    const digest = onlyDigest(`${heading}\n${record}\n`)
    expect(digest).toMatchObject({ dialect, category: 'cs.CV', date: null })
    expect(digest.entries).toHaveLength(1)
    expect(digest.problems).toEqual([{ line: 1, reason: 'badHeading', excerpt: heading }])
  })

  test.each([
    ['# Arxiv Papers in cs.CV on 2023-12-18', 'field-list', '2023-12-18'],
    ['# ArXiv cs.CV --Mon, 3 Jan 2022', 'numbered-list', '2022-01-03']
  ])('of the heading %j alone is a day without papers', (heading, dialect, date) => {
    for (const text of [heading, `${heading}\n`, `\n${heading} \n\n`])
      expect(onlyDigest(text)).toEqual({ dialect, category: 'cs.CV', date, entries: [], problems: [] })
  })

  test('drops a heading alone where others have papers', () => {
    const text = `# Arxiv Papers in cs.CV on 2023-12-17\n\n${fields}# ArXiv cs.CV --Mon, 3 Jan 2022\n`
    expect(parseText(text).map(({ date }) => date)).toEqual(['2023-12-18'])
  })

  test('takes a line far too long, or only like a heading, for none', () => {
    const long = `# Arxiv Papers in ${'x'.repeat(300)} on 2023-12-17`
    expect(parseText(`${long}\n`)).toEqual([])
    expect(parseText('# Arxiv Papers in cs.CV\n# ArXiv cs.CV\n')).toEqual([])
  })

  test('whose records are of another dialect than its heading is read as what they are', () => {
    const digest = onlyDigest(`${numbers.split('\n')[0] ?? ''}\n${fieldRecord()}\n`)
    expect(digest).toMatchObject({ dialect: 'field-list', date: null, problems: [] })
    expect(digest.entries).toHaveLength(1)
  })

  test('that goes over into records of another dialect without a heading is both', () => {
    const digests = parseText(`${fields}${numberedRecord(1, 'T', '2112.15589', 'x.')}\n${fieldRecord()}\n`)
    expect(digests.map(({ dialect, date, entries }) => [dialect, date, entries.length])).toEqual([
      ['field-list', '2023-12-18', 1],
      ['numbered-list', null, 1],
      ['field-list', null, 1]
    ])
    expect(digests.flatMap(({ problems }) => problems)).toEqual([])
  })

  test('of more headings than digests can be read is read up to there, the rest reported', () => {
    const text = `${numbers.repeat(10_000)}${numbers}`
    const digests = parseText(text)
    expect(digests).toHaveLength(10_000)
    expect(digests.at(-1)?.entries).toHaveLength(2)
    expect(digests.at(-1)?.problems.map(({ reason }) => reason)).toEqual(['strayText'])
  })
})

describe('parseDigests', () => {
  test('pauses after each item, so that a window stays alive', () => {
    const parsing = parseDigests(fieldList(...Array.from({ length: 50 }, () => fieldRecord())))
    let pauses = 0
    while (parsing.next().done !== true) pauses++
    expect(pauses).toBe(50)
  })
})
