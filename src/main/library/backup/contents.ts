import { dirname, join } from 'node:path'
import { hashOfFile } from '#main/storage/backup/blocks'
import { readManifest, type BackupFile, type BackupManifest } from '#main/storage/backup/manifest'

/** A backup that can be gone back to. */
export interface BackupContents {
  readonly manifest: BackupManifest
  /** Of its manifest, where it stands in a library's folder. */
  readonly name: string | null
  /** Where the bytes of one of its files are. */
  readonly pathOf: (file: BackupFile) => string
  /** Whether that file is as it was when the backup was made. */
  readonly isSound: (file: BackupFile) => boolean
  readonly close: () => Promise<void>
}

/** Reads back all that a manifest names; null where the file is no manifest. */
export async function openBackup(path: string, name: string | null): Promise<BackupContents | null> {
  const manifest = await readManifest(path)
  if (manifest === null) return null
  const pathOf = ({ copy }: BackupFile): string => join(dirname(path), copy)
  return contentsOf(manifest, name, pathOf, () => Promise.resolve())
}

export async function contentsOf(
  manifest: BackupManifest,
  name: string | null,
  pathOf: BackupContents['pathOf'],
  close: BackupContents['close']
): Promise<BackupContents> {
  const sound = new Set<BackupFile>()
  for (const file of manifest.files)
    if ((await hashOfFile(pathOf(file), file.length)) === file.sha256) sound.add(file)
  return { manifest, name, pathOf, isSound: (file) => sound.has(file), close }
}
