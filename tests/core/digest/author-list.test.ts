import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { splitAuthors } from '#core/digest/repair/author-list'
import { Repair } from '#core/digest/repair/repair'
import { andOthers } from '#core/domain/authors'

describe('splitAuthors', () => {
  test.each([
    ['', []],
    [' , ;, and & ', []],
    ['Ada Example', ['Ada Example']],
    ['A. One, B. Two and C. Three', ['A. One', 'B. Two', 'C. Three']],
    ['A. One, B. Two, and C. Three', ['A. One', 'B. Two', 'C. Three']],
    ['A. One & B. Two; C. Three', ['A. One', 'B. Two', 'C. Three']],
    ['and A. One', ['A. One']],
    ['Andrea Sand, Fernand Anders', ['Andrea Sand', 'Fernand Anders']],
    ['A.One,B.Two', ['A.One', 'B.Two']],
    ['J.\\,P. One, B.\\;Two', ['J.\\,P. One', 'B.\\;Two']],
    ['A. One\tand\tB. Two', ['A. One', 'B. Two']]
  ])('separates the names of %j', (list, names) => {
    expect(splitAuthors(list)).toEqual(names)
  })

  test.each([
    ['A. One (Uni, Town) and B. Two (Uni)', ['A. One', 'B. Two']],
    ['A. One (1), B. Two (2,3) ((1) IAS, (2) Uni (North and South), (3) Lab)', ['A. One', 'B. Two']],
    ['(Uni)', []],
    ['A. One (Uni) Two', ['A. One  Two']],
    ['A. One), B. Two', ['A. One)', 'B. Two']],
    ['A. One (Uni, B. Two', ['A. One (Uni', 'B. Two']],
    ['A. One (1), B. Two ((1) Uni, C', ['A. One', 'B. Two ((1) Uni', 'C']]
  ])('leaves out what stands in brackets that close: %j', (list, names) => {
    expect(splitAuthors(list)).toEqual(names)
  })

  test.each([
    'A. One et al.',
    'A. One, et al',
    'A. One et.al.',
    'A. One et. al.',
    'A. One ET AL',
    'A. One and others',
    'A. One, et al. (84 additional authors not shown)',
    'et al., A. One'
  ])('reads others who are not named, once and last: %j', (list) => {
    expect(splitAuthors(list)).toEqual(['A. One', andOthers])
  })

  test('takes no name for others that only ends like it', () => {
    expect(splitAuthors('Janet Al, Others Two, Met Alonso')).toEqual(['Janet Al', 'Others Two', 'Met Alonso'])
  })

  const pieces = fc.constantFrom(
    ...[
      '(',
      ')',
      ',',
      ';',
      ' and ',
      '&',
      ' ',
      ' et al.',
      'et.al.',
      'others',
      '\\',
      '\\,',
      '~',
      '{',
      '}',
      'A',
      'é',
      '\n'
    ]
  )
  const lists = fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join(''))

  test('never throws, and answers no empty names, nor ones with spaces around them', () => {
    fc.assert(
      fc.property(lists, (list) => {
        const names = splitAuthors(list)
        for (const name of names) expect([name, name.trim()]).toEqual([name, name || 'empty'])
        expect(names.indexOf(andOthers)).toBeOneOf([-1, names.length - 1])
        for (const name of new Repair().authors(list)) expect(name).toMatch(/\S/)
      })
    )
  })

  test('gives back the names that a list is made of, with or without affiliations', () => {
    const name = fc.stringMatching(/^[A-Z]\. [A-Z][a-z]{1,8}$/)
    const affiliation = fc.constantFrom('', ' (Uni)', ' (1,2)', ' (Uni, Town (North) and Lab)')
    fc.assert(
      fc.property(fc.array(fc.tuple(name, affiliation), { minLength: 1, maxLength: 8 }), (authors) => {
        const written = authors.map(([author, place]) => author + place)
        const last = written.pop() ?? ''
        const list = written.length === 0 ? last : `${written.join(', ')} and ${last}`
        expect(splitAuthors(list)).toEqual(authors.map(([author]) => author))
      })
    )
  })

  test.each(['(', ')', '()', '((1) ', ',', ' and ', '&', 'a, ', ' et al.', ' ', '\\,', 'a (', 'et '])(
    'takes no longer for many of %j than their number asks for',
    (piece) => {
      const time = (size: number): number => {
        const list = piece.repeat(size / piece.length)
        const started = performance.now()
        splitAuthors(list)
        return performance.now() - started
      }
      const few = time(64 * 1024)
      expect(time(256 * 1024)).toBeLessThanOrEqual(Math.max(150, 12 * few))
    }
  )
})

describe('names with accents in TeX', () => {
  /** As TeX has them and as people write them: braces in any order, and spaces where none belong. */
  const written: readonly (readonly [name: string, ...forms: string[]])[] = [
    [
      'Poincaré',
      "Poincar\\'e",
      "Poincar\\'{e}",
      "Poincar{\\'e}",
      "Poincar{\\'{e}}",
      "Poincar\\' e",
      "Poincar{\\'}e"
    ],
    [
      'Gödel',
      'G\\"odel',
      'G\\"{o}del',
      'G{\\"o}del',
      'G{\\"{o}}del',
      'G\\" odel',
      'G\\"{}odel',
      'G\\"{ o }del'
    ],
    ['Erdős', 'Erd\\H{o}s', 'Erd\\H os', 'Erd{\\H o}s', 'Erd{\\H{o}}s', 'Erd\\H {o}s', 'Erd{\\H}os'],
    ['Špan', '\\v{S}pan', '\\v Span', '{\\v S}pan', '{\\v{S}}pan'],
    ['Şahin', '\\c{S}ahin', '\\c Sahin', '{\\c S}ahin'],
    ['Måns', 'M{\\aa}ns', 'M\\aa{}ns', 'M\\aa ns', 'M{\\aa }ns', 'M\\r{a}ns', 'M{\\r a}ns'],
    ['Øre', '\\O{}re', '{\\O}re', '\\O re'],
    ['Sørås', 'S{\\o}r{\\aa}s', 'S\\o{}r\\aa{}s', 'S\\o r\\aa s'],
    ['Michał', 'Micha\\l', 'Micha{\\l}', 'Micha\\l{}'],
    ['Weiß', 'Wei\\ss', 'Wei{\\ss}', 'Wei\\ss{}'],
    [
      'Petrlík',
      "Petrl\\'{\\i}k",
      "Petrl{\\'\\i}k",
      "Petrl\\'\\i k",
      "Petrl\\' ik",
      "Petrl\\'{i}k",
      "Petrl{\\'{\\i}}k"
    ],
    ['Núñez', "N\\'u\\~nez", "N{\\'u}{\\~n}ez", "N\\'{u}\\~{n}ez"],
    ['Brâncuşi', 'Br\\^ancu\\c{s}i', 'Br{\\^a}ncu{\\c s}i'],
    ['Băsescu', 'B\\u{a}sescu', 'B\\u asescu', 'B{\\u a}sescu'],
    ['Żak', '\\.Zak', '\\.{Z}ak', '{\\.Z}ak'],
    ['Dąbek', 'D\\k{a}bek', 'D\\k abek', 'D{\\k a}bek'],
    ['Růžek', 'R\\r{u}\\v{z}ek', 'R{\\r u}{\\v z}ek'],
    ['Ōe', '\\=Oe', '\\={O}e', '{\\=O}e'],
    ['Nguyễn', 'Nguy\\~{\\^e}n', 'Nguy{\\~{\\^e}}n', 'Nguy\\~{\\^{e}}n']
  ]
  const forms = written.flatMap(([name, ...each]) => each.map((form) => [form, name] as const))

  test.each(forms)('%s', (form, name) => {
    for (const read of [
      (repair: Repair) => repair.authors(`Ada~B. ${form} (Uni), ${form} and Bo~${form}`),
      (repair: Repair) => repair.names([`Ada~B. ${form}`, form, `Bo~${form}`])
    ]) {
      const repair = new Repair()
      expect(read(repair)).toEqual([`Ada B. ${name}`, name, `Bo ${name}`])
      expect(repair.changed).toBe(1)
    }
  })

  test('and small spaces of TeX between initials', () => {
    expect(new Repair().authors('J.\\,P. One and B.~C.\\ Two')).toEqual(['J. P. One', 'B. C. Two'])
  })
})
