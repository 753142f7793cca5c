import type { ArxivId } from '#core/domain/arxiv-id'
import {
  besideId,
  type Change,
  type Decision,
  type DigestChange,
  type NoteChange
} from '#core/domain/decision'
import { isUpdated } from '#core/domain/decided-versions'
import type { Marks } from '#core/domain/marks'
import type { Revision } from '#core/domain/note'

/** What the user wants to hold for some papers, whatever holds now. */
export interface Wish {
  readonly read?: boolean
  readonly starred?: boolean
  readonly addTags?: readonly string[]
  readonly removeTags?: readonly string[]
  /** A note's text; empty or null takes the note away. */
  readonly note?: string | null
  /**
   * The revisions whose place that text takes: what the user saw while writing. Where another text has taken it by
   * now, both stand beside each other. Without it, the one that is shown.
   */
  readonly noteBasedOn?: readonly string[]
}

/** A paper and the version of it that the user saw; null where it is not known. */
export interface Target {
  readonly id: ArxivId
  readonly version: number | null
}

/**
 * The changes that make a wish true: only what differs from what holds, papers with the same difference together. A
 * paper with a newer version is decided on anew, also where everything wished for holds already.
 * @param visit The visit to a note's editor that the wish comes from: it goes on from its own last text.
 */
export function changesFor(wish: Wish, targets: readonly Target[], marks: Marks, visit?: string): Change[] {
  const groups = new Map<string, Omit<Change, 'papers'> & { papers: Record<ArxivId, number> }>()
  for (const { id, version } of targets) {
    const decided = marks.decidedVersion(id)
    const wished = changeOf(wish, id, marks, visit)
    if (wished === null && !isUpdated(version, decided)) continue
    const change = { ...((version ?? 0) > decided ? { decidedBefore: decided } : {}), ...wished }
    const group = JSON.stringify(change)
    const known = groups.get(group)
    if (known === undefined) groups.set(group, { papers: { [id]: version ?? 0 }, ...change })
    else known.papers[id] = version ?? 0
  }
  return [...groups.values()]
}

function changeOf(
  wish: Wish,
  id: ArxivId,
  marks: Marks,
  visit: string | undefined
): Omit<Change, 'papers'> | null {
  const change: { -readonly [Name in keyof Omit<Change, 'papers'>]: Change[Name] } = {}
  if (wish.read !== undefined && wish.read !== marks.isRead(id)) change.read = wish.read
  if (wish.starred !== undefined && wish.starred !== marks.isStarred(id)) change.starred = wish.starred
  const add = distinct(wish.addTags).filter((tag) => !marks.hasTag(id, tag))
  const remove = distinct(wish.removeTags).filter((tag) => marks.hasTag(id, tag))
  if (add.length > 0 || remove.length > 0) {
    change.tags = { ...(add.length > 0 ? { add } : {}), ...(remove.length > 0 ? { remove } : {}) }
  }
  if (wish.note !== undefined) {
    const note = noteFor(wish.note, wish.noteBasedOn, marks.note(id)?.heads() ?? [], visit)
    if (note !== null) change.note = note
  }
  return Object.keys(change).length === 0 ? null : change
}

function noteFor(
  wanted: string | null,
  basedOn: readonly string[] | undefined,
  heads: readonly Revision[],
  visit: string | undefined
): NoteChange | null {
  const text = wanted === null || wanted.trim() === '' ? null : wanted
  const own = visit === undefined ? undefined : heads.find((head) => head.visit === visit)
  const [shown] = heads
  const base = own === undefined ? (basedOn ?? (shown === undefined ? [] : [shown.id])) : [own.id]
  // Of two texts beside each other the one shown may be chosen, too: then the other one goes.
  const chooses = heads.filter(({ id }) => base.includes(id)).length > 1
  const now = own ?? shown
  return chooses || text !== (now?.text ?? null) ? { text, basedOn: base } : null
}

function distinct(tags: readonly string[] = []): string[] {
  return [...new Set(tags)]
}

/**
 * The inverse of a Decision: only of values that still are what it set. Undoing twice restores what was undone.
 *
 * @param begun The first Decision of the same visit to a note's editor: undo goes back to before it.
 */
export function inverse(
  decision: Decision,
  marks: Marks,
  begun: Decision = decision
): Pick<Decision, 'changes' | 'digests'> {
  const changes: Change[] = []
  for (const change of decision.changes) {
    for (const [key, version] of Object.entries(change.papers)) {
      const id = key as ArxivId
      const undone = inverseChange(change, id, decision, marks)
      const before = change.decidedBefore ?? decidedBefore(begun, id)
      const isDoing = marks.isDoingOf(decision, marks.setAt(id, 'decided'))
      if (before !== undefined && version === marks.decidedVersion(id) && isDoing)
        changes.push({ papers: { [id]: before }, decidedBefore: version, ...undone })
      else if (undone !== null) changes.push({ papers: { [id]: version }, ...undone })
    }
  }
  const digests = (decision.digests ?? []).flatMap(({ key, present }): DigestChange[] => {
    const state = marks.digest(key)
    if (state?.present !== present || !marks.isDoingOf(decision, state)) return []
    if (present) return [{ key, present: false }]
    const [at] = state.places
    return at === undefined ? [] : [{ key, present: true, ...(state.about && { about: state.about }), at }]
  })
  return { changes: together(changes), ...(digests.length > 0 ? { digests } : {}) }
}

function decidedBefore({ changes }: Decision, id: ArxivId): number | undefined {
  return changes.find(({ papers }) => id in papers)?.decidedBefore
}

function inverseChange(
  change: Change,
  id: ArxivId,
  decision: Decision,
  marks: Marks
): Omit<Change, 'papers'> | null {
  const undone: { -readonly [Name in keyof Omit<Change, 'papers'>]: Change[Name] } = {}
  const isDoing = (what: Parameters<Marks['setAt']>[1]): boolean =>
    marks.isDoingOf(decision, marks.setAt(id, what))
  if (change.read === marks.isRead(id) && isDoing('read')) undone.read = !change.read
  if (change.starred === marks.isStarred(id) && isDoing('starred')) undone.starred = !change.starred
  const add = (change.tags?.remove ?? []).filter((tag) => !marks.hasTag(id, tag) && isDoing({ tag }))
  const remove = (change.tags?.add ?? []).filter((tag) => marks.hasTag(id, tag) && isDoing({ tag }))
  if (add.length > 0 || remove.length > 0) {
    undone.tags = { ...(add.length > 0 ? { add } : {}), ...(remove.length > 0 ? { remove } : {}) }
  }
  if (change.note !== undefined) {
    const note = noteBefore(decision, change.note, id, marks)
    if (note !== undefined) undone.note = note
  }
  return Object.keys(undone).length === 0 ? null : undone
}

/**
 * Goes back to a note's text, or texts, before a Decision or the visit it belongs to; undefined where something else
 * holds by now. A text of another device beside it stays there.
 */
function noteBefore(
  decision: Decision,
  change: NoteChange,
  paper: ArxivId,
  marks: Marks
): NoteChange | undefined {
  const note = marks.note(paper)
  const heads = note?.heads() ?? []
  const { visit } = decision
  const own = visit === undefined ? undefined : heads.find((head) => head.visit === visit)
  const head = own ?? heads.find((each) => each.text === change.text && marks.isDoingOf(decision, each))
  if (note === undefined || head === undefined) return undefined
  const before = (own ?? note.revision(decision.id))?.before
  const texts = before === undefined ? null : note.textsOf(before)
  // What stands beside another text only goes, whatever it was written over.
  if (texts === null && heads.length === 1) return undefined
  const [text = null, ...beside] = texts ?? []
  const madeBeside = (change.beside ?? []).map((_, place) => besideId(head.id, place))
  const basedOn = [head.id, ...madeBeside.filter((id) => heads.some((each) => each.id === id))]
  return { text, basedOn, ...(beside.length > 0 ? { beside } : {}) }
}

/** Puts papers with the same change together, so that the undo of a bulk is as small as the bulk. */
function together(changes: readonly Change[]): Change[] {
  const groups = new Map<string, Change>()
  for (const { papers, ...change } of changes) {
    const group = JSON.stringify(change)
    const known = groups.get(group)
    if (known === undefined) groups.set(group, { papers: { ...papers }, ...change })
    else Object.assign(known.papers, papers)
  }
  return [...groups.values()]
}
