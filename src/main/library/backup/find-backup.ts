import { open, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { archiveKind, tarBlock } from '#core/archive-kind'
import { Failure } from '#core/failure'
import { localMoment } from '#core/words/moment'
import { openBackup, type BackupContents } from '#main/library/backup/contents'
import { openLibraryArchive } from '#main/library/backup/library-archive'
import type { LibraryLocation } from '#main/library/open-library'
import { listBackups } from '#main/storage/backup/backup-list'

/**
 * The backup that somebody names: by the path of a list or of an archive, or by when it was made (`2026-11-21` or
 * `2026-11-21 08:15`, in local time; of several the newest), or by its list's name alone. The library need not be there.
 *
 * @throws Failure `noBackup`, `backupDamaged`
 */
export async function findBackup(
  { folder, directories }: LibraryLocation,
  asked: string
): Promise<BackupContents> {
  const path = resolve(asked)
  if (await isFile(path)) return openNamed(path, resolve(folder), directories.cache)
  const { backups } = await listBackups(resolve(folder))
  const found = backups.find(
    ({ name, manifest }) => name === asked || localMoment(manifest.made).startsWith(asked)
  )
  if (found === undefined || asked.length < '2026-01-01'.length)
    throw new Failure('noBackup', { name: asked })
  const contents = await openBackup(found.path, found.name)
  if (contents === null) throw new Failure('backupDamaged', { file: found.path })
  return contents
}

async function openNamed(path: string, folder: string, scratch: string): Promise<BackupContents> {
  if (archiveKind(await beginningOf(path)) !== null) return openLibraryArchive(path, scratch)
  const { backups } = await listBackups(folder)
  const own = backups.find((backup) => backup.path === path)
  const contents = await openBackup(path, own?.name ?? null)
  if (contents === null) throw new Failure('backupDamaged', { file: path })
  return contents
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isFile(),
    () => false
  )
}

async function beginningOf(path: string): Promise<Buffer> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(tarBlock), 0, tarBlock, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
