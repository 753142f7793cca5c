import { describe, expect, test } from 'vitest'
import { onlyDigest, onlyEntry, parseText, reasons } from '../support/digests'
import { rssFeed, rssItem } from '../support/feeds'

/** Text as it stands in an element. */
function escaped(html: string): string {
  return html.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

const described = (html: string): string =>
  rssItem({ description: `<description>${escaped(html)}</description>` })

describe('arXiv’s RSS', () => {
  test('is read, its days not taken for those of the papers', () => {
    expect(onlyDigest(rssFeed(rssItem()))).toEqual({
      dialect: 'rss',
      category: 'cs.CV',
      date: '2024-01-04',
      problems: [],
      entries: [
        {
          id: '2401.00001',
          version: 1,
          kind: 'new',
          lines: [8, 20],
          repaired: 0,
          fields: {
            title: 'A Small Title',
            authors: ['Ada Example', 'Bo Sample'],
            primaryCategory: 'cs.CV',
            categories: ['cs.CV', 'cs.LG'],
            abstract: 'One sentence with $a<b$.'
          }
        }
      ]
    })
  })

  test.each([
    ['new', 'new'],
    ['cross', 'cross-list'],
    ['replace', 'replacement'],
    ['replace-cross', 'replacement']
  ])('calls %s what is %s', (type, kind) => {
    const element = `<arxiv:announce_type>${type}</arxiv:announce_type>`
    const description = `<description>arXiv:2401.00001v1 Announce Type: ${type} \nAbstract: X.</description>`
    expect(onlyEntry(rssFeed(rssItem({ type: element }))).kind).toBe(kind)
    expect(onlyEntry(rssFeed(rssItem({ type: null, description }))).kind).toBe(kind)
  })

  test('knows journal and DOI of some papers, and nothing of the others’', () => {
    const known = rssItem({
      rights: '<arxiv:journal_reference>J. Ex. 3</arxiv:journal_reference><arxiv:DOI>10.1000/y</arxiv:DOI>'
    })
    expect(onlyEntry(rssFeed(known)).fields).toMatchObject({ journal: 'J. Ex. 3', doi: '10.1000/y' })
    for (const name of ['journal', 'doi', 'comment'])
      expect(onlyEntry(rssFeed(rssItem())).fields).not.toHaveProperty(name)
  })

  test('takes the version from wherever it stands', () => {
    expect(onlyEntry(rssFeed(rssItem({ guid: null }))).version).toBe(1)
    expect(onlyEntry(rssFeed(rssItem({ guid: null, description: null }))).version).toBeNull()
    const other = rssItem({ guid: '<guid>oai:arXiv.org:2401.00002v7</guid>' })
    expect(onlyEntry(rssFeed(other))).toMatchObject({ id: '2401.00002', version: 7 })
  })

  test('names its day in several ways', () => {
    const dated = (...elements: string[]): string | null =>
      onlyDigest(rssFeed().replace(/<pubDate>.*\n.*<\/lastBuildDate>/, elements.join('\n'))).date
    expect(dated('<lastBuildDate>Fri, 05 Jan 2024 05:00:01 +0000</lastBuildDate>')).toBe('2024-01-05')
    expect(
      dated(
        '<lastBuildDate>Fri, 05 Jan 2024 05:00:01 +0000</lastBuildDate>',
        '<pubDate>Thu, 4 Jan 2024 00:00:00 -0500</pubDate>'
      )
    ).toBe('2024-01-04')
    expect(dated('<dc:date>2018-05-23T20:30:00-05:00</dc:date>')).toBe('2018-05-23')
    expect(dated()).toBeNull()
    expect(reasons(onlyDigest(rssFeed().replace('Thu, 04 Jan 2024', 'Some day')))).toEqual([
      [6, 'badHeading']
    ])
  })

  test('is a day without papers where it has no items', () => {
    expect(onlyDigest(rssFeed())).toMatchObject({ dialect: 'rss', entries: [], problems: [] })
    const empty = '<?xml version="1.0"?>\n<rss version="2.0"><channel><title>My arXiv</title></channel></rss>'
    expect(onlyDigest(empty)).toMatchObject({ category: null, date: null, entries: [], problems: [] })
  })
})

describe('arXiv’s RSS before 2024', () => {
  const author = (name: string): string =>
    escaped(`<a href="http://arxiv.org/find/cs/1/au:+X/0/1/0/all/0/1">${name}</a>`)
  const item = (title: string): string => `<item rdf:about="http://arxiv.org/abs/1805.06430">
<title>${title}</title>
<link>http://arxiv.org/abs/1805.06430</link>
<description rdf:parseType="Literal">${escaped('<p>One sentence\nin two lines.\n</p>\n')}</description>
<dc:creator>${author('Ada Example')}, ${author("Bo S\\'ample")} (Town University)</dc:creator>
</item>`
  const feed = (...items: string[]): string => `<?xml version="1.0" encoding="UTF-8"?>

<rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
>
<channel rdf:about="http://arxiv.org/">
<title>hep-ex updates on arXiv.org</title>
<dc:date>2018-05-23T20:30:00-05:00</dc:date>
<items><rdf:Seq><rdf:li rdf:resource="http://arxiv.org/abs/1805.06430" /></rdf:Seq></items>
</channel>
<image rdf:about="http://arxiv.org/icons/sfx.gif"><title>arXiv.org</title></image>
${items.join('\n')}
</rdf:RDF>`

  test('is read, a full stop and the paper taken from its titles', () => {
    const digest = onlyDigest(feed(item('Why Small?. (arXiv:1805.06430v2 [nucl-th] UPDATED)')))
    expect(digest).toMatchObject({ dialect: 'rss', category: 'hep-ex', date: '2018-05-23', problems: [] })
    expect(digest.entries).toEqual([
      {
        id: '1805.06430',
        version: 2,
        kind: 'replacement',
        lines: [14, 22],
        repaired: 1,
        fields: {
          title: 'Why Small?',
          authors: ['Ada Example', 'Bo Sámple'],
          primaryCategory: 'nucl-th',
          abstract: 'One sentence in two lines.'
        }
      }
    ])
  })

  test.each([
    ['T. (arXiv:1805.06430v1 [hep-ex])', 'T', 'new', 1],
    ['T. (arXiv:1805.06430v1 [hep-ex] CROSS LISTED)', 'T', 'cross-list', 1],
    ['A (arXiv:like) title. (arXiv:1805.06430)', 'A (arXiv:like) title', 'new', null],
    ['T (arXiv: an archive)', 'T (arXiv: an archive)', 'new', null]
  ])('reads the title %s', (title, kept, kind, version) => {
    expect(onlyEntry(feed(item(title)))).toMatchObject({ fields: { title: kept }, kind, version })
  })
})

describe('RSS of other generators', () => {
  const rfeed = (date: string, comments = 'Comments: 5 pages, 2 figures'): string =>
    rssItem({
      link: '<link>http://arxiv.org/abs/2401.00001v2</link>',
      guid: '<guid isPermaLink="true">http://arxiv.org/abs/2401.00001v2</guid>',
      description: `<description>${escaped(`<![CDATA[Ada Example, Bo Sample, Cy Third
    <p>
    One sentence with $a<3$, and
    another.
    </p>
    <p> ${comments} </p>
    <p> PDF: <a href="http://arxiv.org/pdf/2401.00001v2" /> http://arxiv.org/pdf/2401.00001v2 </a> </>
    ]]>`)}</description>`,
      authors: '<author>Ada Example</author>',
      categories: null,
      type: null,
      date: `<pubDate>${date}</pubDate>`
    })

  test('is read where it put authors, abstract and comment into the description', () => {
    const entry = onlyEntry(rssFeed(rfeed('Tue, 02 Jan 2024 18:00:05 GMT')))
    expect(entry).toMatchObject({ id: '2401.00001', version: 2, kind: 'new' })
    expect(entry.fields).toEqual({
      title: 'A Small Title',
      authors: ['Ada Example', 'Bo Sample', 'Cy Third'],
      published: '2024-01-02T18:00:05Z',
      comment: '5 pages, 2 figures',
      abstract: 'One sentence with $a<3$, and another.'
    })
  })

  test.each([
    ['Sun, 31 Dec 2023 18:00:05 GMT', '2023-12-31T18:00:05Z'],
    ['Wed, 28 Feb 2024 18:00:05 GMT', '2024-02-28T18:00:05Z'],
    ['Fri, 01 Mar 2024 18:00:05 GMT', undefined],
    ['Thu, 30 Nov 2023 18:00:05 GMT', undefined],
    ['Mon, 02 Jan 2034 18:00:05 GMT', undefined],
    ['soon', undefined]
  ])('has a date of submission where its date can be one: %s', (date, published) => {
    expect(onlyEntry(rssFeed(rfeed(date))).fields.published).toBe(published)
  })

  test.each(['Comments: None', 'Comments:'])('says that there is no comment: %s', (comments) => {
    expect(onlyEntry(rssFeed(rfeed('soon', comments))).fields.comment).toBeNull()
  })

  const translated = (...paragraphs: string[]): string =>
    rssFeed(
      rssItem({
        title: '<title>本研究介绍了一种接口。</title>',
        link: '<link>http://arxiv.org/abs/2401.10733</link>',
        guid: null,
        description: `<description>${escaped(paragraphs.map((text) => `<p>\n${text}\n</p>\n`).join(''))}</description>`,
        authors: null,
        categories: null,
        date: null,
        type: null
      })
    )
  const own = 'Questions &amp; Answers. (arXiv:2401.10733v1 [cs.IR])'

  test('is read where it is a translation, with the paper’s own title and abstract', () => {
    const digest = onlyDigest(
      translated('问答', own, 'http://arxiv.org/abs/2401.10733', '接口。', '', 'The abstract.')
    )
    expect(digest.problems).toEqual([])
    expect(digest.entries[0]).toMatchObject({ id: '2401.10733', version: 1 })
    expect(digest.entries[0]?.fields).toEqual({
      title: 'Questions & Answers',
      primaryCategory: 'cs.IR',
      abstract: 'The abstract.'
    })
  })

  test('shows that an abstract breaks off, and takes no translation for one', () => {
    const abstractOf = (...paragraphs: string[]): unknown =>
      onlyEntry(translated('问答', own, ...paragraphs)).fields.abstract
    expect(abstractOf('The abstract is cu')).toBe('The abstract is …')
    expect(abstractOf('http://arxiv.org/abs/2401.10733', '本研究介绍了一种接口。')).toBeUndefined()
    expect(abstractOf('http://arxiv.org/abs/2401.10733')).toBeUndefined()
    expect(abstractOf()).toBeUndefined()
  })

  test.each([
    ['<p>One.</p><p>Two &amp; three.</p>', 'One.\nTwo & three.'],
    ['One\ntwo.', 'One two.'],
    ['Before <p>one.</p>', 'Before\none.'],
    ['at <a href="https://github.com/a/b">this https URL</a>', 'at https://github.com/a/b'],
    ['see <a href="javascript:alert(1)">our page</a>', 'see our page']
  ])('has plain text for an abstract: %s', (html, abstract) => {
    expect(onlyEntry(rssFeed(described(html))).fields.abstract).toBe(abstract)
  })

  test('may write its description as CDATA, or its text elsewhere', () => {
    const item = (description: string): string => rssFeed(rssItem({ description }))
    expect(onlyEntry(item('<description><![CDATA[<p>One & two.</p>]]></description>')).fields.abstract).toBe(
      'One & two.'
    )
    const encoded =
      '<c:encoded xmlns:c="http://purl.org/rss/1.0/modules/content/"><![CDATA[<p>One.</p>]]></c:encoded>'
    expect(onlyEntry(item(encoded)).fields.abstract).toBe('One.')
  })

  test('says its category in its description', () => {
    const text = rssFeed(rssItem()).replace(
      '<title>cs.CV updates on arXiv.org</title>',
      '<title>Chat Arxiv cs.IR</title><description>This is arxiv RSS feed for cs.IR</description>'
    )
    expect(onlyDigest(text).category).toBe('cs.IR')
  })

  test('has categories where they are arXiv’s, and classes where they are such', () => {
    const categories =
      '<category>Computer Vision</category><category>cs.CV</category><category>68T05</category>'
    expect(onlyEntry(rssFeed(rssItem({ categories }))).fields).toMatchObject({
      primaryCategory: 'cs.CV',
      categories: ['cs.CV'],
      classes: ['68T05']
    })
  })

  test('takes one author for the first of several', () => {
    expect(
      onlyEntry(rssFeed(rssItem({ authors: '<author>Ada Example</author>' }))).fields.authors
    ).toBeUndefined()
    const two = '<author>Ada Example</author><author>Bo Sample</author>'
    expect(onlyEntry(rssFeed(rssItem({ authors: two }))).fields.authors).toEqual(['Ada Example', 'Bo Sample'])
    const mail = '<author>ada@example.org, bo@example.org</author>'
    expect(onlyEntry(rssFeed(rssItem({ authors: mail }))).fields.authors).toBeUndefined()
  })

  test('of something else names no paper, and that is said of each item', () => {
    const item =
      '<item><title>News of 2401.00001</title><link>https://example.org/2401.00001</link><description>See arXiv:2401.00001.</description></item>'
    const text = `<rss version="2.0"><channel><title>A blog</title>\n${item}\n${item}\n</channel></rss>`
    expect(onlyDigest(text)).toMatchObject({ dialect: 'rss', category: null, entries: [] })
    expect(onlyDigest(text).problems).toEqual([
      { line: 2, reason: 'noId', excerpt: 'News of 2401.00001' },
      { line: 3, reason: 'noId', excerpt: 'News of 2401.00001' }
    ])
  })

  test('reports what an item lacks', () => {
    const item = rssItem({ title: null, description: null, authors: null })
    expect(onlyDigest(rssFeed(item)).problems).toEqual([
      { line: 8, reason: 'missingFields', excerpt: 'title, dc:creator, description' }
    ])
  })
})

test('Several feeds in one file are a digest each', () => {
  const digests = parseText(`${rssFeed(rssItem())}${rssFeed(rssItem())}`)
  expect(digests.map(({ entries, problems }) => [entries.length, problems.length])).toEqual([
    [1, 0],
    [1, 0]
  ])
})
