import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseDigests } from '#core/digest/parse'
import { isArxivId } from '#core/domain/arxiv-id'
import { fieldNames } from '#core/domain/paper'
import { cutAnywhere } from '../support/cuts'
import { onlyDigest, onlyEntry, parseText, reasons } from '../support/digests'
import { apiEntry, apiFeed, rssFeed, rssItem } from '../support/feeds'

const titled = (title: string): string => rssFeed(rssItem({ title: `<title>${title}</title>` }))
/** In Atom, where no HTML is read after XML. */
const titleOf = (title: string): string | null | undefined =>
  onlyEntry(apiFeed(apiEntry({ title: `<title>${title}</title>` }))).fields.title

describe('a document type declaration', () => {
  const laughs = `<!DOCTYPE rss [
<!ENTITY a "ha">
<!ENTITY b "${'&a;'.repeat(10)}">
<!ENTITY x SYSTEM "file:///etc/passwd">
]>`
  const [declaration = '', ...rest] = rssFeed(rssItem()).split('\n')
  const body = rest.join('\n')

  test.each([
    ['with entities', `${declaration}\n${laughs}\n${body}`, 2],
    ['without XML declaration', `${laughs}\n${body}`, 1],
    ['of another root element', `${declaration}\n${laughs.replace('rss', 'lolz')}\n${body}`, 2],
    ['on the same line', `${declaration}<!DOCTYPE rss SYSTEM "http://example.org/rss.dtd">${body}`, 1],
    ['that never ends', `${declaration}\n<!DOCTYPE rss [\n<!ENTITY a "${'ha'.repeat(5000)}`, 2],
    ['that is no declaration', `${declaration}\n<!DOCTYPE rss [ <!-- x -- y --> ]>\n${body}`, 2]
  ])('%s keeps all of the document from being read', (_, text, line) => {
    const digest = onlyDigest(text)
    expect(digest).toMatchObject({ dialect: 'rss', category: null, date: null, entries: [] })
    expect(reasons(digest)).toEqual([[line, 'xmlDoctype']])
  })

  test('keeps what stands before it in the middle of a feed', () => {
    const text = rssFeed(rssItem(), '<!DOCTYPE rss [ <!ENTITY a "ha"> ]>', rssItem())
    expect(onlyDigest(text).entries).toHaveLength(1)
    expect(reasons(onlyDigest(text))).toEqual([[21, 'xmlDoctype']])
  })

  test('keeps no other digest of the file from being read', () => {
    const digests = parseText(`${declaration}\n${laughs}\n${body}${rssFeed(rssItem())}`)
    expect(digests.map(({ entries }) => entries.length)).toEqual([0, 1])
  })

  test('is none within a comment', () => {
    expect(onlyDigest(`${declaration}\n<!-- ${laughs.replaceAll('--', '')} -->\n${body}`)).toMatchObject({
      problems: [],
      entries: [{ id: '2401.00001' }]
    })
  })
})

describe('a reference', () => {
  test.each([
    ['&lt;b&gt; &amp; &quot;c&quot; &apos;d&apos;', `<b> & "c" 'd'`],
    ['&#945;&#x3b1;&#128512;', 'αα😀'],
    ['&unknown; &file; &x', '&unknown; &file; &x'],
    ['AT&T, C& W && more;', 'AT&T, C& W && more;'],
    ['&#0; &#xD800; &#9999999; &#xZ; &#;', '&#0; &#xD800; &#9999999; &#xZ; &#;'],
    ['<![CDATA[AT&T &unknown; <b>]]>', 'AT&T &unknown; <b>'],
    ['one ]]> two', 'one ]]> two']
  ])('stands for what XML says, or for itself: %s', (title, read) => {
    expect(titleOf(title)).toBe(read)
  })

  test('is read wherever a line is taken to pieces', () => {
    for (let length = 16_370; length < 16_390; length++)
      expect(titleOf(`${'x'.repeat(length)}&#x3b1;&lt;`)).toBe(`${'x'.repeat(length)}α<`)
  })

  test('never brings in what control characters stand for', () => {
    expect(titleOf('A\u0000B\u0008\ufffe C\ufdd0D')).toBe('AB CD')
  })
})

describe('a damaged document', () => {
  test.each([
    ['<title>T</item>', 'the wrong end'],
    ['<title>T <b</title>', 'a tag without end'],
    ['<title>T</title><a b=c/>', 'an attribute without quotation marks'],
    ['<title>T</title><a b="1" b="2"/>', 'an attribute twice'],
    ['<title>T</title><!-- a -- b -->', 'a comment that is none'],
    ['<title>T</title><1/>', 'an element that is none'],
    ['<title>T</title></rss>', 'the end of another element']
  ])('is read up to the damage: %s (%s)', (damage) => {
    const text = rssFeed(
      rssItem(),
      rssItem({ link: damage, title: null, description: null, guid: null }),
      rssItem()
    )
    const digest = onlyDigest(text)
    expect(digest.entries.map(({ lines }) => lines)).toEqual([[8, 20]])
    expect(reasons(digest)).toEqual([
      [22, 'badXml'],
      [22, 'cutShort']
    ])
  })

  test('keeps the record in which the damage is if it has come as far as id and title', () => {
    const text = rssFeed(rssItem(), rssItem({ guid: '<oops', description: null }), rssItem())
    expect(onlyDigest(text).entries.map(({ lines, fields }) => [lines, Object.keys(fields)])).toEqual([
      [
        [8, 20],
        ['title', 'authors', 'primaryCategory', 'categories', 'abstract']
      ],
      [[21, 25], ['title']]
    ])
  })

  test('of one line says where on it', () => {
    const text = rssFeed(rssItem({ date: '<oops</item>' })).replaceAll('\n', ' ')
    expect(onlyDigest(text).problems[0]).toMatchObject({ line: 1, reason: 'badXml' })
    expect(onlyDigest(text).problems[0]?.excerpt).toContain('<oops<')
  })

  test('whose root element is closed by another is not whole', () => {
    expect(reasons(onlyDigest('<rss version="2.0"></feed>\n'))).toEqual([[1, 'badXml']])
  })

  test.each([
    ['<?xml version="1.0" encoding="klingon"?>'],
    ['<?xml version="1.1" encoding="UTF-16"?>'],
    ['<?xml encoding=utf8?>'],
    ['<?xml?>']
  ])('is none for what it claims to be encoded as: %s', (declaration) => {
    const [, ...rest] = rssFeed(rssItem()).split('\n')
    expect(onlyDigest([declaration, ...rest].join('\n'))).toMatchObject({
      problems: [],
      entries: [{ id: '2401.00001' }]
    })
  })
})

const whole = {
  atom: apiFeed(
    apiEntry(),
    apiEntry({
      id: '<id>http://arxiv.org/abs/2312.10855v12</id>',
      title: '<title>Größe $x$</title>',
      summary: '<summary><![CDATA[Naïve & short.]]></summary>'
    })
  ),
  rss: rssFeed(
    rssItem(),
    rssItem({
      title: '<title>Größe &amp; $x$</title>',
      link: '<link>https://arxiv.org/abs/2401.00002</link>',
      description: '<description>arXiv:2401.00002v12 Announce Type: cross \nAbstract: Naïve.</description>',
      guid: '<guid>oai:arXiv.org:2401.00002v12</guid>'
    })
  )
}

describe.each(Object.entries(whole))('%s that is cut anywhere', (_, text) => {
  const { entries } = onlyDigest(text)
  const cuts = cutAnywhere(text)

  test('holds no record and no field but those of the whole', () => {
    expect(entries).toHaveLength(2)
    for (const { at, entries: left } of cuts) {
      expect(left.length, `cut at ${at}`).toBeLessThanOrEqual(2)
      left.forEach(({ id, fields, lines }, index) => {
        expect(fields.title, `cut at ${at}`).toBeDefined()
        expect([id, lines[0]], `cut at ${at}`).toEqual([entries[index]?.id, entries[index]?.lines[0]])
        for (const name of fieldNames)
          if (fields[name] !== undefined && fields[name] !== null)
            // The primary category is known before the others, and may be all that is.
            expect(fields[name], `${name}, cut at ${at}`).toEqual(entries[index]?.fields[name])
      })
    }
  })

  test('is reported wherever something is missing', () => {
    const bytes = new TextEncoder().encode(text)
    const recognised = cuts.findIndex(({ reasons: found }) => found.length > 0)
    expect(recognised).toBeLessThan(140)
    for (const { at, reasons: found } of cuts.slice(recognised)) {
      const rest = new TextDecoder().decode(bytes.subarray(at)).trim()
      if (rest !== '') expect(found, `cut at ${at}`).toHaveLength(1)
    }
  })
})

describe('an entry of arXiv’s API that is cut', () => {
  const cutBehind = (element: string): Record<string, unknown> => {
    const text = apiFeed(apiEntry())
    return { ...onlyEntry(text.slice(0, text.indexOf(element) + element.length)).fields }
  }

  test('lacks its authors only where more of them may have followed', () => {
    for (const element of ['Ada Example</name>', '</author>', 'Bo Sample</name></author>', '<arxiv:comm'])
      expect(cutBehind(element), element).not.toHaveProperty('authors')
    expect(cutBehind('5 pag')).toMatchObject({ authors: ['Ada Example', 'Bo Sample'] })
    expect(cutBehind('5 pag')).not.toHaveProperty('comment')
  })

  test('does not say that what is missing does not exist', () => {
    for (const name of ['comment', 'journal', 'doi']) expect(cutBehind('Bo Sample')).not.toHaveProperty(name)
  })
})

describe('documents that nobody would write', () => {
  const pieces = fc.constantFrom(
    ...['<', '>', '</', '/>', '<!--', '-->', '<![CDATA[', ']]>', '<?', '?>', '<!DOCTYPE', '&', ';', '"', '='],
    ...['<item>', '</item>', '<title>', '</title>', '<guid>', '</guid>', '<channel>', '</channel>', '</rss>'],
    ...['arXiv:2401.00001', '\n', ' ', 'x', '\u0000', '\ud800', '\udc00', '&#x3b1;', '<a:b', 'xmlns:a=""']
  )

  test('never make it throw, nor name papers that are none', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (list) => {
        for (const start of ['<rss version="2.0">', '<?xml?><feed xmlns="http://www.w3.org/2005/Atom">'])
          for (const { entries } of parseText(start + list.join('')))
            for (const { id } of entries) expect(isArxivId(id)).toBe(true)
      }),
      { numRuns: 1500 }
    )
  })

  test('are given up where they are nested too deeply', () => {
    const deep = (depth: number): string => titled(`${'<b>'.repeat(depth)}x${'</b>'.repeat(depth)}`)
    expect(onlyDigest(deep(40)).problems).toEqual([])
    expect(reasons(onlyDigest(deep(100_000)))).toEqual([
      [9, 'badXml'],
      [9, 'cutShort']
    ])
  })

  test('lose only a field that is too long', () => {
    const digest = onlyDigest(
      rssFeed(rssItem({ date: `<comments>${'x'.repeat(300_000)}</comments>` }), rssItem())
    )
    expect(digest.entries).toHaveLength(2)
    expect(digest.problems.map(({ line, reason }) => [line, reason])).toEqual([[16, 'lineTooLong']])
  })

  test('are given up where nothing ends for too long', () => {
    const endless = `<!--${'x'.repeat(1_200_000)}-->`
    const digest = onlyDigest(rssFeed(rssItem(), endless, rssItem()))
    expect(digest.entries).toHaveLength(1)
    expect(reasons(digest)).toEqual([[21, 'lineTooLong']])
  })

  test('of very many elements keep to a record of bounded size', () => {
    const digest = onlyDigest(
      rssFeed(rssItem({ categories: '<category>cs.CV</category>'.repeat(20_000) }), rssItem())
    )
    expect(digest.entries).toHaveLength(2)
    expect(reasons(digest)).toContainEqual([14, 'lineTooLong'])
  })

  test('pause within a long line', () => {
    const parsing = parseDigests(titled('x'.repeat(200_000)))
    let pauses = 0
    while (parsing.next().done !== true) pauses++
    expect(pauses).toBeGreaterThan(10)
  })
})
