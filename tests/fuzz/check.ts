import { decodeDigest } from '#core/digest/decode'
import { parseDigests } from '#core/digest/parse'
import { isArxivId, type ArxivId } from '#core/domain/arxiv-id'
import type { ParsedDigest } from '#core/domain/digest'
import { mergePaper, type Announcement } from '#core/domain/merge'

/** What is read of a file, whatever it holds. */
export function read(bytes: Uint8Array): { digests: ParsedDigest[]; lines: number } {
  const decoded = decodeDigest(bytes)
  if (!decoded.ok) return { digests: [], lines: 0 }
  const parsing = parseDigests(decoded.text)
  for (;;) {
    const step = parsing.next()
    if (step.done === true) return { digests: step.value, lines: countLines(decoded.text) }
  }
}

function countLines(text: string): number {
  let lines = 1
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++
  return lines
}

/** Reads a file and makes Papers of it. Throws where what was read cannot be right. */
export function check(bytes: Uint8Array): { entries: number; problems: number } {
  const { digests, lines } = read(bytes)
  let problems = 0
  const announcements: Announcement[] = []
  for (const [index, digest] of digests.entries()) {
    problems += digest.problems.length
    for (const { line } of digest.problems)
      if (line < 1 || line > lines) throw new Error(`a problem on line ${line} of ${lines}`)
    for (const [position, entry] of digest.entries.entries()) {
      const [first, last] = entry.lines
      const id: string = entry.id
      if (!isArxivId(id)) throw new Error(`the id ${id}`)
      if (first < 1 || last < first || last > lines)
        throw new Error(`the lines ${first} to ${last} of ${lines}`)
      const { dialect, category, date } = digest
      const imported = '2026-11-21T08:15:00.000Z'
      announcements.push({
        digest: { key: String(index), dialect, category, date, imported },
        entry,
        position
      })
    }
  }
  const ofPaper = new Map<ArxivId, Announcement[]>()
  for (const each of announcements) {
    const known = ofPaper.get(each.entry.id)
    if (known === undefined) ofPaper.set(each.entry.id, [each])
    else known.push(each)
  }
  for (const [id, list] of ofPaper) {
    const paper = mergePaper(id, list)
    if (paper.appearances.length === 0) throw new Error(`the paper ${id} appears nowhere`)
  }
  return { entries: announcements.length, problems }
}
