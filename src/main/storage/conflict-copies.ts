import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** A file that a synchroniser put beside the one it belongs to: two devices had written to that one, or seemed to. */
export interface ConflictCopy {
  /** The folder below `devices`, which may be a copy itself. */
  readonly device: string
  readonly file: string
}

/** A device's folder, or a synchroniser's copy of one: the device's id and anything behind it. */
const deviceFolder = /^[\da-f]{16}(?![\da-f])/
const exactDevice = /^[\da-f]{16}$/
const exactFile = /^[a-z]+-\d{6,9}\.jsonl$/

/**
 * Copies of a device's numbered files. Their names differ from one synchroniser to the next ("… (conflicted copy 2026-…)",
 * "….sync-conflict-…", "… 2", "…-LAPTOP"), but each begins as the file does and keeps its ending, which tells them from
 * files that are still being written.
 *
 * @param prefix `journal` for copies of `journal-000001.jsonl`.
 */
export async function conflictCopies(folder: string, prefix: string): Promise<ConflictCopy[]> {
  const found: ConflictCopy[] = []
  for (const device of await namesIn(join(folder, 'devices'))) {
    if (!deviceFolder.test(device)) continue
    for (const file of await namesIn(join(folder, 'devices', device))) {
      if (!file.startsWith(`${prefix}-`) || !file.endsWith('.jsonl')) continue
      if (!exactFile.test(file) || !exactDevice.test(device)) found.push({ device, file })
    }
  }
  return found.sort((a, b) => compare(a.device, b.device) || compare(a.file, b.file))
}

/** Those that may be copies of one file. */
export async function copiesOf(folder: string, device: string, file: string): Promise<ConflictCopy[]> {
  const stem = file.slice(0, -'.jsonl'.length)
  const [prefix = ''] = stem.split('-')
  const copies = await conflictCopies(folder, prefix)
  return copies.filter(
    (copy) =>
      copy.device.startsWith(device) &&
      copy.file.startsWith(stem) &&
      !/^\d/.test(copy.file.slice(stem.length))
  )
}

/** Empty where there is no such folder, or it is none. */
async function namesIn(path: string): Promise<string[]> {
  try {
    return await readdir(path)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return []
    throw cause
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
