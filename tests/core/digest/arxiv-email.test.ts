import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { longestField } from '#core/digest/dialect'
import type { EntryFields } from '#core/domain/entry'
import { fieldNames } from '#core/domain/paper'
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

const rule = `${'-'.repeat(78)}\n`
const crossLists = `${'%-'.repeat(39)}\n${rule}`
const replacements = `${'%%--'.repeat(19)}%%\n${rule}`
const end = `${'%%%---'.repeat(13)}\n`
const header = 'Date: Fri,  3 Mar 23 01:36:02 GMT\nSubject: astro-ph.HE daily Subj-class mailing\n'
const help =
  'For subscribe options to combined physics archives,\ne-mail To: physics@arxiv.org, Subject: subscribe\n'

interface Parts {
  /** The line below `\\`. */
  readonly first: string
  /** Between it and the title, without the blank line. */
  readonly dates: string
  readonly fields: string
  /** Null where the mailing gives none. */
  readonly abstract: string | null
  readonly last: string
}

/** A record and the rule behind it. */
function record(parts: Partial<Parts> = {}): string {
  const { first, dates, fields, abstract, last }: Parts = {
    first: 'arXiv:2303.00765',
    dates: 'Date: Wed, 1 Mar 2023 19:00:02 GMT   (1726kb,D)',
    fields: 'Title: A Small Title\nAuthors: Ada Example, Bo Sample\nCategories: astro-ph.HE',
    abstract: '  One short sentence.',
    last: '\\\\ ( https://arxiv.org/abs/2303.00765 ,  1726kb)',
    ...parts
  }
  const middle = abstract === null ? '' : `\\\\\n${abstract}\n`
  return `\\\\\n${first}\n${dates}\n\n${fields}\n${middle}${last}\n${rule}`
}

function withFields(lines: string): EntryFields {
  return onlyEntry(record({ fields: `Title: T\nAuthors: A. One\nCategories: math.AG\n${lines}` })).fields
}

function authorsOf(list: string): EntryFields['authors'] {
  return onlyEntry(record({ fields: `Title: T\nAuthors: ${list}\nCategories: math.AG` })).fields.authors
}

describe('a mailing', () => {
  const mail = [
    header,
    `\n${rule}${rule}Send any comments regarding submissions directly to submitter.\n${rule}`,
    'Archives at http://arxiv.org/\nTo unsubscribe, e-mail To: physics@arXiv.org, Subject: cancel\n',
    `${rule} Submissions to:\nHigh Energy Astrophysical Phenomena\n`,
    ` received from  Wed  1 Mar 23 19:00:00 GMT  to  Thu  2 Mar 23 19:00:00 GMT\n${rule}${rule}`,
    record(),
    crossLists,
    record({
      first: 'arXiv:2303.00766 (*cross-listing*)',
      last: '\\\\ ( https://arxiv.org/abs/2303.00766 ,  1kb)'
    }),
    replacements,
    record({
      first: 'arXiv:2207.05189',
      dates: 'replaced with revised version Thu, 2 Mar 2023 18:44:36 GMT   (12275kb,D)',
      abstract: null,
      last: '\\\\ ( https://arxiv.org/abs/2207.05189 ,  12275kb)'
    }),
    record({
      first: 'arXiv:2206.06142 (*cross-listing*)',
      dates: 'replaced with revised version Thu, 2 Mar 2023 04:06:32 GMT   (229kb,D)',
      abstract: null,
      last: '\\\\ ( https://arxiv.org/abs/2206.06142 ,  229kb)'
    }),
    `${end}${help}${rule.slice(1)}For help on viewing and making submissions, see http://arxiv.org/help/\n`
  ].join('')

  test('is read with the category and day of its header, and each paper with its kind', () => {
    const digest = onlyDigest(mail)
    expect([digest.dialect, digest.category, digest.date]).toEqual([
      'arxiv-email',
      'astro-ph.HE',
      '2023-03-03'
    ])
    expect(digest.problems).toEqual([])
    expect(digest.entries.map(({ id, version, kind }) => [id, version, kind])).toEqual([
      ['2303.00765', null, 'new'],
      ['2303.00766', null, 'cross-list'],
      ['2207.05189', null, 'replacement'],
      ['2206.06142', null, 'replacement']
    ])
  })

  test('says of a paper what stands there, leaves out what does not, and names its lines', () => {
    expect(onlyDigest(mail).entries[0]).toEqual({
      id: '2303.00765',
      version: null,
      kind: 'new',
      lines: [17, 25],
      repaired: 0,
      fields: {
        title: 'A Small Title',
        authors: ['Ada Example', 'Bo Sample'],
        primaryCategory: 'astro-ph.HE',
        categories: ['astro-ph.HE'],
        published: '2023-03-01T19:00:02Z',
        updated: '2023-03-01T19:00:02Z',
        abstract: 'One short sentence.'
      }
    })
    const lines = mail.split('\n')
    expect([lines[16], lines[24]]).toEqual([
      'arXiv:2303.00765',
      '\\\\ ( https://arxiv.org/abs/2303.00765 ,  1726kb)'
    ])
  })

  test('in Latin-1, with carriage returns or trailing spaces is the same', () => {
    const mailing = mail.replace('Bo Sample', 'Bo S\u00e4mple')
    const whole = onlyDigest(mailing)
    expect(whole.entries[0]?.fields.authors?.[1]).toBe('Bo Sämple')
    for (const variant of [
      Buffer.from(mailing, 'latin1'),
      Buffer.from(mailing.replaceAll('\n', '\r\n')),
      Buffer.from(mailing.replaceAll('\n', ' \t\n'))
    ])
      expect(parseBytes(variant)).toEqual([whole])
  })

  test('without its header is dated by the last day on which its papers were received', () => {
    const bare = onlyDigest(mail.slice(mail.indexOf('\n\n')))
    expect([bare.category, bare.date, bare.entries.length]).toEqual([null, '2023-03-02', 4])
    const bareRecords = onlyDigest(record())
    expect([bareRecords.category, bareRecords.date]).toEqual([null, null])
  })

  test('of a day without papers is one without entries', () => {
    expect(onlyDigest(`${header}\n${rule}${end}${help}`)).toMatchObject({
      category: 'astro-ph.HE',
      date: '2023-03-03',
      entries: [],
      problems: []
    })
  })

  test('takes the kind from the rule above where the record does not say it', () => {
    const kinds = onlyDigest(
      `${record()}${crossLists}${record()}${replacements}${record()}${end}${record()}`
    ).entries.map(({ kind }) => kind)
    expect(kinds).toEqual(['new', 'cross-list', 'replacement', 'new'])
  })
})

describe('the heading of a mailing', () => {
  const headingOf = (head: string): unknown[] => {
    const [digest, ...others] = parseText(`${head}\n${record()}`)
    expect(others).toEqual([])
    return [digest?.category, digest?.date, digest?.problems.map(({ reason }) => reason)]
  }

  test.each([
    [
      'Date: Tue, 20 Jul 21 00:51:12 GMT\nSubject: cs daily 346 new + 55 crosses received\n',
      'cs',
      '2021-07-20'
    ],
    [
      'Subject: math daily title/abstract\nDate: Thu, 2 Mar 2023 20:36:02 -0500 (EST)\n',
      'math',
      '2023-03-03'
    ],
    [
      'Subject: Fwd: [lists] hep-th daily 3f2a 1\nTo: me\nDate: Fri, Mar 3, 2023 at 1:36 AM\n',
      'hep-th',
      '2023-03-03'
    ],
    [
      'From a@b.org Fri Mar  3 01:40:00 2023\nReturn-Path: <a@b.org>\nReceived: by b.org\n' + header,
      'astro-ph.HE',
      '2023-03-03'
    ],
    ['Date: 3 March 2023\nSubject: quant-ph daily\n', 'quant-ph', '2023-03-03']
  ])('%j', (head, category, date) => {
    expect(headingOf(head)).toEqual([category, date, []])
  })

  test('with an impossible day is none, and says so', () => {
    expect(headingOf('Date: Fri, 31 Feb 23 01:36:02 GMT\nSubject: cs.CV daily\n')).toEqual([
      'cs.CV',
      null,
      ['badHeading']
    ])
  })

  test('counts a day or subject alone where it stands above the records', () => {
    expect(headingOf('Date: Fri,  3 Mar 23 01:36:02 GMT\nSubject: what arXiv sent me\n')).toEqual([
      null,
      '2023-03-03',
      []
    ])
    expect(headingOf('Subject: cs.CV daily Subj-class mailing\n')).toEqual(['cs.CV', null, []])
    expect(headingOf('Subject: lunch daily\nDate: soon\n')).toEqual([null, null, []])
  })

  test('is found before each of several mailings in one file, whatever mail programs put between them', () => {
    const second = header.replace('3 Mar', '6 Mar').replace('astro-ph.HE', 'cs.CV')
    const digests = parseText(
      `From a@b Fri Mar  3 01:40:00 2023\n${header}\n${record()}${end}${help}\n` +
        `From a@b Mon Mar  6 01:40:00 2023\nReceived: from arXiv.org\n${second}X: y\n\n${record()}${end}${help}`
    )
    expect(digests.map(({ category, date, entries }) => [category, date, entries.length])).toEqual([
      ['astro-ph.HE', '2023-03-03', 1],
      ['cs.CV', '2023-03-06', 1]
    ])
    expect(digests.flatMap(({ problems }) => problems)).toEqual([])
  })

  test('is not taken from the dates of papers, nor from mails about anything else', () => {
    expect(onlyDigest(record() + record()).date).toBeNull()
    expect(onlyDigest(`${header}\n${record()}Date: Mon,  6 Mar 23 01:36:02 GMT\nSubject: lunch\n`).date).toBe(
      '2023-03-03'
    )
    expect(parseText('Date: Fri,  3 Mar 23 01:36:02 GMT\nSubject: lunch daily at noon\n\nYours')).toEqual([])
    expect(parseText(`Date: Fri,  3 Mar 23 01:36:02 GMT\n\nSubject: cs.CV daily\n`)).toEqual([])
  })
})

describe('the list of a week', () => {
  test('is a digest for each of its days', () => {
    const day = (text: string): string => `\\\\\n/* ${text} */\n\\\\\n${rule}`
    const paper = record({ abstract: null, last: '\\\\' })
    const digests = parseText(
      `${rule}${day('Fri, 3 Mar 2023')}${paper}${paper}${day('Thu, 2 Mar 2023')}${paper.replaceAll('00765', '00766')}`
    )
    expect(
      digests.map(({ date, entries, problems }) => [date, entries.map(({ id }) => id), problems])
    ).toEqual([
      ['2023-03-03', ['2303.00765', '2303.00765'], []],
      ['2023-03-02', ['2303.00766'], []]
    ])
    expect(digests[0]?.entries[0]?.fields).not.toHaveProperty('abstract')
  })
})

describe('the list of a month', () => {
  const head = `${rule}\nPapers received as of Mon Jun  1 02:09:12 METDST 1992.\n(abstracts alone: get 9206001.abs )\n\n${rule}`
  const paper = (first: string, date: string, more = ''): string =>
    record({
      first,
      dates: `From: Ada Example  <ada@example.org>\nDate: ${date} GMT   (9kb)${more}`,
      abstract: null,
      last: '\\\\'
    })

  test('has the archive of its new papers, and the day of its newest', () => {
    const digest = onlyDigest(
      head +
        paper(
          'Paper: astro-ph/9206001',
          'Tue, 16 Jun 1992 19:23:00',
          '\nDate (revised): Fri, 4 Feb 1994 15:19:20 GMT'
        ) +
        paper('Paper: astro-ph/9206002', 'Mon, 15 Jun 1992 19:23:00') +
        paper('Paper (*cross-listing*): hep-ph/9206201', 'Mon, 1 Jun 1992 12:13:00')
    )
    expect([digest.category, digest.date, digest.problems]).toEqual(['astro-ph', '1992-06-16', []])
    expect(
      digest.entries.map(({ id, kind, fields }) => [id, kind, fields.published, fields.updated])
    ).toEqual([
      ['astro-ph/9206001', 'new', '1992-06-16T19:23:00Z', '1994-02-04T15:19:20Z'],
      ['astro-ph/9206002', 'new', '1992-06-15T19:23:00Z', '1992-06-15T19:23:00Z'],
      ['hep-ph/9206201', 'cross-list', '1992-06-01T12:13:00Z', undefined]
    ])
  })

  test('keeps its own day where that is later, or no month before', () => {
    expect(onlyDigest(head + paper('Paper: hep-th/9205001', 'Sat, 30 May 1992 10:00:00')).date).toBe(
      '1992-06-01'
    )
    expect(onlyDigest(head + paper('Paper: hep-th/9205001', 'Sat, 30 May 2092 10:00:00')).date).toBe(
      '1992-06-01'
    )
    expect(onlyDigest(head).date).toBe('1992-06-01')
  })

  test('whose papers are of several archives has no category', () => {
    const papers = ['hep-th', 'gr-qc'].map((name) =>
      paper(`Paper: ${name}/9206001`, 'Mon, 1 Jun 1992 12:13:00')
    )
    expect(onlyDigest(head + papers.join('')).category).toBeNull()
  })

  test('without a day that exists says so', () => {
    const digest = onlyDigest(
      head.replace('Jun  1', 'Juni 1') + paper('Paper: hep-th/9206001', 'Mon, 1 Jun 1992 12:13:00')
    )
    expect([digest.date, digest.problems.map(({ reason }) => reason)]).toEqual([null, ['badHeading']])
  })
})

describe('the dates of a record', () => {
  const read = (dates: string, before = ''): unknown[] => {
    const { entries, problems } = onlyDigest(`${before}${record({ dates })}`)
    const [entry] = entries
    return [
      entry?.version,
      entry?.kind,
      entry?.fields.published,
      entry?.fields.updated,
      ...problems.map(({ reason }) => reason)
    ]
  }
  const [first, second, third] = ['1 Mar 2023 01:00:00', '2 Mar 2023 02:00:00', '3 Mar 2023 03:00:00']
  const [one, two, three] = ['2023-03-01T01:00:00Z', '2023-03-02T02:00:00Z', '2023-03-03T03:00:00Z']

  test.each([
    [`Date: Wed, ${first} GMT   (9kb)`, [null, 'new', one, one]],
    [`Date: Wed, ${first} UTC   (20kb,1)`, [null, 'new', one, one]],
    [`Date (v1): Wed, ${first} GMT`, [1, 'new', one, one]],
    [`Date: ${first} GMT (9kb)\nDate (revised): ${second} GMT (9kb)`, [null, 'new', one, two]],
    [
      `Date: ${first} GMT\nDate (revised v2): ${second} GMT\nDate (revised v3): ${third} GMT`,
      [3, 'new', one, three]
    ],
    [`Date (revised v3): ${third} GMT`, [3, 'new', undefined, three]],
    [`Date: ${first} GMT\nDate: ${second} GMT`, [null, 'new', one, two]],
    [`replaced with revised version ${second} GMT   (9kb)`, [null, 'replacement', undefined, two]],
    [`Date: ${first} GMT\nreplaced with revised version ${second} GMT`, [null, 'replacement', one, two]],
    [`figures added ${second} GMT   (9kb)`, [null, 'replacement', undefined, two]],
    [`Date: soon   (9kb)`, [null, 'new', undefined, undefined, 'badDate']],
    [`Date: ${first} GMT\nDate (revised): 32 Mar 2023 01:00:00`, [null, 'new', one, undefined, 'badDate']]
  ])('%j', (dates, expected) => {
    expect(read(dates)).toEqual(expected)
  })

  test('say of a cross-list no more than when it was first submitted, unless it names revisions', () => {
    expect(read(`Date: ${first} GMT`, crossLists)).toEqual([null, 'cross-list', one, undefined])
    expect(read(`Date: ${first} GMT\nDate (revised v2): ${second} GMT`, crossLists)).toEqual([
      2,
      'cross-list',
      one,
      two
    ])
  })

  test('say nothing of a replacement where it is unclear which version they belong to', () => {
    expect(read(`Date: ${first} GMT`, replacements)).toEqual([null, 'replacement', undefined, undefined])
  })
})

describe('the fields of a record', () => {
  test('go on in indented lines, also in ones whose indentation was lost', () => {
    const lines =
      'Title: A title of\n  two lines\nAuthors: A. One,\nB. Two\nCategories: cs.CV\nComments: 5 pages,\n    code: none'
    const { fields } = onlyEntry(record({ fields: lines }))
    expect([fields.title, fields.authors, fields.comment]).toEqual([
      'A title of two lines',
      ['A. One', 'B. Two'],
      '5 pages, code: none'
    ])
  })

  test('keep the TeX of titles', () => {
    const title = 'On $\\alpha$--Stable {\\em Maps} of M{\\"u}nster'
    expect(onlyEntry(record({ fields: `Title: ${title}\nAuthor: A\nCategories: cs.CV` })).fields.title).toBe(
      title
    )
  })

  test('hold categories, and classes apart from them', () => {
    expect(
      withFields('MSC-class: 14G40 (Primary) 11L05, 58F11\n  (Secondary)\nACM-class: I.2.7; I.4')
    ).toMatchObject({
      primaryCategory: 'math.AG',
      categories: ['math.AG'],
      classes: ['14G40', '11L05', '58F11', 'I.2.7', 'I.4']
    })
    const { fields } = onlyEntry(
      record({ fields: 'Title: T\nAuthors: A\nCategories: hep-ph astro-ph.HE\n  cond-mat.str-el math.CO' })
    )
    expect(fields.categories).toEqual(['hep-ph', 'astro-ph.HE', 'cond-mat.str-el', 'math.CO'])
    expect(fields).not.toHaveProperty('classes')
  })

  test('hold journal, DOI and comment, and nothing of who sent it or how it is licensed', () => {
    const lines =
      'Proxy: someone\nReport-no: X-1,\n  X-2\nJournal-ref: J. Ex. 12,\n  1-40\nDOI: 10.1000/a 10.1000/b\nLicense: http://x.org\nComments: 5 pages'
    expect(withFields(lines)).toMatchObject({
      journal: 'J. Ex. 12, 1-40',
      doi: '10.1000/a 10.1000/b',
      comment: '5 pages'
    })
    expect(JSON.stringify(withFields(lines))).not.toMatch(/someone|X-1|X-2|x\.org/)
  })

  test.each([
    [
      'Lev A (1), Matthew W. B (2,3),\n  Eliot C (2) ((1) IAS, (2) Princeton, (3)\n  PPPL)',
      ['Lev A', 'Matthew W. B', 'Eliot C']
    ],
    ['R. A (Brown) and A.-C. B (DAMTP,\n  Cambridge)', ['R. A', 'A.-C. B']],
    ['A. A, B. B, and C. C', ['A. A', 'B. B', 'C. C']],
    ['A. A & B.B', ['A. A', 'B.B']],
    ['Petrl\\\'{\\i}k, M{\\aa}ns, Fuzhang~Han, Ya\\"el', ['Petrlík', 'Måns', 'Fuzhang Han', 'Yaël']],
    ['S. Righini, et al.\n  (84 additional authors not shown)', ['S. Righini', 'et al.']]
  ])('name the authors %j', (list, names) => {
    expect(authorsOf(list)).toEqual(names)
  })

  test('hold no dates of versions: those stand before the title', () => {
    const { published, updated } = withFields('Comments: a\nDate: Thu, 2 Mar 2023 19:00:02 GMT')
    expect([published, updated]).toEqual(['2023-03-01T19:00:02Z', '2023-03-01T19:00:02Z'])
  })

  test('count what had to be repaired', () => {
    const entry = onlyEntry(record({ fields: 'Title: T\u0000\nAuthors: Ya\\"el A and B\nCategories: cs.CV' }))
    expect([entry.fields.title, entry.repaired]).toEqual(['T', 2])
  })
})

describe('the abstract of a record', () => {
  const abstractOf = (abstract: string): unknown => onlyEntry(record({ abstract })).fields.abstract

  test('is joined line by line, and has a paragraph for each line that begins with two spaces', () => {
    expect(abstractOf('  One\ntwo   three.\n  Four\nfive.')).toBe('One two three.\nFour five.')
  })

  test('may be flush, and have blank lines before or in it', () => {
    expect(abstractOf('One\ntwo.')).toBe('One two.')
    expect(abstractOf('\n  One\n\ntwo.')).toBe('One two.')
  })

  test('keeps what only looks like fields, records, or the end of one', () => {
    const text = [
      'Title: of what?',
      'Date: none',
      'arXiv:2301.00001',
      '\\\\(a) is a row',
      'From here on',
      '- - -'
    ]
    expect(abstractOf(`  We ask\n${text.join('\n')}`)).toBe(`We ask ${text.join(' ')}`)
  })

  test('ends with a line of `\\\\` too, as in files of single records', () => {
    const { entries, problems } = onlyDigest(`${record({ last: '\\\\' })}${record()}`)
    expect(entries.map(({ fields }) => fields.abstract)).toEqual([
      'One short sentence.',
      'One short sentence.'
    ])
    expect(problems).toEqual([])
  })

  test('is left out where it is that of another paper', () => {
    const digest = onlyDigest(record({ last: '\\\\ ( https://arxiv.org/abs/2303.00999 ,  1kb)' }))
    expect(digest.entries[0]?.fields).not.toHaveProperty('abstract')
    expect(digest.problems).toEqual([{ line: 2, reason: 'missingFields', excerpt: 'Abstract' }])
  })
})

describe('a damaged mailing', () => {
  const [a, b] = [
    record(),
    record({ first: 'arXiv:2303.00766', last: '\\\\ ( https://arxiv.org/abs/2303.00766 ,  1kb)' })
  ]

  test('without the lines of `\\\\` before records, or the rules between them, is still read', () => {
    for (const text of [
      (a + b).replaceAll('\\\\\narXiv', 'arXiv'),
      (a + b).replaceAll(rule, ''),
      (a + b).replaceAll(rule, '').replaceAll('\\\\\narXiv', 'arXiv')
    ]) {
      const digest = onlyDigest(text)
      expect(digest.entries.map(({ id, fields }) => [id, fields.abstract])).toEqual([
        ['2303.00765', 'One short sentence.'],
        ['2303.00766', 'One short sentence.']
      ])
      expect(digest.problems).toEqual([])
    }
    const list = record({ abstract: null, last: '\\\\' }).replaceAll(rule, '')
    expect(onlyDigest(list + list).entries).toHaveLength(2)
  })

  test('finds the id of a record whose first line is missing in its last', () => {
    const digest = onlyDigest(a + b.replace('arXiv:2303.00766\n', ''))
    expect(digest.entries.map(({ id }) => id)).toEqual(['2303.00765', '2303.00766'])
  })

  test('ends a record that runs into the next mail, also where that has no header of a mailing', () => {
    const cut = a.slice(0, a.indexOf('sentence'))
    const digest = onlyDigest(`${cut}\n\nFrom a@b Mon Mar  6 01:40:00 2023\nReceived: by b.org\n\n${b}`)
    expect(digest.entries.map(({ id, fields }) => [id, fields.abstract])).toEqual([
      ['2303.00765', undefined],
      ['2303.00766', 'One short sentence.']
    ])
    expect(digest.problems.map(({ reason }) => reason)).toEqual(['cutShort'])
  })

  test('takes no words behind the last record of a list for its abstract', () => {
    const list = record({ abstract: null, last: '\\\\' }).replace(rule, '')
    const digest = onlyDigest(`${list}\nFor subscribe options see below.\n`)
    expect(digest.entries[0]?.fields).not.toHaveProperty('abstract')
    expect(digest.entries[0]?.lines).toEqual([2, 8])
    expect(digest.problems).toEqual([])
  })

  test('begins another record where one is named among the fields', () => {
    const open = record({ abstract: null, last: '' }).replace(rule, '')
    const digest = onlyDigest(open + b.slice('\\\\\n'.length))
    expect(digest.entries.map(({ id, fields }) => [id, fields.categories])).toEqual([
      ['2303.00765', ['astro-ph.HE']],
      ['2303.00766', ['astro-ph.HE']]
    ])
    expect(digest.problems).toEqual([])
  })

  test('takes no date from the rest of a record whose first lines are missing', () => {
    const digest = onlyDigest(a.slice(a.indexOf('Date')) + b)
    expect([digest.date, digest.entries.length, reasons(digest)]).toEqual([null, 1, [[8, 'strayText']]])
  })

  test('reports a record without id', () => {
    const last = '\\\\'
    for (const first of ['arXiv:2313.00001', 'Paper: unknown/9206001', 'arXiv:'])
      expect(onlyDigest(a + record({ first, last })).problems).toEqual([
        { line: 13, reason: 'noId', excerpt: 'A Small Title' }
      ])
    const lost = onlyDigest(a + record({ last }).replace('arXiv:2303.00765\n', ''))
    expect([lost.entries.length, reasons(lost)]).toEqual([1, [[13, 'noId']]])
  })

  test('does not give the fields of one paper to another where the lines between them are missing', () => {
    const joined = a.slice(0, a.indexOf('Categories')) + b.slice(b.indexOf('Title'))
    const digest = onlyDigest(joined)
    expect(digest.entries.map(({ id, fields }) => [id, Object.keys(fields).sort()])).toEqual([
      ['2303.00765', ['authors', 'published', 'title', 'updated']],
      ['2303.00766', ['abstract', 'authors', 'categories', 'primaryCategory', 'title']]
    ])
    expect(digest.problems).toEqual([
      { line: 2, reason: 'missingFields', excerpt: 'Categories' },
      { line: 7, reason: 'missingFields', excerpt: 'Date' }
    ])
  })

  test('reports missing fields, but no categories that old papers did not have', () => {
    expect(onlyDigest(record({ fields: 'Title: T' })).problems).toEqual([
      { line: 2, reason: 'missingFields', excerpt: 'Authors, Categories' }
    ])
    const old = record({ first: 'Paper: hep-th/9711029', fields: 'Title: T\nAuthor: A', last: '\\\\' })
    expect(onlyDigest(old).problems).toEqual([])
    expect(onlyDigest(a + record({ abstract: null })).problems).toEqual([
      { line: 13, reason: 'missingFields', excerpt: 'Abstract' }
    ])
  })

  test('reports fields and lines that are too long, and reads the others', () => {
    const long = 'x'.repeat(longestField + 1)
    const line = onlyDigest(record({ abstract: `  ${long}` }))
    expect([line.entries[0]?.fields.title, reasons(line)]).toEqual(['A Small Title', [[9, 'lineTooLong']]])
    const half = 'y'.repeat(longestField / 2 + 1)
    for (const parts of [
      { abstract: `  ${half}\n${half}` },
      { fields: `Title: A Small Title\nAuthors: A\nCategories: cs.CV\nComments: ${half}\n  ${half}` }
    ]) {
      const digest = onlyDigest(record(parts))
      expect(digest.problems.map(({ reason }) => reason)).toEqual(['lineTooLong'])
      expect(digest.entries[0]?.fields).not.toHaveProperty('comment')
      expect(digest.entries[0]?.fields.title).toBe('A Small Title')
    }
  })

  test('reports text that names a paper outside of records, and no other', () => {
    const digest = onlyDigest(
      `See https://arxiv.org/abs/2301.00001 first.\n${record()}Also arXiv:2301.00002 is good.\nYours, the editors\narXiv:2301.00003\n\nbye\n`
    )
    expect(reasons(digest)).toEqual([
      [1, 'strayText'],
      [13, 'strayText'],
      [15, 'strayText']
    ])
    expect(digest.entries).toHaveLength(1)
  })
})

describe('other text', () => {
  test.each([
    '# My reading list\n\nPapers from arXiv: see https://arxiv.org/abs/2303.00765.\n',
    'We follow arXiv:2303.00765.\nDate: tomorrow\n',
    'arXiv:2303.00765\n\nis a paper that I like\n',
    '\\begin{tabular}{l}\na \\\\\n\\\\\narXiv:2303.00765\n\\end{tabular}\n',
    '/* Fri, 3 Mar 2023 */\nint main(void);\n',
    '\\\\\n/* not a day */\n\\\\\n',
    'Subject: arXiv\nDate: Fri, 3 Mar 2023 01:36:02 GMT\n\nHello\n',
    'Paper: rock, scissors\nTitle: x\n',
    `${rule}${end}`
  ])('is no mailing: %j', (text) => {
    expect(parseText(text)).toEqual([])
  })

  test('of another dialect before or behind it is that, and both are read', () => {
    const mail = `${header}\n${record()}${end}${help}`
    for (const [dialect, other] of [
      ['field-list', fieldList(fieldRecord())],
      ['numbered-list', numberedList(numberedRecord(1, 'T', '2112.15589', 'x.'))]
    ] as const)
      for (const text of [`${mail}${other}`, `${other}${mail}`, `${other}${record()}`]) {
        const digests = parseText(text)
        expect(digests.map((digest) => [digest.dialect, digest.entries.length])).toEqual(
          text.startsWith(header)
            ? [
                ['arxiv-email', 1],
                [dialect, 1]
              ]
            : [
                [dialect, 1],
                ['arxiv-email', 1]
              ]
        )
        expect(digests.flatMap(({ problems }) => problems)).toEqual([])
      }
  })
})

describe('a mailing that is cut', () => {
  const text =
    header +
    `\n${rule}` +
    record({
      fields:
        'Title: Größe of\n  maps\nAuthors: A. One (Uni)\n  and B. Two\nCategories: cs.CV cs.LG\nComments: 5 pages,\n  6 figures\nDOI: 10.1000/a',
      abstract: '  One sentence. Two\nsentences.\n  A paragraph.'
    }) +
    record({
      first: 'arXiv:2303.00766 (*cross-listing*)',
      dates:
        'Date: Wed, 1 Mar 2023 19:00:02 GMT   (1kb)\nDate (revised): Thu, 2 Mar 2023 19:00:02 GMT   (1kb)',
      last: '\\\\ ( https://arxiv.org/abs/2303.00766 ,  1kb)'
    }) +
    record({
      first: 'arXiv:2303.00767',
      dates: 'replaced with revised version Thu, 2 Mar 2023 18:44:36 GMT   (12275kb,D)',
      abstract: null,
      last: '\\\\ ( https://arxiv.org/abs/2303.00767 ,  1kb)'
    })
  const { entries } = onlyDigest(text)
  const bytes = new TextEncoder().encode(text)
  const lineFeeds = [...bytes.entries()].filter(([, byte]) => byte === 0x0a).map(([at]) => at)
  /** Where each record's last line begins. */
  const ends = entries.map(({ lines }) => (lineFeeds[lines[1] - 2] ?? 0) + 1)
  const starts = entries.map(({ lines }) => (lineFeeds[lines[0] - 2] ?? 0) + 1)

  test('anywhere keeps whole records as they are, invents none, and never keeps a part of a field', () => {
    expect(entries).toHaveLength(3)
    for (let at = 0; at < bytes.length; at++) {
      const left = parseBytes(bytes.subarray(0, at)).flatMap((digest) => digest.entries)
      const whole = ends.filter((line) => line + 2 <= at).length
      expect(left.length, `cut at ${at}`).toBeLessThanOrEqual(whole + 1)
      for (const [index, { id, version, kind, fields, lines }] of left.entries()) {
        const before = entries[index]
        expect([id, version, kind, lines[0]], `cut at ${at}`).toEqual([
          before?.id,
          before?.version,
          before?.kind,
          before?.lines[0]
        ])
        if (index < whole) expect(fields, `cut at ${at}`).toEqual(before?.fields)
        for (const name of fieldNames)
          if (fields[name] !== undefined)
            expect(fields[name], `${name}, cut at ${at}`).toEqual(before?.fields[name])
      }
    }
  })

  test('within a record says so', () => {
    for (const [index, start] of starts.entries())
      for (let at = start + 'arXiv:2303.00765'.length; at < (ends[index] ?? 0) + 2; at++) {
        const found = parseBytes(bytes.subarray(0, at)).flatMap(({ problems }) => problems)
        expect(
          found.map(({ reason }) => reason),
          `cut at ${at}`
        ).toEqual(['cutShort'])
      }
  })

  test('among its dates is believed only what no later date can change', () => {
    const dates = [
      'Date: Wed, 1 Mar 2023 19:00:02 GMT   (1kb)',
      'Date (revised v2): Thu, 2 Mar 2023 19:00:02 GMT',
      'Date (revised v3): Fri, 3 Mar 2023 19:00:02 GMT'
    ]
    const text = record({ dates: dates.join('\n') })
    for (let at = text.indexOf('(revised v2)'); at < text.indexOf('Title'); at++) {
      const { version, fields } = onlyEntry(text.slice(0, at))
      expect([version, fields], `cut at ${at}`).toEqual([null, { published: '2023-03-01T19:00:02Z' }])
    }
  })

  test('by the next mailing says so too, and keeps nothing of that mail', () => {
    const cut = record().slice(0, record().indexOf('sentence'))
    for (const between of ['', 'From a@b Mon Mar  6 01:40:00 2023\nReceived: from arXiv.org\n']) {
      const digests = parseText(`${header}\n${cut}\n\n${between}${header}\n${record()}`)
      expect(digests.map((digest) => digest.entries.length)).toEqual([1, 1])
      expect(digests[0]?.entries[0]?.fields).not.toHaveProperty('abstract')
      expect(digests.map((digest) => digest.problems.map(({ reason }) => reason))).toEqual([['cutShort'], []])
    }
  })

  test('before its abstract says so where others have one', () => {
    const bare = record({ abstract: null, last: '\\\\' }).replace(rule, '')
    expect(onlyDigest(bare).problems).toEqual([])
    expect(reasons(onlyDigest(record() + bare))).toEqual([[19, 'cutShort']])
  })
})

describe('reading a mailing', () => {
  test('never throws, whatever pieces of mailings are put together', () => {
    const pieces = fc.constantFrom(
      ...[
        '\\\\\n',
        '\\\\ ( https://arxiv.org/abs/2303.00765 ,  1kb)\n',
        'arXiv:2303.00765\n',
        'arXiv:\n',
        'Paper '
      ],
      ...[
        'Paper (*cross-listing*): hep-ph/9206201\n',
        'Date: Wed, 1 Mar 2023 19:00:02 GMT (1kb)\n',
        'Date: ',
        '\n'
      ],
      ...[
        'Date (revised v2): x\n',
        'replaced with revised version\n',
        'Title: T\n',
        'Authors: A (\n',
        '  more\n',
        'x'
      ],
      ...[
        'Categories: cs.CV\n',
        'MSC-class: 14G40\n',
        '  A sentence.\n',
        rule,
        crossLists,
        replacements,
        end,
        header
      ],
      ...[
        '/* Fri, 3 Mar 2023 */\n',
        'Papers received as of Mon Jun  1 02:09:12 MET 1992.\n',
        'From a Mon \n',
        ' '
      ]
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        for (const { entries, problems } of parseText(parts.join(''))) {
          const count = parts.join('').split('\n').length
          for (const { lines } of entries) {
            expect(lines[0]).toBeLessThanOrEqual(lines[1])
            expect(lines[1]).toBeLessThanOrEqual(count)
          }
          for (const { line } of problems) expect(line).toBeLessThanOrEqual(count)
        }
      }),
      { numRuns: 1000 }
    )
  })

  const start = record().slice(0, record().indexOf('Comments'))
  test.each([
    ['marks', '\\\\\n', ''],
    ['ids', 'arXiv:2303.00765\n', ''],
    ['first lines', '\\\\\narXiv:2303.00765\n', ''],
    ['short records', '\\\\\narXiv:2303.00765\nTitle: x\n\\\\\n', ''],
    ['dates', 'Date: x\n', ''],
    ['subjects', 'Subject: x\n', ''],
    ['headers', 'Date: x\nSubject: cs daily\n', ''],
    ['dates of a record', 'Date: Wed, 1 Mar 2023 19:00:02 GMT\n', '\\\\\narXiv:2303.00765\n'],
    ['titles', 'Title: x\n', '\\\\\narXiv:2303.00765\n'],
    ['lines of fields', '  x\n', start],
    ['fields', 'Other: x\n', start],
    ['comments', 'Comments: x\n', start],
    ['lines of an abstract', 'x\n', `${start}\\\\\n`],
    ['paragraphs of an abstract', '  x\n', `${start}\\\\\n`],
    ['rules', rule, ''],
    ['spaces behind a mark', ' ', '\\\\ ('],
    ['spaces in a line', '\\\\ (  x\n', ''],
    ['brackets of authors', '(', `${start}Authors: `],
    ['days of a week', '\\\\\n/* Fri, 3 Mar 2023 */\n', ''],
    ['lists of a month', 'Papers received as of x\n', '']
  ])('takes no longer than its size asks for: %s', (_, piece, before) => {
    const time = (size: number): number => {
      const text = before + piece.repeat(size / piece.length)
      const started = performance.now()
      parseText(text)
      return performance.now() - started
    }
    let [few, many] = [time(64 * 1024), time(256 * 1024)]
    // Linear is four times as long; where a pause of the machine falls into the measuring it is repeated.
    for (let again = 0; again < 6 && many > Math.max(100, 8 * few); again++)
      [few, many] = [Math.max(few, time(64 * 1024)), Math.min(many, time(256 * 1024))]
    expect(many).toBeLessThanOrEqual(Math.max(100, 8 * few))
  })
})
