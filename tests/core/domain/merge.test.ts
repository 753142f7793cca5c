import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ArxivId } from '#core/domain/arxiv-id'
import { andOthers, hasOthers } from '#core/domain/authors'
import { digestDay } from '#core/domain/digest'
import { dialectNames, dialectRank } from '#core/domain/dialect-name'
import type { Entry, EntryFields } from '#core/domain/entry'
import { byAnnouncement, firstAnnouncement, mergePaper, type Announcement } from '#core/domain/merge'
import { fieldNames, type PaperFields } from '#core/domain/paper'

const id = '2312.10854' as ArxivId

/** A value, null (there is none), or left out (the dialect cannot know). */
function field<T>(...values: T[]): fc.Arbitrary<T | null | undefined> {
  return fc.constantFrom(...values, null, undefined)
}

const fieldValues = fc
  .record({
    title: field('T1', 'T2'),
    authors: field<readonly string[]>(['A'], ['A', 'B'], ['A', andOthers]),
    primaryCategory: field('cs.CV', 'cs.LG'),
    categories: field<readonly string[]>(['cs.CV'], ['cs.LG', 'cs.CV'], ['stat.ML']),
    classes: field<readonly string[]>([], ['68T45']),
    published: field('2023-12-18T00:05:28Z'),
    updated: field('2023-12-18T00:05:28Z', '2024-01-01T00:00:00Z'),
    doi: field('10.1/x'),
    comment: field('c1', 'c2'),
    abstract: field('a1', 'a2'),
    links: field<PaperFields['links']>([{ kind: 'code', url: 'https://x.org' }])
  })
  .map(
    (fields) =>
      Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as EntryFields
  )

const entries: fc.Arbitrary<Entry> = fc.record({
  id: fc.constant(id),
  version: fc.constantFrom(null, 1, 2),
  kind: fc.constantFrom('new', 'cross-list', 'replacement'),
  lines: fc.constant<[number, number]>([1, 2]),
  fields: fieldValues,
  repaired: fc.constant(0)
})

/** Five digests, two of one date, two without: whatever names one of them says the same of it. */
const digests: readonly Announcement['digest'][] = [
  {
    key: 'b1',
    category: 'cs.CV',
    date: '2023-12-18',
    imported: '2026-01-02T00:00:00.000Z',
    dialect: 'field-list'
  },
  {
    key: 'a1',
    category: 'cs.LG',
    date: '2023-12-18',
    imported: '2026-01-01T00:00:00.000Z',
    dialect: 'numbered-list'
  },
  { key: 'c1', category: null, date: '2024-02-01', imported: '2026-01-03T00:00:00.000Z', dialect: 'atom' },
  { key: 'd1', category: null, date: null, imported: '2026-01-05T00:00:00.000Z', dialect: 'rss' },
  { key: 'e1', category: 'cs.CV', date: null, imported: '2023-12-18T09:00:00.000Z', dialect: 'field-list' }
]

/** Of one digest and one place in it there is one entry. */
const announcements: fc.Arbitrary<Announcement[]> = fc.uniqueArray(
  fc.record({ digest: fc.constantFrom(...digests), entry: entries, position: fc.nat(3) }),
  { selector: ({ digest, position }) => `${digest.key} ${position}`, minLength: 1, maxLength: 8 }
)

const shuffled = announcements.chain((list) =>
  fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))
)

function permutations<T>(list: readonly T[]): T[][] {
  if (list.length <= 1) return [[...list]]
  return list.flatMap((each, index) =>
    permutations([...list.slice(0, index), ...list.slice(index + 1)]).map((rest) => [each, ...rest])
  )
}

function announce(
  digest: Partial<Announcement['digest']>,
  entry: Partial<Entry>,
  position = 0
): Announcement {
  return {
    digest: {
      key: 'k',
      category: 'cs.CV',
      date: '2023-12-18',
      imported: '2026-01-01T00:00:00.000Z',
      dialect: 'field-list',
      ...digest
    },
    entry: { id, version: 1, kind: 'new', lines: [1, 2], fields: {}, repaired: 0, ...entry },
    position
  }
}

describe('mergePaper', () => {
  test('makes the same paper of entries in every order', () => {
    fc.assert(
      fc.property(
        announcements.map((list) => list.slice(0, 5)),
        (list) => {
          const paper = mergePaper(id, list)
          for (const order of permutations(list)) expect(mergePaper(id, order)).toEqual(paper)
        }
      ),
      { numRuns: 60 }
    )
    fc.assert(
      fc.property(shuffled, ([list, order]) => {
        expect(mergePaper(id, order)).toEqual(mergePaper(id, list))
      }),
      { numRuns: 500 }
    )
  })

  test('makes the same paper where the same digest was imported on two devices', () => {
    fc.assert(
      fc.property(announcements, (list) => {
        const again = list.map((each) => ({ ...each, digest: { ...each.digest } }))
        expect(mergePaper(id, [...list, ...again])).toEqual(mergePaper(id, list))
      })
    )
  })

  test('leaves the list that it is given as it is', () => {
    fc.assert(
      fc.property(announcements, (list) => {
        const before = [...list]
        mergePaper(id, list)
        expect(list).toEqual(before)
      })
    )
  })

  test('takes every field from an entry that carries it, and from one of the highest version that does', () => {
    fc.assert(
      fc.property(announcements, (list) => {
        const paper = mergePaper(id, list)
        for (const name of fieldNames) {
          // The primary category is put before the others, wherever they come from.
          if (name === 'categories') continue
          const all = list.filter(({ entry }) => entry.fields[name] !== undefined)
          const whole = all.filter(
            ({ entry }) => name !== 'authors' || !hasOthers(entry.fields.authors ?? [])
          )
          const carrying = whole.length > 0 ? whole : all
          const highest = Math.max(...carrying.map(({ entry }) => entry.version ?? 0))
          const values = carrying
            .filter(({ entry }) => (entry.version ?? 0) === highest)
            .map(({ entry }) => entry.fields[name])
          if (carrying.length === 0) expect(paper[name]).toBeNull()
          else expect(values).toContainEqual(paper[name])
        }
      }),
      { numRuns: 300 }
    )
  })

  test('of a part and the rest makes a paper whose every field is of one of the two', () => {
    // A maximum over a set is the maximum of the maxima of its parts: that is what makes merging associative.
    fc.assert(
      fc.property(announcements, fc.nat(8), (list, cut) => {
        const [some, others] = [list.slice(0, cut), list.slice(cut)]
        fc.pre(some.length > 0 && others.length > 0)
        const [whole, first, second] = [mergePaper(id, list), mergePaper(id, some), mergePaper(id, others)]
        for (const name of fieldNames)
          if (name !== 'categories') expect([first[name], second[name]]).toContainEqual(whole[name])
        expect(whole.version).toBe(Math.max(first.version ?? 0, second.version ?? 0) || null)
        expect([first.announced, second.announced].sort()[0]).toBe(whole.announced)
      }),
      { numRuns: 500 }
    )
  })

  test('believes a higher version, then a later update, then a value, a richer dialect and a later date', () => {
    const update = { updated: '2024-01-01T00:00:00Z' }
    const ladder: Announcement[] = [
      announce({ key: '1', dialect: 'numbered-list' }, { version: null, fields: { comment: 'no version' } }),
      announce({ key: '2', dialect: 'atom' }, { version: 1, fields: { comment: null } }),
      announce({ key: '3', dialect: 'numbered-list' }, { version: 1, fields: { comment: 'poor' } }),
      announce({ key: '4', dialect: 'rss' }, { version: 1, fields: { comment: 'richer' } }),
      announce(
        { key: '5', dialect: 'rss', date: '2024-01-01' },
        { version: 1, fields: { comment: 'later' } }
      ),
      announce({ key: '6', dialect: 'table' }, { version: 1, fields: { comment: null, ...update } }),
      announce({ key: '7', dialect: 'table' }, { version: 1, fields: { comment: 'updated', ...update } }),
      announce({ key: '8', dialect: 'ids-only' }, { version: 2, fields: { comment: null } })
    ]
    ladder.forEach((each, index) => {
      const paper = mergePaper(id, ladder.slice(0, index + 1).reverse())
      expect(paper.comment, `step ${index}`).toBe(each.entry.fields.comment)
    })
  })

  test('between equals decides by what they say, not by who came first', () => {
    const [a, b] = [
      announce({ key: '1' }, { fields: { title: 'A' } }),
      announce({ key: '2' }, { fields: { title: 'B' } })
    ]
    expect(mergePaper(id, [a, b]).title).toBe('B')
    expect(mergePaper(id, [b, a]).title).toBe('B')
  })

  test('never lets the day of an import decide which value holds', () => {
    const dated = announce({ key: '1', date: '2023-12-18' }, { fields: { title: 'A' } })
    const undated = announce({ key: '2', date: null }, { fields: { title: 'B' } })
    expect(mergePaper(id, [dated, undated]).title).toBe('A')
  })

  test('lets a numbered list complete a paper but take nothing from it', () => {
    const rich = announce(
      { key: '1' },
      { version: 1, fields: { title: 'Rich', comment: null, updated: '2023-12-18' } }
    )
    const poor = announce(
      { key: '2', dialect: 'numbered-list', date: '2024-01-01' },
      { version: null, fields: { title: 'Poor', abstract: 'Text.' } }
    )
    for (const order of [
      [rich, poor],
      [poor, rich]
    ])
      expect(mergePaper(id, order)).toMatchObject({
        title: 'Rich',
        comment: null,
        abstract: 'Text.',
        version: 1
      })
  })

  test('prefers all authors to the first ones and others, and a whole abstract, whatever the versions', () => {
    const whole = announce({ key: '1' }, { version: 1, fields: { authors: ['A', 'B', 'C'] } })
    const some = announce(
      { key: '2', dialect: 'table' },
      { version: 3, fields: { authors: ['A', andOthers] } }
    )
    for (const order of [
      [whole, some],
      [some, whole]
    ])
      expect(mergePaper(id, order)).toMatchObject({ authors: ['A', 'B', 'C'], version: 3 })
    expect(mergePaper(id, [some]).authors).toEqual(['A', andOthers])
    const begun = announce({ key: '3', dialect: 'rss' }, { version: 2, fields: { abstract: 'It begins …' } })
    const ended = announce(
      { key: '4', dialect: 'table' },
      { version: null, fields: { abstract: 'It ends.' } }
    )
    expect(mergePaper(id, [begun, ended]).abstract).toBe('It ends.')
    expect(mergePaper(id, [begun]).abstract).toBe('It begins …')
  })

  test('keeps every field of a paper when a poorer dialect of no known version comes', () => {
    const poorer = fc.record({ title: field('P1'), abstract: field('P2') }).map((fields): EntryFields => {
      return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
    })
    fc.assert(
      fc.property(announcements, poorer, (list, fields) => {
        const versioned = list.map((each) => ({
          ...each,
          entry: { ...each.entry, version: each.entry.version ?? 1 }
        }))
        const before = mergePaper(id, versioned)
        const late = announce(
          { key: 'zz', dialect: 'numbered-list', date: '2030-01-01' },
          { version: null, fields }
        )
        const after = mergePaper(id, [...versioned, late])
        for (const name of fieldNames) if (before[name] !== null) expect(after[name]).toEqual(before[name])
        expect([after.version, after.announced]).toEqual([before.version, before.announced])
      })
    )
  })

  test('knows the highest version that any entry names, or none', () => {
    const versions = (...list: (number | null)[]): Announcement[] =>
      list.map((version, index) => announce({ key: String(index) }, { version }))
    expect(mergePaper(id, versions(null, 2, 1)).version).toBe(2)
    expect(mergePaper(id, versions(null, null)).version).toBeNull()
  })

  test('puts the primary category first, wherever the others come from', () => {
    const primary = announce({ key: '1', dialect: 'atom' }, { fields: { primaryCategory: 'cs.LG' } })
    const all = announce({ key: '2' }, { fields: { categories: ['cs.CV', 'cs.LG'] } })
    expect(mergePaper(id, [primary, all]).categories).toEqual(['cs.LG', 'cs.CV'])
    expect(mergePaper(id, [primary]).categories).toEqual(['cs.LG'])
    expect(mergePaper(id, [all]).categories).toEqual(['cs.CV', 'cs.LG'])
  })
})

describe('announcement', () => {
  test('is the date of the earliest digest, and no replacement moves it', () => {
    const first = announce({ key: '1', date: '2023-12-18' }, {})
    const later = announce({ key: '2', date: '2024-01-01' }, { version: 2, kind: 'replacement' })
    expect(mergePaper(id, [later, first])).toMatchObject({ announced: '2023-12-18', version: 2 })
  })

  test('of two digests with one date is the one with the smaller key', () => {
    const [a, b] = [announce({ key: 'aa' }, {}, 9), announce({ key: 'ab' }, {}, 1)]
    expect(firstAnnouncement([b, a])).toBe(a)
    expect([b, a].sort(byAnnouncement)).toEqual([a, b])
  })

  test('within a digest follows its own order', () => {
    const [a, b] = [announce({}, {}, 3), announce({}, {}, 12)]
    expect([b, a].sort(byAnnouncement)).toEqual([a, b])
  })

  test('lists every digest and kind of appearance once, earliest first', () => {
    fc.assert(
      fc.property(shuffled, ([list, order]) => {
        const { appearances, announced } = mergePaper(id, order)
        const expected = new Set(list.map(({ digest, entry }) => `${digest.key} ${entry.kind}`))
        expect(new Set(appearances.map(({ digest, kind }) => `${digest} ${kind}`))).toEqual(expected)
        expect(appearances).toHaveLength(expected.size)
        const dates = appearances.map(({ date }) => date)
        expect(dates).toEqual([...dates].sort())
        expect(announced).toBe(list.map(({ digest }) => digestDay(digest)).sort()[0])
        expect(appearances[0]?.date).toBe(announced)
      })
    )
  })

  test('tells of an appearance where it was, as what, and in which dialect', () => {
    const { appearances } = mergePaper(id, [
      announce(
        { key: '2', date: null, imported: '2026-11-21T08:15:00.123Z', category: null, dialect: 'rss' },
        { kind: 'cross-list' }
      ),
      announce({ key: '1' }, {})
    ])
    expect(appearances).toEqual([
      { digest: '1', category: 'cs.CV', date: '2023-12-18', dialect: 'field-list', kind: 'new' },
      { digest: '2', category: null, date: '2026-11-21', dialect: 'rss', kind: 'cross-list' }
    ])
  })
})

describe('dialectRank', () => {
  test('falls from the richest dialect to the poorest, unknown ones last', () => {
    const ranks = dialectNames.map(dialectRank)
    expect(ranks).toEqual([...ranks].sort((a, b) => b - a))
    expect(new Set(ranks).size).toBe(dialectNames.length)
    expect(dialectRank('of a later release')).toBeLessThan(Math.min(...ranks))
  })
})
