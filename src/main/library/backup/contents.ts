import { dirname, join } from 'node:path'
import { Failure } from '#core/failure'
import { hashOfFile } from '#main/storage/backup/blocks'
import { readManifest, type BackupFile, type BackupManifest } from '#main/storage/backup/manifest'
import { currentFormat } from '#main/storage/library-folder'

/** A backup that can be gone back to. */
export interface BackupContents {
  readonly manifest: BackupManifest
  /** Of its manifest, where it stands in a library's folder. */
  readonly name: string | null
  /** Where the bytes of one of its files are. */
  readonly pathOf: (file: BackupFile) => string
  /** Whether that file is as it was when the backup was made. */
  readonly isSound: (file: BackupFile) => Promise<boolean>
  readonly close: () => Promise<void>
}

/** Null where the file is no manifest. @throws Failure as contentsOf does. */
export async function openBackup(path: string, name: string | null): Promise<BackupContents | null> {
  const manifest = await readManifest(path)
  if (manifest === null) return null
  const pathOf = ({ copy }: BackupFile): string => join(dirname(path), copy)
  return contentsOf(manifest, name, pathOf, () => Promise.resolve())
}

/**
 * @throws Failure `backupOlder` where it was made before the library was brought to this format: what it holds would have
 *   to be brought there too; `libraryNewer` where a later release made it.
 */
export function contentsOf(
  manifest: BackupManifest,
  name: string | null,
  pathOf: BackupContents['pathOf'],
  close: BackupContents['close']
): BackupContents {
  const { format } = manifest
  if (format !== currentFormat)
    throw new Failure(format > currentFormat ? 'libraryNewer' : 'backupOlder', {
      format,
      known: currentFormat
    })
  // Read back once, and only where something is to come from it: a library has hundreds of megabytes.
  const known = new Map<string, Promise<boolean>>()
  const isSound = (file: BackupFile): Promise<boolean> => {
    const { path, length, sha256 } = file
    const found = known.get(path) ?? hashOfFile(pathOf(file), length).then((hash) => hash === sha256)
    known.set(path, found)
    return found
  }
  return { manifest, name, pathOf, isSound, close }
}
