import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Backup } from '#main/storage/backup/backup-list'
import { bytesIn } from '#main/storage/backup/manifest'
import { keptBackups, mostBackups } from '#main/storage/backup/rotation'

function backupOf(made: number, why: string, decisions: number, length: number): Backup {
  const holds = { decisions, digests: 0, papers: 0, read: 0, starred: 0, notes: 0, tags: 0 }
  const files = [{ path: 'devices/8b1f000000000001/journal-000001.jsonl', length, sha256: '', copy: '' }]
  const at = new Date(made).toISOString()
  return {
    device: '8b1f000000000001',
    name: `${at} ${why}`,
    path: '',
    manifest: { kind: 'backup', made: at, why, library: '', format: 1, holds, files }
  }
}

const day = 24 * 60 * 60 * 1000
const start = Date.UTC(2024, 0, 1)
/** Made at any hours of some months, and with a clock that goes back. */
const backup = fc
  .tuple(
    fc.integer({ min: 0, max: 100 * 24 }),
    fc.constantFrom('daily', 'asked', 'migration', 'restore', 'ofLater'),
    fc.nat(50),
    fc.nat(50)
  )
  .map(([hour, why, decisions, length]) => backupOf(start + (hour * day) / 24, why, decisions, length))

test('whatever is made in whatever order, few are kept, and the newest and the fullest are among them', () => {
  fc.assert(
    fc.property(fc.array(backup, { minLength: 1, maxLength: 120 }), (made) => {
      let staying: Backup[] = []
      for (const each of made) {
        staying = [each, ...staying]
        const kept = keptBackups(staying)
        staying = staying.filter((one) => kept.has(one))
      }
      expect(staying.length).toBeLessThanOrEqual(mostBackups)
      const most = (size: (one: Backup) => number, among: readonly Backup[]): number =>
        Math.max(...among.map(size))
      for (const size of [
        (one: Backup) => Date.parse(one.manifest.made),
        (one: Backup) => one.manifest.holds.decisions,
        (one: Backup) => bytesIn(one.manifest)
      ])
        expect(most(size, staying)).toBe(most(size, made))
    })
  )
})

test('a year of days leaves the last seven and one of each of the weeks before', () => {
  let staying: Backup[] = []
  for (let n = 0; n < 365; n++) {
    staying = [backupOf(start + n * day, 'daily', n, n), ...staying]
    const kept = keptBackups(staying)
    staying = staying.filter((one) => kept.has(one))
  }
  const ages = staying.map(({ manifest }) => 364 - (Date.parse(manifest.made) - start) / day)
  expect(ages.slice(0, 7)).toEqual([0, 1, 2, 3, 4, 5, 6])
  expect(ages.length).toBeGreaterThanOrEqual(9)
  expect(ages.at(-1)).toBeGreaterThan(14)
})
