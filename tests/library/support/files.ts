import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Decision } from '#core/domain/decision'
import { decodeDecision } from '#main/storage/journal-lines'

/** Every file below a folder and a hash of its bytes, in the order of their paths. */
export async function filesBelow(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const path of await pathsBelow(folder)) {
    found[relative(folder, path)] = createHash('sha256')
      .update(await readFile(path))
      .digest('hex')
  }
  return found
}

/** The one file of a library whose path fits. */
export async function fileOf(folder: string, pattern: RegExp): Promise<string> {
  const [path, ...others] = (await pathsBelow(folder)).filter((each) => pattern.test(each))
  if (path === undefined || others.length > 0) throw new Error(`Not one file fits ${String(pattern)}.`)
  return path
}

/** Every Decision in the journals of a library, device by device. */
export async function decisionsIn(folder: string): Promise<Decision[]> {
  const decisions: Decision[] = []
  for (const path of (await pathsBelow(folder)).filter((each) => /journal-\d+\.jsonl$/.test(each))) {
    for (const line of (await readFile(path, 'utf8')).split('\n').slice(0, -1)) {
      const decision = decodeDecision(Buffer.from(line))
      if (decision !== null) decisions.push(decision)
    }
  }
  return decisions
}

async function pathsBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}
