import type { Argument, ChangedMark, Decided, Papers, Undone } from '#core/contract'
import type { ArxivId } from '#core/domain/arxiv-id'
import type { Wish } from '#core/domain/decide'
import { normaliseTag } from '#core/domain/tag'
import { Failure } from '#core/failure'
import type { Library, Undone as TakenBack } from '#main/library/library'
import type { OpenedViews } from '#main/library/opened-views'

/** What users do in windows, as the library's own acts. */
export class Acts {
  readonly #library: Library
  readonly #views: OpenedViews

  constructor(library: Library, views: OpenedViews) {
    this.#library = library
    this.#views = views
  }

  async decide({ window, papers, wish, visit }: Argument<'decide'>): Promise<Decided> {
    const ids = this.#idsOf(papers)
    const options = { origin: window, ...(visit === undefined ? {} : { visit }) }
    return this.#library.mark(cleanWish(wish), ids, options)
  }

  async removeDigest({ window, key }: Argument<'removeDigest'>): Promise<Decided> {
    const { decision, papers } = await this.#library.removeDigest(key, { origin: window })
    return { decision, papers }
  }

  async undo({ window, decision }: Argument<'undo'>): Promise<Undone> {
    const named = decision === undefined ? {} : { decision }
    return undoneOf(await this.#library.undo({ origin: window, ...named }))
  }

  async redo({ window }: Argument<'redo'>): Promise<Undone> {
    return undoneOf(await this.#library.redo({ origin: window }))
  }

  /** Of a list's rows those that left the library since are left out, unless that leaves none. */
  #idsOf(papers: Papers): ArxivId[] {
    if ('ids' in papers) return [...new Set(papers.ids)]
    const { generation, rows } = papers
    const { catalog } = this.#library
    this.#views.check(generation, rows)
    const distinct = [...new Set(rows)]
    const [first] = distinct
    const held = distinct.filter((row) => catalog.isHeld(row))
    if (held.length === 0 && first !== undefined) throw new Failure('unknownPaper', { id: catalog.id(first) })
    return held.map((row) => catalog.id(row))
  }
}

/** @throws Failure where a wish cannot be had: what the schema of requests does not see. */
export function cleanWish({ addTags, removeTags, note, ...wish }: Argument<'decide'>['wish']): Wish {
  const [add, remove] = [tagsOf(addTags), tagsOf(removeTags)]
  if (add.some((tag) => remove.includes(tag)))
    throw new Failure('badRequest', { reason: 'a tag both added and removed' })
  return {
    ...wish,
    ...(add.length > 0 ? { addTags: add } : {}),
    ...(remove.length > 0 ? { removeTags: remove } : {}),
    ...(note === undefined ? {} : { note: note.normalize('NFC') })
  }
}

function tagsOf(texts: readonly string[] = []): string[] {
  return texts.map((text) => {
    const tag = normaliseTag(text)
    if (tag === null) throw new Failure('invalidTag', { tag: text.slice(0, 120) })
    return tag
  })
}

function undoneOf({ changes, digests = [] }: TakenBack): Undone {
  const what = new Set<ChangedMark>()
  for (const { papers, decidedBefore, ...marks } of changes) {
    const { read, starred, tags, note } = marks
    // With a Mark it needs no words of its own.
    if (decidedBefore !== undefined && Object.keys(marks).length === 0)
      what.add(Object.values(papers).some((version) => version < decidedBefore) ? 'newVersion' : 'seen')
    if (read !== undefined) what.add(read ? 'read' : 'unread')
    if (starred !== undefined) what.add(starred ? 'starred' : 'unstarred')
    if (tags !== undefined) what.add('tags')
    if (note !== undefined) what.add('note')
  }
  if (digests.length > 0) what.add('digest')
  const ids = new Set(changes.flatMap(({ papers }) => Object.keys(papers) as ArxivId[]))
  const [first = null] = ids
  return { papers: ids.size, digests: digests.length, first, what: [...what] }
}
