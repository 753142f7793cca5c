import { expect, test } from 'vitest'
import type { ArxivId } from '#core/domain/arxiv-id'
import type { EntryFields } from '#core/domain/entry'
import type { Announcement } from '#core/domain/merge'
import { versionChanges } from '#core/domain/version-changes'

const id = '2312.00001' as ArxivId

let digests = 0

function announced(version: number | null, fields: EntryFields): Announcement {
  const key = `d${digests++}`
  return {
    digest: {
      key,
      category: 'cs.CV',
      date: '2023-12-18',
      imported: '2023-12-19T00:00:00Z',
      dialect: 'field-list'
    },
    entry: { id, version, kind: 'new', lines: [1, 2], fields, repaired: 0 },
    position: 0
  }
}

test('Each side is merged from its own Entries', () => {
  const changes = versionChanges(
    [
      announced(3, { title: 'Third', comment: null }),
      announced(1, { title: 'First', abstract: 'Once.', authors: ['A', 'B'], comment: '5 pages' }),
      announced(2, { title: 'Second' }),
      announced(2, { abstract: 'Twice.' })
    ],
    1
  )
  expect(changes).toEqual({
    from: 1,
    to: 3,
    fields: [
      { field: 'title', before: 'First', now: 'Third', cut: false },
      { field: 'authors', before: 'A, B', cut: false },
      { field: 'comment', before: '5 pages', now: null, cut: false },
      { field: 'abstract', before: 'Once.', now: 'Twice.', cut: false }
    ]
  })
})

test('An Entry without a version counts as an early one', () => {
  const changes = versionChanges([announced(null, { title: 'Old' }), announced(2, { title: 'New' })], 1)
  expect(changes).toMatchObject({ from: null, to: 2, fields: [{ before: 'Old', now: 'New' }] })
})

test('Where no Entry of the earlier version is left, there is only what is now', () => {
  const changes = versionChanges([announced(2, { title: 'New' })], 1)
  expect(changes).toEqual({ from: null, to: 2, fields: [{ field: 'title', now: 'New', cut: false }] })
})

test('Where nothing newer is there, nothing is now', () => {
  expect(versionChanges([announced(2, { title: 'T' })], 2)).toMatchObject({
    from: 2,
    to: 2,
    fields: [{ before: 'T' }]
  })
  expect(versionChanges([], 2)).toEqual({ from: null, to: null, fields: [] })
})

test('Only the beginnings of long texts are compared', () => {
  const [field] = versionChanges(
    [announced(1, { abstract: 'short' }), announced(2, { abstract: 'x'.repeat(1_000_000) })],
    1
  ).fields
  expect(field).toMatchObject({ before: 'short', cut: true })
  expect(field?.now).toHaveLength(20_000)
})
