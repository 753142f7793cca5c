import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dialects } from '#core/digest/dialects'
import { hasOthers } from '#core/domain/authors'
import { dialectNames, dialectRank } from '#core/domain/dialect-name'
import type { ParsedDigest } from '#core/domain/digest'
import { mergePaper, type Announcement } from '#core/domain/merge'
import { fieldNames } from '#core/domain/paper'
import { dialectFixtures } from '../../support/dialect-fixtures'
import { onlyDigest, parseBytes, parseText } from '../support/digests'

const fixtures = dialectFixtures()
/** What stands above the records in those that have a heading. */
const headings: Readonly<Record<string, RegExp>> = {
  'arxiv-email.txt': /^Date: .*\nSubject: .*\n/,
  'chinese-daily.md': /^# .*\n/,
  'field-list.md': /^# .*\n/,
  'new-submissions.md': /^# .*\n/,
  'numbered-list.md': /^# .*\n/,
  'table.md': /^## Updated on .*\n/m,
  'ai-enhanced.md': /^[^#]*# Table of Contents\n/
}

/** What is to be found in each of them: the dialect, the category, the date and the papers with kind and version. */
const expected: Readonly<Record<string, readonly [string, string | null, string | null, readonly string[]]>> =
  {
    'ai-enhanced.jsonl': ['ai-enhanced', null, null, ['2311.01234 new', '2310.09876 new']],
    'ai-enhanced.md': ['ai-enhanced', null, null, ['2311.01234 new', '2311.04567 new']],
    'arxiv-email.txt': [
      'arxiv-email',
      'cs.CV',
      '2023-11-06',
      ['2311.01234 new', '2311.04567 cross-list', '2310.09876 replacement']
    ],
    'atom.xml': [
      'atom',
      'cs.CV',
      '2023-11-07',
      ['2311.01234v1 new', '2310.09876v3 new', 'math/0611800v2 new']
    ],
    'chinese-daily.md': [
      'chinese-daily',
      'cs.CV, eess.IV',
      null,
      ['2311.01234v1 new', '2310.09876v3 replacement']
    ],
    'field-list.md': [
      'field-list',
      'cs.CV',
      '2023-11-06',
      ['2311.01234v1 new', '2311.04567v2 new', '2310.09876v1 new']
    ],
    'new-submissions.md': [
      'new-submissions',
      null,
      '2023-11-06',
      ['2311.01234 new', '2311.04567 new', '2311.01234 new']
    ],
    'numbered-list.md': [
      'numbered-list',
      'cs.CV',
      '2023-11-06',
      ['2311.04567 new', '2311.01234 new', '2310.09876 new']
    ],
    'rss.xml': [
      'rss',
      'cs.CV',
      '2023-11-06',
      ['2311.01234v1 new', '2311.04567v2 cross-list', '2310.09876v3 replacement']
    ],
    'table.md': [
      'table',
      null,
      '2023-11-07',
      ['2311.01234v1 new', '2311.04567v2 new', '2310.09876v3 new', '2311.01234v1 new']
    ]
  }

function papersOf({ entries }: ParsedDigest): string[] {
  return entries.map(({ id, version, kind }) => `${id}${version === null ? '' : `v${version}`} ${kind}`)
}

/** What is the same in every way of writing a file down: all but places and how much was repaired. */
function contentOf(digests: readonly ParsedDigest[]): unknown {
  return digests.map(({ dialect, category, date, entries, problems }) => [
    ...[dialect, category, date],
    entries.map(({ id, version, kind, fields }) => [id, version, kind, fields]),
    problems.map(({ reason }) => reason)
  ])
}

/** Every entry of every fixture, as if each of them had been imported. */
const announcements: readonly Announcement[] = fixtures.flatMap(({ name, text }) =>
  parseText(text).flatMap(({ dialect, category, date, entries }) =>
    entries.map((entry, position) => ({
      digest: { key: name, dialect, category, date, imported: '2026-11-21T08:15:00.000Z' },
      entry,
      position
    }))
  )
)
const ids = [...new Set(announcements.map(({ entry }) => entry.id))]

describe('every dialect', () => {
  test('that a paper can come from has a parser, and a fixture, but for bare ids', () => {
    const names = dialectNames.filter((name) => name !== 'ids-only')
    expect(dialects.map(({ name }) => name).sort()).toEqual([...names].sort())
    expect(Object.keys(expected).sort()).toEqual(fixtures.map(({ name }) => name))
    expect(new Set(fixtures.map(({ text }) => onlyDigest(text).dialect))).toEqual(new Set(names))
  })

  test.each(fixtures)('reads $name, with nothing to complain of', ({ name, text }) => {
    const digest = onlyDigest(text)
    expect([digest.dialect, digest.category, digest.date, papersOf(digest)]).toEqual(expected[name])
    expect(digest.problems).toEqual([])
    for (const { fields } of digest.entries) expect(fields.title).toMatch(/\S/)
  })

  test.each(fixtures)('names the lines of each paper in $name', ({ text }) => {
    const lines = text.split('\n')
    for (const { id, lines: at } of onlyDigest(text).entries)
      expect(lines.slice(at[0] - 1, at[1]).join('\n')).toContain(id)
  })

  test('says the same of the authors, whatever it writes them like', () => {
    for (const { entry, digest } of announcements)
      if (entry.id === '2311.01234' && entry.fields.authors !== undefined)
        expect([digest.key, entry.fields.authors]).toEqual([
          digest.key,
          digest.dialect === 'table' ? ['José Núñez', 'et al.'] : ['José Núñez', 'Péter Erdős', 'Ada Example']
        ])
  })
})

describe('a file', () => {
  const variants: readonly (readonly [string, (text: string) => Uint8Array])[] = [
    ['behind a byte order mark', (text) => Buffer.from(`\ufeff${text}`)],
    ['behind blank lines', (text) => Buffer.from(`\n\n  \n${text}`)],
    ['with carriage returns', (text) => Buffer.from(text.replaceAll('\n', '\r\n'))],
    ['in UTF-16', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['in UTF-16, the other way round', (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
    ['behind front matter', (text) => Buffer.from(`---\ntitle: "x"\n---\n\n${text}`)],
    ['with trailing spaces', (text) => Buffer.from(text.replaceAll('\n', '  \n'))],
    ['with one blank line instead of several', (text) => Buffer.from(text.replaceAll(/\n{3,}/g, '\n\n'))],
    ['with blank lines at the end', (text) => Buffer.from(`${text}\n\n\n`)],
    ['taken apart into letters and accents', (text) => Buffer.from(text.normalize('NFD'))]
  ]
  for (const [what, write] of variants)
    test.each(fixtures)(`${what} says the same: $name`, ({ text }) => {
      expect(contentOf(parseBytes(write(text)))).toEqual(contentOf(parseText(text)))
    })

  test.each(fixtures)('in Latin-1 says the same: $name', ({ text }) => {
    // Which lacks some of the letters.
    const latin = text.replaceAll('ő', 'ö').replaceAll(/[^\n\x20-\xff]/g, 'x')
    expect(contentOf(parseBytes(Buffer.from(latin, 'latin1')))).toEqual(contentOf(parseText(latin)))
  })

  test.each(fixtures.filter(({ name }) => name in headings))(
    'without its heading holds the same papers: $name',
    ({ name, text }) => {
      const heading = headings[name] ?? /$/
      expect(text).toMatch(heading)
      const digest = onlyDigest(text.replace(heading, ''))
      expect([digest.dialect, papersOf(digest)]).toEqual([expected[name]?.[0], expected[name]?.[3]])
    }
  )

  test('that holds two dialects, one after the other, is both', () => {
    for (const first of fixtures)
      for (const second of fixtures) {
        const digests = parseText(`${first.text}\n${second.text}`)
        const [a, b] = [onlyDigest(first.text), onlyDigest(second.text)]
        const together = digests.flatMap(({ dialect, entries }) => entries.map(({ id }) => [dialect, id]))
        expect(together, `${first.name}, ${second.name}`).toEqual(
          [a, b].flatMap(({ dialect, entries }) => entries.map(({ id }) => [dialect, id]))
        )
        // The words above a table belong to whatever stood before them.
        const strange = digests
          .flatMap(({ problems }) => problems)
          .filter(({ reason }) => reason !== 'strayText')
        expect(strange).toEqual([])
      }
  })
})

describe('papers of several dialects', () => {
  test('are the same in every order of arrival', () => {
    for (const id of ids) {
      const all = announcements.filter(({ entry }) => entry.id === id)
      fc.assert(
        fc.property(
          fc.shuffledSubarray(all, { minLength: 1 }),
          fc.infiniteStream(fc.nat()),
          (some, chance) => {
            const paper = mergePaper(id, some)
            const order = [...some].sort(() => chance.next().value % 2 || -1)
            expect(mergePaper(id, order)).toEqual(paper)
          }
        ),
        { numRuns: 100 }
      )
    }
  })

  test('lose no field to a poorer dialect, and none of what is known of the same version', () => {
    let compared = 0
    for (const rich of announcements)
      for (const poor of announcements) {
        if (rich.entry.id !== poor.entry.id) continue
        if (dialectRank(poor.digest.dialect) >= dialectRank(rich.digest.dialect)) continue
        const before = mergePaper(rich.entry.id, [rich])
        const after = mergePaper(rich.entry.id, [rich, poor])
        const newer = (poor.entry.version ?? 0) > (rich.entry.version ?? 0)
        for (const name of fieldNames) {
          if (before[name] === null) continue
          compared++
          const what = `${name} of ${rich.digest.key} with ${poor.digest.key}`
          if (newer) expect(after[name], what).not.toBeNull()
          // A list of categories may be completed behind the primary one, and one of authors that names some.
          else if (name === 'categories') expect(after.categories?.[0], what).toBe(before.categories?.[0])
          else if (name !== 'authors' || !hasOthers(before.authors ?? []))
            expect(after[name], what).toEqual(before[name])
        }
      }
    expect(compared).toBeGreaterThan(200)
  })
})
