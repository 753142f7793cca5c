/** An entry of arXiv's API; a value of null leaves an element out. */
export function apiEntry(values: Readonly<Record<string, string | null>> = {}): string {
  const elements: Record<string, string | null> = {
    id: '<id>http://arxiv.org/abs/2312.10854v2</id>',
    updated: '<updated>2023-12-20T11:00:00Z</updated>',
    published: '<published>2023-12-18T00:05:28Z</published>',
    title: '<title>A Small\n  Title</title>',
    summary: '<summary>  One sentence that goes on\nin the next line.\n</summary>',
    authors: '<author>\n<name>Ada Example</name>\n</author>\n<author><name>Bo Sample</name></author>',
    comment: '<arxiv:comment xmlns:arxiv="http://arxiv.org/schemas/atom">5 pages</arxiv:comment>',
    journal:
      '<arxiv:journal_ref xmlns:arxiv="http://arxiv.org/schemas/atom">J. Ex. 1 (2023)</arxiv:journal_ref>',
    doi: '<arxiv:doi xmlns:arxiv="http://arxiv.org/schemas/atom">10.1000/first</arxiv:doi>',
    links:
      '<link href="http://arxiv.org/abs/2312.10854v2" rel="alternate" type="text/html"/>\n' +
      '<link title="pdf" href="http://arxiv.org/pdf/2312.10854v2" rel="related" type="application/pdf"/>\n' +
      '<link title="doi" href="http://dx.doi.org/10.1000/first" rel="related"/>',
    primary:
      '<arxiv:primary_category xmlns:arxiv="http://arxiv.org/schemas/atom" term="cs.CV" scheme="http://arxiv.org/schemas/atom"/>',
    categories: '<category term="cs.LG"/>\n<category term="cs.CV"/>\n<category term="68T05, 68T07; I.2.10"/>',
    ...values
  }
  return `<entry>\n${Object.values(elements)
    .filter((element) => element !== null)
    .join('\n')}\n</entry>`
}

/** An answer of arXiv's API. Its entries begin on line 7. */
export function apiFeed(...entries: string[]): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    '<link href="http://arxiv.org/api/query?search_query%3Dcat%3Acs.CV" rel="self" type="application/atom+xml"/>',
    '<title type="html">ArXiv Query: search_query=cat:cs.CV&amp;id_list=&amp;start=0&amp;max_results=9</title>',
    '<id>http://arxiv.org/api/AbCdEf</id>',
    '<updated>2023-12-21T00:00:00-05:00</updated>',
    ...entries,
    '</feed>\n'
  ].join('\n')
}

/** An item of arXiv's RSS as it has been since 2024. */
export function rssItem(values: Readonly<Record<string, string | null>> = {}): string {
  const elements: Record<string, string | null> = {
    title: '<title>A Small Title</title>',
    link: '<link>https://arxiv.org/abs/2401.00001</link>',
    description:
      '<description>arXiv:2401.00001v1 Announce Type: new \nAbstract: One sentence with $a&lt;b$.</description>',
    guid: '<guid isPermaLink="false">oai:arXiv.org:2401.00001v1</guid>',
    categories: '<category>cs.CV</category>\n<category>cs.LG</category>',
    date: '<pubDate>Wed, 03 Jan 2024 00:00:00 -0500</pubDate>',
    type: '<arxiv:announce_type>new</arxiv:announce_type>',
    rights: '<dc:rights>http://creativecommons.org/licenses/by/4.0/</dc:rights>',
    authors: '<dc:creator>Ada Example, Bo Sample</dc:creator>',
    ...values
  }
  return `<item>\n${Object.values(elements)
    .filter((element) => element !== null)
    .join('\n')}\n</item>`
}

/** arXiv's RSS as it has been since 2024. Its items begin on line 8. */
export function rssFeed(...items: string[]): string {
  return [
    "<?xml version='1.0' encoding='UTF-8'?>",
    '<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom" version="2.0">',
    '<channel>',
    '<title>cs.CV updates on arXiv.org</title>',
    '<atom:link href="http://rss.arxiv.org/rss/cs.CV" rel="self" type="application/rss+xml"/>',
    '<pubDate>Thu, 04 Jan 2024 00:00:00 -0500</pubDate>',
    '<lastBuildDate>Fri, 05 Jan 2024 05:00:01 +0000</lastBuildDate>',
    ...items,
    '</channel>',
    '</rss>\n'
  ].join('\n')
}
