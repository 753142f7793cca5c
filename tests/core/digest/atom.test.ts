import { describe, expect, test } from 'vitest'
import { onlyDigest, onlyEntry, parseText, reasons } from '../support/digests'
import { apiEntry, apiFeed } from '../support/feeds'

const announced = (values: Readonly<Record<string, string | null>> = {}): string =>
  apiEntry({
    id: '<id>oai:arXiv.org:2401.00001v3</id>',
    updated: '<updated>2024-01-04T05:00:20Z</updated>',
    published: '<published>2024-01-04T00:00:00-05:00</published>',
    summary: '<summary>arXiv:2401.00001v3 Announce Type: replace-cross \nAbstract: One sentence.</summary>',
    authors: '<dc:creator>Ada Example, Bo Sample</dc:creator>',
    comment: '<arxiv:announce_type>replace-cross</arxiv:announce_type>',
    journal: '<dc:rights>http://creativecommons.org/licenses/by/4.0/</dc:rights>',
    doi: '<arxiv:DOI>10.1000/x</arxiv:DOI>',
    links: '<link href="https://arxiv.org/abs/2401.00001" rel="alternate" type="text/html"/>',
    primary: '<arxiv:journal_reference>J. Ex. 2</arxiv:journal_reference>',
    categories: '<category term="cs.LG"/><category term="cs.CV"/>',
    ...values
  })

const announcements = (...entries: string[]): string =>
  `<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns="http://www.w3.org/2005/Atom" xml:lang="en-us">
<id>http://rss.arxiv.org/atom/cs.CV</id>
<title>cs.CV updates on arXiv.org</title>
<updated>2024-01-04T05:00:20.123456+00:00</updated>
${entries.join('\n')}
</feed>`

describe('an answer of arXiv’s API', () => {
  test('is read with everything that it says', () => {
    expect(onlyDigest(apiFeed(apiEntry()))).toEqual({
      dialect: 'atom',
      category: 'cs.CV',
      date: '2023-12-21',
      problems: [],
      entries: [
        {
          id: '2312.10854',
          version: 2,
          kind: 'new',
          lines: [7, 30],
          repaired: 0,
          fields: {
            title: 'A Small Title',
            authors: ['Ada Example', 'Bo Sample'],
            primaryCategory: 'cs.CV',
            categories: ['cs.CV', 'cs.LG'],
            classes: ['68T05', '68T07', 'I.2.10'],
            published: '2023-12-18T00:05:28Z',
            updated: '2023-12-20T11:00:00Z',
            doi: '10.1000/first',
            journal: 'J. Ex. 1 (2023)',
            comment: '5 pages',
            abstract: 'One sentence that goes on in the next line.'
          }
        }
      ]
    })
  })

  test('says that a paper has neither comment, journal nor DOI by leaving them out', () => {
    const entry = apiEntry({ comment: null, journal: null, doi: null, links: null })
    expect(onlyEntry(apiFeed(entry)).fields).toMatchObject({ comment: null, journal: null, doi: null })
    // Of a feed of others nobody knows.
    const other = apiFeed(entry).replace('http://arxiv.org/api/AbCdEf', 'https://example.org/feed')
    for (const name of ['comment', 'journal', 'doi']) expect(onlyEntry(other).fields).not.toHaveProperty(name)
  })

  test.each([
    ['search_query=cat:cs.CV&amp;id_list=&amp;start=0', 'cs.CV'],
    ['arXiv Query: search_query=cat:cs.CV&amp;amp;id_list=', 'cs.CV'],
    ['search_query=cat:hep-th', 'hep-th'],
    ['search_query=cat:cs.CV AND cat:cs.LG&amp;id_list=', null],
    ['search_query=cat:cs.CV+OR+cat:cs.LG&amp;id_list=', null],
    ['search_query=all:cat:cs.CV&amp;id_list=', null],
    ['search_query=cat:cs.*&amp;id_list=', null],
    ['search_query=&amp;id_list=2312.10854', null],
    ['arxiv.org news', null]
  ])('is of the category that alone was asked for: %s', (title, category) => {
    const text = apiFeed(apiEntry()).replace(/search_query[^<]*(?=<\/title>)/, title)
    expect(onlyDigest(text.replace('ArXiv Query: arxiv.org', 'arxiv.org')).category).toBe(category)
  })

  test('keeps paragraphs, and neither wrapped lines nor their indentation', () => {
    const summaryOf = (text: string): unknown =>
      onlyEntry(apiFeed(apiEntry({ summary: `<summary>${text}</summary>` }))).fields.abstract
    expect(summaryOf('  One\ntwo.\n  Three\nfour.\n')).toBe('One two.\nThree four.')
    expect(summaryOf('\n      One\n      two.\n    ')).toBe('One two.')
    expect(summaryOf('One\n\ntwo')).toBe('One\ntwo')
    expect(summaryOf('One     two')).toBe('One\ntwo')
  })

  test('keeps links to elsewhere alone, and none that is no address of the web', () => {
    const links = [
      '<link href="https://arxiv.org/pdf/2312.10854v2" title="pdf" rel="related"/>',
      '<link href="https://doi.org/10.1000/first" rel="related"/>',
      '<link href="https://doi.org/10.48550/arXiv.2312.10854" title="doi" rel="related"/>',
      '<link href="https://doi.org/10.1000/other" title="doi" rel="related"/>',
      '<link href="javascript:alert(1)" rel="related"/>',
      '<link href="https://example.org/a.pdf" title="pdf" rel="related"/>',
      '<link href="https://example.org/page?a=1&amp;b=2"/>',
      '<link href="https://example.org/licence" rel="license"/>'
    ].join('')
    expect(onlyEntry(apiFeed(apiEntry({ links }))).fields.links).toEqual([
      { kind: 'doi', url: 'https://doi.org/10.1000/other' },
      { kind: 'pdf', url: 'https://example.org/a.pdf' },
      { kind: 'other', url: 'https://example.org/page?a=1&b=2' }
    ])
  })

  test('takes a DOI from its link where it stands nowhere else, but not the one that arXiv gives every paper', () => {
    const doiOf = (links: string): unknown => onlyEntry(apiFeed(apiEntry({ doi: null, links }))).fields.doi
    expect(doiOf('<link title="doi" href="https://doi.org/10.1000/second" rel="related"/>')).toBe(
      '10.1000/second'
    )
    expect(
      doiOf('<link title="doi" href="https://doi.org/10.48550/arXiv.2312.10854" rel="related"/>')
    ).toBeNull()
  })

  test('is a day without papers where it has no entries', () => {
    expect(onlyDigest(apiFeed())).toEqual({
      dialect: 'atom',
      category: 'cs.CV',
      date: '2023-12-21',
      entries: [],
      problems: []
    })
  })

  test('repairs TeX in names and mojibake in titles, and counts both', () => {
    const entry = onlyEntry(
      apiFeed(
        apiEntry({
          title: '<title>MÃ¤rz</title>',
          authors: "<author><name>Petr Petrl\\'{\\i}k</name></author>"
        })
      )
    )
    expect(entry.fields).toMatchObject({ title: 'März', authors: ['Petr Petrlík'] })
    expect(entry.repaired).toBe(2)
  })

  test('reports entries that name no paper, and what others lack', () => {
    const text = apiFeed(
      apiEntry({
        id: '<id>http://arxiv.org/api/errors#incorrect_id</id>',
        title: '<title>Error</title>',
        links: null
      }),
      apiEntry({ summary: null, updated: '<updated>yesterday</updated>' })
    )
    const digest = onlyDigest(text)
    expect(digest.problems).toEqual([
      { line: 7, reason: 'noId', excerpt: 'Error' },
      { line: 29, reason: 'badDate', excerpt: 'updated: yesterday' },
      { line: 27, reason: 'missingFields', excerpt: 'updated, summary' }
    ])
    expect(digest.entries).toHaveLength(1)
  })

  test('reports a date that is none', () => {
    const text = apiFeed(apiEntry()).replace('2023-12-21T00:00:00-05:00', 'today')
    expect(onlyDigest(text)).toMatchObject({
      date: null,
      problems: [{ line: 6, reason: 'badHeading', excerpt: 'today' }]
    })
  })
})

describe('arXiv’s announcements as Atom', () => {
  test('are read, their days not taken for those of the papers', () => {
    expect(onlyDigest(announcements(announced()))).toMatchObject({
      dialect: 'atom',
      category: 'cs.CV',
      date: '2024-01-04',
      problems: [],
      entries: [{ id: '2401.00001', version: 3, kind: 'replacement', repaired: 0 }]
    })
    expect(onlyEntry(announcements(announced())).fields).toEqual({
      title: 'A Small Title',
      authors: ['Ada Example', 'Bo Sample'],
      primaryCategory: 'cs.LG',
      categories: ['cs.LG', 'cs.CV'],
      doi: '10.1000/x',
      journal: 'J. Ex. 2',
      abstract: 'One sentence.'
    })
  })

  test.each([
    ['new', 'new'],
    ['cross', 'cross-list'],
    ['replace', 'replacement'],
    ['replace-cross', 'replacement']
  ])('call %s what is %s', (type, kind) => {
    const element = `<arxiv:announce_type>${type}</arxiv:announce_type>`
    const summary = `<summary>arXiv:2401.00001v3 Announce Type: ${type} \nAbstract: X.</summary>`
    expect(onlyEntry(announcements(announced({ comment: element }))).kind).toBe(kind)
    expect(onlyEntry(announcements(announced({ comment: null, summary }))).kind).toBe(kind)
  })

  test('may have their authors in one element', () => {
    const authors = '<author><name>Ada Example, Bo Sample and Cy Third</name></author>'
    expect(onlyEntry(announcements(announced({ authors }))).fields.authors).toEqual([
      'Ada Example',
      'Bo Sample',
      'Cy Third'
    ])
  })
})

describe('Atom of other generators', () => {
  test('is read whatever prefixes it has, and other vocabularies are left alone', () => {
    const text = `<?xml version="1.0"?>
<!-- made by hand -->
<a:feed xmlns:a="http://www.w3.org/2005/Atom" xmlns:x="https://arxiv.org/schemas/atom/" xmlns:m="http://search.yahoo.com/mrss/">
<a:updated>2023-12-18</a:updated>
<a:entry>
<a:id>https://arxiv.org/abs/math/0611800</a:id>
<m:title>Not this</m:title>
<a:title type="html">One &amp;amp; &lt;br&gt; two</a:title>
<x:comment>Three pages</x:comment>
<a:author><a:name>Ada Example</a:name><x:affiliation>Somewhere</x:affiliation></a:author>
<a:category a:term="no" term="math.MG"/>
<a:summary>Text.</a:summary>
</a:entry>
</a:feed>`
    const digest = onlyDigest(text)
    expect(digest).toMatchObject({ dialect: 'atom', category: null, date: '2023-12-18' })
    expect(digest.entries[0]).toMatchObject({ id: 'math/0611800', version: null, lines: [5, 13] })
    expect(digest.entries[0]?.fields).toEqual({
      title: 'One & two',
      authors: ['Ada Example'],
      categories: ['math.MG'],
      classes: [],
      comment: 'Three pages',
      abstract: 'Text.'
    })
    expect(digest.problems).toEqual([{ line: 5, reason: 'missingFields', excerpt: 'published, updated' }])
  })

  test('may hold its text as markup', () => {
    const summary =
      '<summary type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One <i>two</i> H<sub>2</sub>O.</p><p>Three.</p></div></summary>'
    expect(onlyEntry(apiFeed(apiEntry({ summary }))).fields.abstract).toBe('One two H2O.\nThree.')
  })

  test('may forget to declare its prefixes', () => {
    const comment = '<arxiv:comment>Undeclared</arxiv:comment>'
    expect(onlyEntry(apiFeed(apiEntry({ comment }))).fields.comment).toBe('Undeclared')
  })
})

describe('a text that is no feed', () => {
  test.each([
    '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><title>arXiv:2401.00001</title></svg>',
    '<?xml version="1.0"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>',
    '<?xml version="1.0"?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"></rdf:RDF>',
    '<!DOCTYPE html>\n<html><body>arXiv:2401.00001</body></html>',
    '<feed me>\nand others',
    '<feedback xmlns="x"></feedback>',
    '<rss>\n</rss>',
    '# A README\n\nIt reads `<feed xmlns="http://www.w3.org/2005/Atom">` of arXiv:2401.00001.\n',
    '<?xml version="1.0"?>'
  ])('is not recognised: %j', (text) => {
    expect(parseText(text)).toEqual([])
  })
})

test('Atom beside other digests is read to its end, and they behind it', () => {
  const numbers =
    '# ArXiv cs.CV --Mon, 3 Jan 2022\n### 1.T  [ :arrow_down: ](https://arxiv.org/pdf/2112.15589.pdf)\n>  x.\n'
  const inside = apiEntry({ summary: `<summary>Says\n${numbers}all.</summary>` })
  const digests = parseText(`${numbers}${apiFeed(inside)}${numbers}${announcements(announced())}\n`)
  expect(digests.map(({ dialect, entries, problems }) => [dialect, entries.length, problems.length])).toEqual(
    [
      ['numbered-list', 1, 0],
      ['atom', 1, 0],
      ['numbered-list', 1, 0],
      ['atom', 1, 0]
    ]
  )
  expect(digests[1]?.entries[0]?.lines[0]).toBe(10)
})

test('Text around a feed is reported', () => {
  const text = `HTTP/1.1 200 OK\n\n${apiFeed(apiEntry())}<!-- 0.1 s -->\n\nGoodbye\nand thanks\n\nagain\n`
  const digest = onlyDigest(text)
  expect(digest.entries).toHaveLength(1)
  expect(reasons(digest)).toEqual([
    [1, 'strayText'],
    [36, 'strayText'],
    [39, 'strayText']
  ])
})
