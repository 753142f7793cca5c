import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ArxivId } from '#core/domain/arxiv-id'
import type { Paper } from '#core/domain/paper'
import { bibtex, bibtexFile, bibtexKey } from '#core/export/bibtex'
import { readSeeds } from '../../support/seeds'
import { parseBytes } from '../support/digests'

function paper(fields: Partial<Paper> = {}): Paper {
  return {
    id: '2312.10854' as ArxivId,
    version: 1,
    announced: '2023-12-18',
    appearances: [],
    title: 'The Losses of a Difference Engine',
    authors: ['Ada Lovelace', 'Charles Babbage'],
    primaryCategory: 'cs.CV',
    categories: ['cs.CV'],
    classes: null,
    published: '2023-12-17T10:00:00Z',
    updated: null,
    doi: null,
    journal: null,
    comment: null,
    abstract: null,
    links: null,
    ...fields
  }
}

/** The fields of an entry by name, read as BibTeX does: by counting braces. Throws where it is not well formed. */
function read(entry: string): { kind: string; key: string; fields: Record<string, string> } {
  const head = /^@(\w+)\{([^,\s{}]+),\n/.exec(entry)
  if (head === null) throw new Error(`no head in ${entry}`)
  const fields: Record<string, string> = {}
  let at = head[0].length
  for (;;) {
    const name = /^ {2}(\w+) = \{/.exec(entry.slice(at))
    if (name === null) break
    at += name[0].length
    const start = at
    for (let depth = 1; depth > 0; at++) {
      if (at >= entry.length) throw new Error(`open braces in ${entry}`)
      if (entry[at] === '{') depth++
      if (entry[at] === '}') depth--
    }
    fields[name[1] ?? ''] = entry.slice(start, at - 1)
    if (entry[at] === ',') at++
    if (entry[at] === '\n') at++
  }
  if (entry.slice(at) !== '}\n') throw new Error(`rest ${JSON.stringify(entry.slice(at))} in ${entry}`)
  return { kind: head[1] ?? '', key: head[2] ?? '', fields }
}

const field = (name: string, fields: Partial<Paper>): string | undefined =>
  read(bibtex(paper(fields))).fields[name]

describe('bibtex', () => {
  test('writes an entry with the fields of arXiv', () => {
    expect(bibtex(paper())).toBe(
      `@misc{lovelace2023losses,
  author = {Ada Lovelace and Charles Babbage},
  title = {The Losses of a Difference Engine},
  year = {2023},
  eprint = {2312.10854},
  archivePrefix = {arXiv},
  primaryClass = {cs.CV},
  url = {https://arxiv.org/abs/2312.10854}
}
`
    )
  })

  test('writes an article where the journal is known', () => {
    const { kind, fields } = read(
      bibtex(paper({ journal: 'Phys. Rev. D 5 & 6', doi: '10.1000/a_b 10.1000/c' }))
    )
    expect(kind).toBe('article')
    expect(fields.journal).toBe('Phys. Rev. D 5 \\& 6')
    expect(fields.doi).toBe('10.1000/a_b')
  })

  test('writes old ids', () => {
    const { fields, key } = read(bibtex(paper({ id: 'math/0611800' as ArxivId, published: '2006-11-26' })))
    expect(fields.eprint).toBe('math/0611800')
    expect(fields.url).toBe('https://arxiv.org/abs/math/0611800')
    expect(key).toBe('lovelace2006losses')
  })

  test('leaves out what is not known', () => {
    const bare = paper({ title: null, authors: null, primaryCategory: null, published: null })
    expect(bibtex(bare)).toBe(
      `@misc{arxiv231210854,
  year = {2023},
  eprint = {2312.10854},
  archivePrefix = {arXiv},
  url = {https://arxiv.org/abs/2312.10854}
}
`
    )
    expect(field('author', { authors: [] })).toBeUndefined()
  })

  test('names every author of 170', () => {
    const authors = Array.from({ length: 170 }, (_, index) => `Given${index} Family${index}`)
    expect(field('author', { authors })?.split(' and ')).toEqual(authors)
  })

  test.each([
    [['Ada Lovelace et al.'], 'Ada Lovelace and others'],
    [['Ada Lovelace et.al.'], 'Ada Lovelace and others'],
    [['Ada Lovelace', 'et al.'], 'Ada Lovelace and others'],
    [['Ada Lovelace', 'and others'], 'Ada Lovelace and others'],
    [["Jean-Luc O'Brien", 'Max M\\"uller', 'Ying~Li'], "Jean-Luc O'Brien and Max Müller and Ying Li"],
    [['Robert Downey, Jr.'], 'Downey, Jr., Robert'],
    [['Lovelace, Ada'], 'Lovelace, Ada'],
    [['The ATLAS Collaboration', 'Ada Lovelace'], '{The ATLAS Collaboration} and Ada Lovelace'],
    [['Procter and Gamble'], '{Procter and Gamble}'],
    [['Ludwig van Beethoven'], 'Ludwig van Beethoven'],
    [['a}b{c', '{', '  '], 'a\\textbraceright{}b\\textbraceleft{}c and \\textbraceleft{}'],
    [['Ole Æ. Ångström'], 'Ole Æ. Ångström']
  ])('writes the authors %j', (authors, written) => {
    expect(field('author', { authors })).toBe(written)
  })

  test.each([
    ['BERT and ImageNet for 3D K-means', '{BERT} and {ImageNet} for {3D} {K}-means'],
    ['A Survey: Part B', 'A Survey: Part {B}'],
    ['An $\\ell_1$-norm of $L$', 'An {$\\ell_1$}-norm of {$L$}'],
    ['50% of A&B at $5 #1 a_b', '50\\% of {A}\\&{B} at \\$5 \\#1 a\\_b'],
    ['50\\% \\& more', '50\\% \\& more'],
    ['\\emph{In vivo} and \\textbf{bold}', '\\emph{In vivo} and \\textbf{bold}'],
    ["Poincar\\'e, Erd\\H{o}s", 'Poincaré, Erdős'],
    ['{D}eep {N}ets', 'Deep Nets'],
    ['1--2 ~5%', '1--2 \\textasciitilde{}5\\%'],
    [
      'open { and \\unknown{x}',
      'open \\textbraceleft{} and \\textbackslash{}unknown\\textbraceleft{}x\\textbraceright{}'
    ],
    [
      '$\\left\\{ x \\right.$',
      '\\$\\textbackslash{}left\\textbackslash{}\\textbraceleft{} x \\textbackslash{}right.\\$'
    ],
    ['$\\{x\\}$', '{$\\{x\\}$}'],
    ['$x_i \\text{ for $i$}$', '{$x_i \\text{ for $i$}$}'],
    ['a ${$}$', 'a \\$\\textbraceleft{}\\$\\textbraceright{}\\$']
  ])('writes the title %j', (title, written) => {
    expect(field('title', { title })).toBe(written)
  })

  test('is well formed for every sample paper, and names each field once', async () => {
    const entries = (await readSeeds())
      .flatMap(({ bytes }) => parseBytes(bytes))
      .flatMap((digest) => digest.entries)
    for (const { id, fields } of entries) {
      const written = bibtex(paper({ authors: null, published: null, ...fields, id }))
      expect(read(written).fields.eprint).toBe(id)
      expect(written).not.toMatch(/undefined|null,|\[object/)
    }
  })

  test('is well formed whatever the digest says', () => {
    const parts = fc.constantFrom(
      ...[
        '{',
        '}',
        '\\',
        '\\{',
        '\\}',
        '$',
        '%',
        '&',
        '#',
        '_',
        '"',
        '@',
        ',',
        '=',
        '~',
        '^',
        ' and ',
        '\n',
        ' ',
        'a',
        'B'
      ],
      ...[
        '$x$',
        '\\emph{',
        '\\left\\{',
        '\\foo',
        'é',
        '漢字',
        'et al.',
        'Jr.',
        'Collaboration',
        '\u202e',
        '--',
        "''"
      ]
    )
    const text = fc.array(parts, { maxLength: 10 }).map((list) => list.join(''))
    fc.assert(
      fc.property(text, fc.array(text, { maxLength: 4 }), text, text, (title, authors, journal, doi) => {
        const { key, fields } = read(bibtex(paper({ title, authors, journal, doi })))
        expect(key).toMatch(/^[a-z0-9]+$/)
        expect(fields.eprint).toBe('2312.10854')
        for (const [name, value] of Object.entries(fields)) {
          expect(value.trim()).toBe(value)
          // A character that TeX would stop at stands only behind a backslash, or in a formula.
          if (name === 'author' || name === 'title' || name === 'journal')
            expect(value.replace(/\{\$(?:\\.|[^\\])*?\$\}/g, '')).not.toMatch(/(?<!\\)(?:\\\\)*[%&#_$]/)
        }
      }),
      { numRuns: 3000 }
    )
  })
})

describe('bibtexKey', () => {
  test.each<[Partial<Paper>, string]>([
    [{ authors: ['Erdős, Paul'], title: 'On the Theory' }, 'erdos2023theory'],
    [{ authors: ['Max M\\"uller'], title: '3D Gaussian Splatting' }, 'muller20233d'],
    [{ authors: ['Robert Downey Jr.'] }, 'downey2023losses'],
    [{ authors: ['Robert Downey, Jr.'] }, 'downey2023losses'],
    [{ authors: ['The ATLAS Collaboration'] }, 'atlas2023losses'],
    [{ authors: ['Ada Lovelace et al.'] }, 'lovelace2023losses'],
    [{ authors: ['李明'], title: '深度 Learning' }, 'arxiv2023learning'],
    [{ authors: ["Conan O'Brien"], title: '$\\ell_1$-norm and $x$' }, 'obrien2023l1'],
    [{ authors: ['Ada Lovelace'], title: 'What Is It' }, 'lovelace2023what'],
    [{ authors: null, title: null, published: null, announced: '2026-01-02' }, 'arxiv231210854'],
    [{ authors: null, published: null, announced: '2026-01-02', title: 'Losses' }, 'arxiv2023losses'],
    [
      { id: 'hep-th/9901001' as ArxivId, authors: null, published: null, title: 'Strings' },
      'arxiv1999strings'
    ],
    [{ id: 'math/0611800' as ArxivId, authors: null, published: null, title: 'Knots' }, 'arxiv2006knots']
  ])('of %j', (fields, key) => {
    expect(bibtexKey(paper(fields))).toBe(key)
  })
})

describe('bibtexFile', () => {
  const keys = (file: string): string[] => [...file.matchAll(/^@\w+\{([^,]+),/gm)].map(([, key = '']) => key)

  test('tells papers apart whose keys would be the same, also over several parts', () => {
    const used = new Map<string, number>()
    expect(keys(bibtexFile([paper(), paper(), paper()], used))).toEqual([
      'lovelace2023losses',
      'lovelace2023lossesb',
      'lovelace2023lossesc'
    ])
    expect(keys(bibtexFile([paper()], used))).toEqual(['lovelace2023lossesd'])
  })

  test('never gives a key twice, however many want it', () => {
    const titles = fc.array(fc.constantFrom('Losses', 'Lossesb', 'Losses 2', 'Lossesc'), { maxLength: 60 })
    fc.assert(
      fc.property(titles, (each) => {
        const given = keys(bibtexFile(each.map((title) => paper({ title }))))
        expect(given).toHaveLength(each.length)
        expect(new Set(given).size).toBe(given.length)
      })
    )
  })
})
