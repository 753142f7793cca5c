import type { Marks } from '#core/domain/marks'
import { makeBackup, type MadeBackup } from '#main/storage/backup/make-backup'
import { Segments } from '#main/storage/segments'
import { readStoredDigest } from '#main/storage/stored-digest'

/**
 * Backs a library up before its format is changed, without anything that is derived from it.
 *
 * @param device Whose backups it joins.
 * @param guard Called before everything that is written; throws where this process may not write any more.
 * @throws Failure as makeBackup does: then nothing may be migrated.
 */
export function backUpBeforeMigration(
  folder: string,
  device: string,
  guard?: () => void
): Promise<MadeBackup> {
  const papers = (marks: Marks): Promise<number> => countPapers(folder, marks)
  return makeBackup({ folder, device, why: 'migration', papers, ...(guard && { guard }) })
}

async function countPapers(folder: string, marks: Marks): Promise<number> {
  const papers = new Set<string>()
  const segments = new Segments(folder)
  try {
    for (const state of marks.digests()) {
      for (const place of state.present ? state.places : []) {
        const found = await readStoredDigest(segments, state, place)
        for (const { entry } of found?.entries ?? []) papers.add(entry.id)
      }
    }
  } finally {
    await segments.close()
  }
  return papers.size
}
