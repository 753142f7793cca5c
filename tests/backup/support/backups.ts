import { openBackup, type BackupContents } from '#main/library/backup/contents'
import { listBackups, type Backup } from '#main/storage/backup/backup-list'

/** A backup of the list as something to go back to. */
export async function contentsOfBackup({
  path,
  name
}: Pick<Backup, 'path' | 'name'>): Promise<BackupContents> {
  const contents = await openBackup(path, name)
  if (contents === null) throw new Error(`${path} is no backup.`)
  return contents
}

/** The newest one in a library's folder. */
export async function newestBackup(folder: string): Promise<Backup> {
  const [newest] = (await listBackups(folder)).backups
  if (newest === undefined) throw new Error('There is no backup.')
  return newest
}
