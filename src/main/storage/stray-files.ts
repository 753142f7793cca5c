import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { conflictCopies } from '#main/storage/conflict-copies'
import type { Damage } from '#main/storage/damage'

/** What some synchronisers leave in the place of a file that they have not fetched. */
const placeholder = /^\.((?:journal|entries)-\d{6,9}\.jsonl)\.icloud$/
const numbered = /^(journal|entries)-(\d{6,9})\.jsonl$/

/**
 * Files beside those that a library is read from: copies that a synchroniser made of them, and names that show that a
 * file is missing. Only the last files of a device can be missing without a trace.
 *
 * @param devices As `deviceFolders` gives them.
 */
export async function strayFiles(folder: string, devices: readonly string[]): Promise<Damage[]> {
  const found: Damage[] = []
  for (const prefix of ['journal', 'entries']) {
    for (const { device, file } of await conflictCopies(folder, prefix))
      found.push({ file: `devices/${device}/${file}`, line: 0, reason: 'conflictCopy' })
  }
  for (const device of devices) {
    const names = await readdir(join(folder, 'devices', device)).catch(unlessGone)
    for (const file of missingFiles(names)) {
      found.push({ file: `devices/${device}/${file}`, line: 0, reason: 'missing' })
    }
  }
  return found
}

/** Gaps between numbers, and files of which only a placeholder is there. */
function missingFiles(names: readonly string[]): string[] {
  const missing = new Set(names.flatMap((name) => placeholder.exec(name)?.[1] ?? []))
  for (const prefix of ['journal', 'entries']) {
    const numbers = new Set<number>()
    for (const name of names) {
      const match = numbered.exec(name)
      if (match?.[1] === prefix) numbers.add(Number(match[2]))
    }
    // A file of noise with a high number must not make a gap of millions.
    const last = Math.min(Math.max(0, ...numbers), numbers.size + mostMissing)
    for (let number = 1; number < last; number++)
      if (!numbers.has(number)) missing.add(`${prefix}-${String(number).padStart(6, '0')}.jsonl`)
  }
  return [...missing].sort()
}

/** Missing files that are named one by one. */
const mostMissing = 20

function unlessGone(cause: unknown): string[] {
  if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return []
  throw cause
}
