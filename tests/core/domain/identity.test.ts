import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { ArxivId } from '#core/domain/arxiv-id'
import { digestDay, digestIdentity, type ParsedDigest } from '#core/domain/digest'
import { canonicalEntry, type Entry } from '#core/domain/entry'

const full: Entry = {
  id: '2312.10854' as ArxivId,
  version: 2,
  kind: 'replacement',
  lines: [2, 12],
  repaired: 1,
  // Not in the order in which fields are written.
  fields: {
    abstract: 'One "quoted" word.\nTwo \\alpha, März.',
    title: 'A Title',
    authors: ['Ada Example', 'Bo Sample'],
    categories: ['cs.CV', 'cs.LG'],
    primaryCategory: 'cs.CV',
    classes: [],
    published: '2023-12-18T00:05:28Z',
    updated: '2023-12-19T00:05:28Z',
    doi: null,
    journal: 'Journal',
    comment: '5 pages',
    links: [{ kind: 'code', url: 'https://x.org' }]
  }
}
const poor: Entry = {
  id: 'math/0611800' as ArxivId,
  version: null,
  kind: 'new',
  lines: [16, 17],
  repaired: 0,
  fields: { title: 'B' }
}
const digest: ParsedDigest = {
  dialect: 'field-list',
  category: 'cs.CV',
  date: '2023-12-18',
  entries: [full, poor],
  problems: []
}

const keyOf = (of: ParsedDigest): string => {
  const hash = createHash('sha256')
  for (const piece of digestIdentity(of, canonicalEntry)) hash.update(piece)
  return hash.digest('hex')
}

// Libraries on disk hold these. If a test here fails, then every digest that anybody imported gets another identity:
// the code has to change, not the test.
describe('what libraries on disk rely on', () => {
  test('an entry is written in one form for ever', () => {
    expect(canonicalEntry(full)).toBe(
      '{"id":"2312.10854","version":2,"announced":"replacement","fields":{"title":"A Title",' +
        '"authors":["Ada Example","Bo Sample"],"primaryCategory":"cs.CV","categories":["cs.CV","cs.LG"],"classes":[],' +
        '"published":"2023-12-18T00:05:28Z","updated":"2023-12-19T00:05:28Z","doi":null,"journal":"Journal",' +
        '"comment":"5 pages","abstract":"One \\"quoted\\" word.\\nTwo \\\\alpha, März.",' +
        '"links":[{"kind":"code","url":"https://x.org"}]}}'
    )
    expect(canonicalEntry(poor)).toBe(
      '{"id":"math/0611800","version":null,"announced":"new","fields":{"title":"B"}}'
    )
  })

  test('a digest has one key for ever', () => {
    expect(keyOf(digest)).toBe('a26b030c95c16526c2e9d2510a5db30ee32dac990decee3e064a59acd282b784')
  })
})

describe('a digest’s identity', () => {
  test('does not depend on lines, repairs, dialect or problems', () => {
    const other: ParsedDigest = {
      ...digest,
      dialect: 'atom',
      entries: [{ ...full, lines: [1, 1], repaired: 0 }, poor],
      problems: [{ line: 1, reason: 'strayText', excerpt: 'x' }]
    }
    expect(keyOf(other)).toBe(keyOf(digest))
  })

  test('depends on category, date, and every entry in its order', () => {
    const others: ParsedDigest[] = [
      { ...digest, category: null },
      { ...digest, category: 'cs.LG' },
      { ...digest, date: null },
      { ...digest, date: '2023-12-19' },
      { ...digest, entries: [poor, full] },
      { ...digest, entries: [full] },
      { ...digest, entries: [full, poor, poor] },
      { ...digest, entries: [{ ...full, version: 3 }, poor] },
      { ...digest, entries: [{ ...full, kind: 'new' }, poor] },
      { ...digest, entries: [full, { ...poor, fields: { title: 'B', doi: null } }] }
    ]
    expect(new Set([digest, ...others].map(keyOf)).size).toBe(others.length + 1)
  })

  test('an entry is JSON that says what the entry says', () => {
    expect(JSON.parse(canonicalEntry(full))).toEqual({
      id: full.id,
      version: full.version,
      announced: full.kind,
      fields: full.fields
    })
  })

  test('a digest without date is shown under the day of its import', () => {
    expect(digestDay({ date: null, imported: '2026-11-21T23:59:59.999Z' })).toBe('2026-11-21')
    expect(digestDay({ date: '2023-12-18', imported: '2026-11-21T08:15:00.123Z' })).toBe('2023-12-18')
  })
})
