import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Digest } from '#core/domain/digest'
import { DigestTable, type CatalogDigest } from '#main/storage/digest-table'

const hash = (number: number): string => number.toString(16).padStart(64, '0')

function known(key: number, bytes: number, present: boolean): CatalogDigest {
  const digest: Digest = {
    key: hash(key),
    bytes: hash(bytes),
    part: 0,
    parts: 1,
    dialect: 'field-list',
    parser: 2,
    category: 'cs.CV',
    date: '2023-12-18',
    source: 'day.md',
    imported: '2023-12-18T08:00:00.000Z',
    entries: 1,
    papers: 1,
    repaired: 0,
    problems: []
  }
  const place = { device: 'd', file: 'entries/1.jsonl', offset: 0, length: 1, source: [1, 1] as const }
  return { digest, place, present }
}

const small = fc.nat(5)
const changes = fc.array(fc.tuple(small, small, fc.boolean()), { maxLength: 12 })

test('Digests of the same bytes are those that a look through all finds, however the table came about', () => {
  fc.assert(
    fc.property(changes, changes, fc.nat(12), (stored, later, asked) => {
      const file = new DigestTable()
      for (const change of stored) file.set(known(...change))
      const table = new DigestTable(file.columns())
      const expectSame = (): void => {
        for (let bytes = 0; bytes <= 6; bytes++) {
          const all = table.all().filter(({ digest }) => digest.bytes === hash(bytes))
          const byKey = (a: CatalogDigest, b: CatalogDigest): number =>
            a.digest.key.localeCompare(b.digest.key)
          expect(table.ofBytes(hash(bytes)).sort(byKey)).toEqual(all.sort(byKey))
        }
      }
      for (const [at, change] of later.entries()) {
        if (at === asked) expectSame()
        table.set(known(...change))
      }
      expectSame()
    })
  )
})
