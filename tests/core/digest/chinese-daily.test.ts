import { describe, expect, test } from 'vitest'
import type { Entry } from '#core/domain/entry'
import {
  numberedList,
  numberedRecord,
  onlyDigest,
  onlyEntry,
  parseBytes,
  parseText,
  reasons
} from '../support/digests'

const heading = '# 音频 cs.SD;  eess.AS'
const counts = '- **最新发布 1 篇**\n\n- **更新 0 篇**'

/** A record; a value of undefined leaves its line out. */
function record(values: Partial<Record<string, string | undefined>> = {}, mark = 'new 001'): string {
  const all: Partial<Record<string, string | undefined>> = {
    title: 'Small Sounds',
    分类: 'cs.SD; cs.AI',
    简介: '小声音。',
    链接: '[https://arxiv.org/pdf/2511.01234v1](https://arxiv.org/pdf/2511.01234v1)',
    作者: 'Ada Example; Bo Sample, Jr.',
    摘要: 'We hear sounds. They are small.',
    ...values
  }
  const { title = '', 分类, 简介, 链接, ...quoted } = all
  const bullets = Object.entries({ 分类, 简介, 链接 }).filter(([, value]) => value !== undefined)
  const quotes = Object.entries(quoted).filter(([, value]) => value !== undefined)
  return [
    `#### [${mark}] ${title}`,
    bullets.map(([key, value]) => `- **${key}: ${value ?? ''}**`).join('\n\n'),
    '',
    quotes.map(([key, value]) => `> **${key}:** ${value ?? ''}`).join('\n>\n'),
    '>',
    '---'
  ].join('\n')
}

const digest = (...records: string[]): string =>
  `${[heading, '', counts, '', '## 最新发布', '', ...records].join('\n')}\n`
const second = record({ title: 'Other', 链接: 'https://arxiv.org/abs/2511.04567' }, 'new 002')

describe('a Chinese daily digest', () => {
  test('is read with all that it says, without the summary that a machine made', () => {
    const replaced = record(
      { 简介: undefined, 链接: '[u](http://arxiv.org/pdf/2509.04567v3)' },
      'replaced 001'
    )
    const text = `${digest(record({ 备注: '5 pages', 期刊: 'J. Sounds', DOI: '10.1000/s' }))}## 更新\n\n${replaced}\n`
    const read = onlyDigest(text)
    expect(read).toMatchObject({
      dialect: 'chinese-daily',
      category: 'cs.SD, eess.AS',
      date: null,
      problems: []
    })
    expect(read.entries[0]).toEqual({
      id: '2511.01234',
      version: 1,
      kind: 'new',
      lines: [9, 24],
      repaired: 0,
      fields: {
        title: 'Small Sounds',
        authors: ['Ada Example', 'Bo Sample, Jr.'],
        primaryCategory: 'cs.SD',
        categories: ['cs.SD', 'cs.AI'],
        doi: '10.1000/s',
        journal: 'J. Sounds',
        comment: '5 pages',
        abstract: 'We hear sounds. They are small.'
      }
    })
    expect(read.entries[1]).toMatchObject({ id: '2509.04567', version: 3, kind: 'replacement' })
  })

  test.each([
    ['# 音频 cs.SD;  eess.AS', 'cs.SD, eess.AS'],
    ['# 计算机与社会 cs.CY', 'cs.CY'],
    ['# Quantum things quant-ph；cond-mat.str-el', 'quant-ph, cond-mat.str-el']
  ])('has the category of %j', (first, category) => {
    expect(onlyDigest(digest(record()).replace(heading, first)).category).toBe(category)
  })

  test('may be of a day without papers', () => {
    expect(onlyDigest(`${heading}\n\n- **最新发布 0 篇**\n\n- **更新 0 篇**\n\n## 最新发布\n`)).toMatchObject(
      {
        dialect: 'chinese-daily',
        entries: [],
        problems: []
      }
    )
  })

  test.each([
    ['from the counts on', counts],
    ['from the section on', '## 最新发布'],
    ['from the first record on', '#### [new']
  ])('is read without its heading, %s', (_, start) => {
    const text = digest(record(), second)
    expect(onlyDigest(text.slice(text.indexOf(start)))).toMatchObject({
      category: null,
      problems: [],
      entries: [{ id: '2511.01234' }, { id: '2511.04567' }]
    })
  })

  test('is several where several categories stand in a file', () => {
    const other = digest(second).replace(heading, '# 机器人 cs.RO')
    const read = parseText(`${digest(record())}\n${other}`)
    expect(read.map(({ category, entries }) => [category, entries.map(({ id }) => id)])).toEqual([
      ['cs.SD, eess.AS', ['2511.01234']],
      ['cs.RO', ['2511.04567']]
    ])
    expect(read.flatMap(({ problems }) => problems)).toEqual([])
  })

  test.each([
    ['new 001', 'new'],
    ['cross 012', 'cross-list'],
    ['replaced 003', 'replacement'],
    ['updated 1', 'replacement']
  ])('says by [%s] that a paper is %s', (mark, kind) => {
    expect(onlyEntry(digest(record({}, mark))).kind).toBe(kind)
  })

  test.each([
    ['wide colons', (text: string) => text.replaceAll(/: |:(?=\*\*)/g, '：')],
    ['wide semicolons', (text: string) => text.replaceAll('; ', '；')],
    ['colons behind the asterisks', (text: string) => text.replaceAll(':**', '**：')],
    [
      'bullets whose labels alone are bold',
      (text: string) => text.replaceAll(/^(- \*\*..:)(.*)\*\*$/gm, '$1**$2')
    ],
    ['labels in brackets', (text: string) => text.replaceAll(/^(> )\*\*(..):\*\*/gm, '$1【$2】')],
    ['no blank lines', (text: string) => text.replaceAll(/\n{2,}/g, '\n')],
    ['no quotation marks', (text: string) => text.replaceAll(/^> ?/gm, '')],
    ['no empty lines of quotations', (text: string) => text.replaceAll('>\n', '')],
    ['titles a level higher', (text: string) => text.replaceAll('#### ', '### ')],
    ['trailing spaces', (text: string) => text.replaceAll('\n', '  \n')]
  ])('is read with %s', (_, write) => {
    const plain = onlyDigest(digest(record(), second))
    const read = onlyDigest(write(digest(record(), second)))
    expect(read.entries.map(({ id, version, fields }) => [id, version, fields])).toEqual(
      plain.entries.map(({ id, version, fields }) => [id, version, fields])
    )
    expect(read.problems).toEqual([])
  })

  test('has paragraphs where a line of the quotation is empty', () => {
    const 摘要 = 'First\n> and on\nand on.\n>\n> **Second** one.'
    const { fields, lines } = onlyEntry(digest(record({ 摘要 })))
    expect([fields.abstract, lines]).toEqual(['First and on and on.\n**Second** one.', [9, 22]])
  })

  test('leaves all of a summary of several lines out', () => {
    const read = onlyDigest(digest(record({ 简介: '小\n\n- 声\n音\n\n字' })))
    expect([reasons(read), read.entries[0]?.fields.title]).toEqual([[], 'Small Sounds'])
  })

  test('repairs accents and control characters', () => {
    const entry = onlyEntry(
      digest(record({ title: 'Small\u0007  Sounds', 作者: "Jos\\'e N\\'u\\~{n}ez; Bo" }))
    )
    expect(entry).toMatchObject({
      repaired: 2,
      fields: { title: 'Small Sounds', authors: ['José Núñez', 'Bo'] }
    })
  })

  test('may name a paper without its version, as later digests do', () => {
    const 链接 = '[https://arxiv.org/pdf/2606.04103](https://arxiv.org/pdf/2606.04103)'
    expect(onlyEntry(digest(record({ 链接 })))).toMatchObject({ id: '2606.04103', version: null })
  })
})

describe('a damaged Chinese daily digest', () => {
  test('lacks a record without address, and says so', () => {
    const read = onlyDigest(digest(record({ 链接: undefined }), second))
    expect(read.entries.map(({ id }) => id)).toEqual(['2511.04567'])
    expect(read.problems).toEqual([{ line: 9, reason: 'noId', excerpt: 'Small Sounds' }])
  })

  test('says what a new paper lacks, and nothing of a replaced one', () => {
    const poor = { 作者: undefined, 摘要: undefined }
    const read = onlyDigest(digest(record(poor), record(poor, 'replaced 001')))
    expect(read.entries).toHaveLength(2)
    expect(read.problems).toEqual([{ line: 9, reason: 'missingFields', excerpt: '作者, 摘要' }])
  })

  test('does not give a paper the fields of the next, whose title is missing', () => {
    const read = onlyDigest(digest(record(), second.slice(second.indexOf('\n') + 1)))
    expect(read.entries.map(({ id, fields }) => [id, fields.title])).toEqual([
      ['2511.01234', 'Small Sounds'],
      ['2511.04567', undefined]
    ])
    expect(reasons(read)).toEqual([[21, 'missingFields']])
    const unruled = digest(record(), second.slice(second.indexOf('\n') + 1)).replaceAll('---\n', '')
    expect(onlyDigest(unruled).entries.map(({ id, fields }) => [id, fields.title])).toEqual([
      ['2511.01234', 'Small Sounds'],
      ['2511.04567', undefined]
    ])
  })

  test('does not give a field what stands beside it', () => {
    const text = digest(record({ 分类: 'cs.SD' }))
    const read = onlyDigest(
      text.replace('cs.SD**\n', 'cs.SD**\n- words\n').replace('>\n---', '>\nwords\n---')
    )
    expect(read.entries[0]?.fields).toMatchObject({
      categories: ['cs.SD'],
      abstract: 'We hear sounds. They are small.'
    })
    expect(read.entries[0]?.fields.classes).toBeUndefined()
  })

  test('is whole where only a part of its last rule is missing', () => {
    const read = onlyDigest(digest(record()).slice(0, -2))
    expect(read.entries[0]?.fields.abstract).toBe('We hear sounds. They are small.')
  })

  test('without a line feed at the end keeps an abstract that ends a sentence', () => {
    expect(onlyDigest(digest(record()).replace('\n>\n---\n', ''))).toMatchObject({
      problems: [],
      entries: [{ fields: { abstract: 'We hear sounds. They are small.' } }]
    })
  })

  test('reports what belongs to no record once a paragraph, and labels that nobody knows', () => {
    const text = digest(
      'words\nmore words',
      record({ 心情: '好' }),
      '',
      'Read arXiv:2511.09999.',
      '## Other things'
    )
    expect(reasons(onlyDigest(text))).toEqual([
      [9, 'strayText'],
      [22, 'strayText'],
      [26, 'strayText']
    ])
  })

  test('does not read a line or a field that is longer than any digest’s', () => {
    for (const 摘要 of ['x'.repeat(300_000), `${'x'.repeat(1000)}\n> `.repeat(300)]) {
      const read = onlyDigest(digest(record({ 摘要 }), second))
      expect(read.entries.map(({ fields }) => fields.abstract?.length)).toEqual([undefined, 31])
      const found = read.problems.map(({ reason }) => reason)
      expect(found).toContain('lineTooLong')
      expect(found).toContain('missingFields')
    }
    const titles = onlyDigest(digest(record({ title: 'x'.repeat(300_000) }), second)).entries
    expect(titles.map(({ fields }) => fields.title)).toEqual([undefined, 'Other'])
  })

  test('stands beside a digest of another dialect in one file', () => {
    const numbered = numberedList(numberedRecord(1, 'T', '2112.15589', 'x.'))
    for (const text of [
      `${numbered}${digest(record())}`,
      `${digest(record())}${numbered}`,
      `${numbered}${record()}`
    ]) {
      const read = parseText(text)
      expect(read.map(({ dialect, entries }) => [dialect, entries.length]).sort()).toEqual([
        ['chinese-daily', 1],
        ['numbered-list', 1]
      ])
      expect(read.flatMap(({ problems }) => problems)).toEqual([])
    }
  })
})

describe('a Chinese daily digest that is cut anywhere', () => {
  const text = digest(
    record({ title: 'Größe', 备注: '5 pages' }),
    record({ 链接: '[x](https://arxiv.org/abs/0905.1234v12)', 摘要: 'One.\n>\n> Two. End' }, 'replaced 001')
  )
  const bytes = new TextEncoder().encode(text)
  const whole = onlyDigest(text).entries

  test('keeps what is whole and reports what is not', () => {
    expect(whole).toHaveLength(2)
    for (let at = 0; at < bytes.length; at++) {
      const digests = parseBytes(bytes.subarray(0, at))
      const entries: readonly Entry[] = digests.flatMap((each) => each.entries)
      const problems = digests.flatMap((each) => reasons(each))
      entries.forEach(({ id, version, kind, fields }, index) => {
        const full = whole[index]
        expect([id, version, kind], `cut at ${at}`).toEqual([full?.id, full?.version, full?.kind])
        for (const [key, value] of Object.entries(fields)) {
          const expected: unknown = full?.fields[key as keyof typeof fields]
          if (key === 'abstract' && typeof value === 'string' && value.endsWith('.'))
            expect(expected, `cut at ${at}`).toMatch(value)
          else expect(value, `cut at ${at}: ${key}`).toEqual(expected)
        }
      })
      const left = new TextDecoder().decode(bytes.subarray(0, at))
      if (entries.length < left.split(/^#### \[(?:new|replaced) 001\] /m).length - 1)
        expect(problems.length, `cut at ${at}`).toBeGreaterThan(0)
      if (entries.length > 0 && entries.at(-1)?.fields.abstract === undefined)
        expect(problems.at(-1)?.[1], `cut at ${at}`).toBe('cutShort')
    }
  })
})

describe('text that is no Chinese daily digest', () => {
  test.each([
    ['a heading that ends like one', '# Papers cs.CV\n\nWe read [one](https://arxiv.org/abs/2511.01234).\n'],
    ['release notes', '# 项目 cs\n\n## 最新发布\n\n- **更新** 修复\n\nhttps://arxiv.org/abs/2511.01234\n'],
    ['a numbered title', '#### [new 001] Idea\n\nSee https://arxiv.org/abs/2511.01234\n'],
    ['a link that names no paper', '#### [new 001] Idea\n- **链接: [x](https://example.org/2511.01234)**\n'],
    ['notes in Chinese', '> **备注:** 见 arXiv:2511.01234\n\n> **摘要:** 文\n']
  ])('is not taken for one: %s', (_, text) => {
    expect(parseText(text)).toEqual([])
  })
})

describe('an endless Chinese daily digest', () => {
  const endless: readonly (readonly [string, string, string])[] = [
    ['headings', '', `${heading}\n${counts}\n`],
    ['headings of nothing', '', '# cs\n'],
    ['long headings', '', `# ${'cs;'.repeat(66)}\n`],
    ['counts', '', '- **最新发布 1 篇**\n'],
    ['sections', '', '## 更新\n'],
    ['titles', heading, '#### [new 001] x\n'],
    ['titles that nearly open', '', '#### [new 001] x\n\n- **分类: cs.SD**\n'],
    ['quoted lines', digest(record()).replace('>\n---\n', ''), '> y\n'],
    ['quoted paragraphs', digest(record()).replace('>\n---\n', ''), '>\n> y\n'],
    ['lines that go on', digest(record()).replace('>\n---\n', ''), 'y\n'],
    ['labels', digest(record()), '> **备注:** y\n'],
    ['unknown labels', digest(record()), '> **心情:** y\n'],
    ['semicolons', `${heading}\n${counts}\n#### [new 001] x\n- **链接:** 2511.01234\n> **作者:** `, ';'],
    [
      'spaces between semicolons',
      `${heading}\n${counts}\n#### [new 001] x\n- **链接:** 2511.01234\n> **作者:** `,
      ' ; '
    ],
    ['links', `${heading}\n${counts}\n#### [new 001] x\n- **链接: `, '[x]('],
    ['records', digest(), `${record()}\n`]
  ]
  test.each(endless)('is read in linear time: %s', (_, start, piece) => {
    const time = (size: number): number => {
      // A start that does not end its line is a field: no line is longer than is read.
      const text = start.endsWith(' ')
        ? `${start}${piece.repeat(200_000 / piece.length)}\n`.repeat(Math.ceil(size / 200_000))
        : `${start}${piece.repeat(Math.ceil(size / piece.length))}`
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
