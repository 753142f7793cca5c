import type { BackupHoldings } from '#core/contract'
import type { Marks } from '#core/domain/marks'
import { Pace } from '#main/storage/pace'

/** What Marks hold, in numbers. */
export async function holdingsOf(marks: Marks, decisions: number, papers: number): Promise<BackupHoldings> {
  const pace = new Pace()
  const tags = new Set<string>()
  let [read, starred, notes, digests] = [0, 0, 0, 0]
  for (const id of marks.papers()) {
    const mark = marks.mark(id)
    if (mark.read) read++
    if (mark.starred) starred++
    if (mark.note !== null) notes++
    for (const tag of mark.tags) tags.add(tag)
    if (pace.due) await pace.rest()
  }
  for (const { present } of marks.digests()) if (present) digests++
  return { decisions, digests, papers, read, starred, notes, tags: tags.size }
}
