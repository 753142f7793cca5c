import type { ArxivId } from '#core/domain/arxiv-id'
import type { Change, DigestChange, NoteChange } from '#core/domain/decision'
import type { Marks } from '#core/domain/marks'

type Difference = Omit<Change, 'papers'>

/**
 * The changes that make Marks what they were at another time: read, starred, tags and notes of every paper that either
 * of them names, papers with the same difference together. Versions that were seen since stay seen: so no change says
 * that a version was decided on.
 *
 * @param now Knows every Decision that `then` knows.
 * @returns Step by step, so that others have their turn in between.
 */
export function* changesBackTo(then: Marks, now: Marks): Generator<void, Change[]> {
  const groups = new Map<string, Difference & { papers: Record<ArxivId, number> }>()
  // `then` names no other papers: every Decision of it is in `now`.
  for (const id of now.papers()) {
    yield
    const difference = differenceOf(id, then, now)
    if (difference === null) continue
    const group = JSON.stringify(difference)
    const known = groups.get(group)
    if (known === undefined) groups.set(group, { papers: { [id]: 0 }, ...difference })
    else known.papers[id] = 0
  }
  return [...groups.values()]
}

function differenceOf(id: ArxivId, then: Marks, now: Marks): Difference | null {
  const [before, after] = [then.mark(id), now.mark(id)]
  const difference: { -readonly [Name in keyof Difference]: Difference[Name] } = {}
  if (before.read !== after.read) difference.read = before.read
  if (before.starred !== after.starred) difference.starred = before.starred
  const add = before.tags.filter((tag) => !after.tags.includes(tag))
  const remove = after.tags.filter((tag) => !before.tags.includes(tag))
  if (add.length > 0 || remove.length > 0) {
    difference.tags = { ...(add.length > 0 ? { add } : {}), ...(remove.length > 0 ? { remove } : {}) }
  }
  const note = noteBackTo(id, then, now)
  if (note !== null) difference.note = note
  return Object.keys(difference).length === 0 ? null : difference
}

/** Its text, and those that stood beside it. */
function noteBackTo(id: ArxivId, then: Marks, now: Marks): NoteChange | null {
  const heads = now.note(id)?.heads() ?? []
  const texts = textsIn(then, id)
  if (JSON.stringify(texts) === JSON.stringify(textsIn(now, id))) return null
  const [text = null, ...beside] = texts
  return { text, basedOn: heads.map((head) => head.id), ...(beside.length > 0 ? { beside } : {}) }
}

/** The texts of a note, the one that is shown first; none where there is no note. */
export function textsIn(marks: Marks, id: ArxivId): string[] {
  return (marks.note(id)?.heads() ?? []).flatMap(({ text }) => text ?? [])
}

/** The Digests that came, or went, between two times, as the changes that go back to the first. */
export function digestsBackTo(then: Marks, now: Marks): DigestChange[] {
  return [...now.digests()].flatMap(({ key, present, about, places: [at] }): DigestChange[] => {
    const before = then.digest(key)?.present === true
    if (before === present) return []
    if (!before) return [{ key, present: false }]
    return at === undefined ? [] : [{ key, present: true, ...(about && { about }), at }]
  })
}
