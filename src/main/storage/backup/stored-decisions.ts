import { open } from 'node:fs/promises'
import type { Decision } from '#core/domain/decision'
import { Marks } from '#core/domain/marks'
import { linesOf } from '#main/storage/file-lines'
import { asDecision, journalPrefix } from '#main/storage/journal-lines'
import { decodeLine } from '#main/storage/line-codec'
import { Pace } from '#main/storage/pace'

/** A record of a journal as it was written. */
export interface StoredLine {
  readonly offset: number
  /** With its line feed. */
  readonly bytes: Buffer
  /** Null for a record of another kind. */
  readonly decision: Decision | null
}

/** The whole records of the first bytes of a journal, with turns for others in between; none where it is missing. */
export async function* storedLines(path: string, length: number): AsyncGenerator<StoredLine, void> {
  const bytes = await beginningOf(path, length)
  const pace = new Pace()
  for (const line of linesOf(bytes)) {
    if (pace.due) await pace.rest()
    const decoded = line.whole ? decodeLine(line.bytes) : null
    if (decoded?.ok !== true) continue
    const whole = bytes.subarray(line.offset, line.offset + line.bytes.length + 1)
    yield { offset: line.offset, bytes: whole, decision: asDecision(decoded.record) }
  }
}

async function beginningOf(path: string, length: number): Promise<Buffer> {
  let file
  try {
    file = await open(path, 'r')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0)
    throw cause
  }
  try {
    // A manifest may claim any length.
    const bytes = Buffer.allocUnsafe(Math.min(length, (await file.stat()).size))
    const { bytesRead } = await file.read(bytes, 0, bytes.length, 0)
    return bytes.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** A file of a library, and where its bytes are read. */
export interface ReadFrom {
  readonly path: string
  readonly length: number
  readonly from: string
}

/** What the journals among some files make of Marks, and how many Decisions they hold. */
export async function journalFolded(
  files: readonly ReadFrom[]
): Promise<{ readonly marks: Marks; readonly decisions: number }> {
  const marks = new Marks()
  const ids = new Set<string>()
  for (const { path, length, from } of files) {
    if (path.split('/')[2]?.startsWith(journalPrefix) !== true) continue
    for await (const { decision } of storedLines(from, length)) {
      if (decision === null || ids.has(decision.id)) continue
      ids.add(decision.id)
      marks.fold(decision)
    }
  }
  return { marks, decisions: ids.size }
}
