import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { readManifest, type BackupManifest } from '#main/storage/backup/manifest'

/** A backup in a library's folder. */
export interface Backup {
  /** The device that made it. */
  readonly device: string
  /** Of its manifest, without folders. */
  readonly name: string
  /** Its manifest's. */
  readonly path: string
  readonly manifest: BackupManifest
}

export interface BackupList {
  /** The newest first. */
  readonly backups: readonly Backup[]
  /** Manifests that are damaged. */
  readonly unreadable: readonly string[]
}

const manifestName = /^\d{4}-\d{2}-\d{2}T[\w-]+\.json$/

export function backupsFolder(folder: string, device: string): string {
  return join(folder, 'backups', device)
}

/** The backups of every device, in a library that itself need not be there any more. */
export async function listBackups(folder: string): Promise<BackupList> {
  const devices = await namesIn(join(folder, 'backups'))
  const lists = await Promise.all(
    devices.filter((name) => /^[\da-f]{16}$/.test(name)).map((device) => backupsOf(folder, device))
  )
  const backups = lists.flatMap((list) => list.backups)
  return { backups: newestFirst(backups), unreadable: lists.flatMap(({ unreadable }) => unreadable) }
}

/** Those of one device. */
export async function backupsOf(folder: string, device: string): Promise<BackupList> {
  const own = backupsFolder(folder, device)
  const backups: Backup[] = []
  const unreadable: string[] = []
  for (const name of await namesIn(own)) {
    if (!manifestName.test(name)) continue
    const path = join(own, name)
    const manifest = await readManifest(path)
    if (manifest === null) unreadable.push(path)
    else backups.push({ device, name, path, manifest })
  }
  return { backups: newestFirst(backups), unreadable }
}

/** A new manifest's name: when it was made, without what some file systems refuse. */
export function nameOfBackup(made: string): string {
  return `${made.replaceAll(/[:.]/g, '-')}.json`
}

export function madeAt({ manifest }: Backup): number {
  return Date.parse(manifest.made)
}

function newestFirst(backups: readonly Backup[]): Backup[] {
  return [...backups].sort((a, b) => madeAt(b) - madeAt(a) || (a.path < b.path ? 1 : -1))
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort()
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw cause
  }
}
