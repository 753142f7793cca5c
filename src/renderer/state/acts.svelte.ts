import type { Argument, Decided, Row, Undone } from '#core/contract'
import type { ArxivId } from '#core/domain/arxiv-id'
import { isUnreached, RequestFailed, type Client } from './client'
import type { PaperList } from './paper-list.svelte'
import type { Toasts } from './toasts.svelte'

type Wish = Argument<'decide'>['wish']

/** What undo and redo need of the rest of the window. */
interface Around {
  /** Ends what is being written, so that undo takes back all of it. */
  readonly endEditing: () => Promise<void>
  /** Whether the list is out of sight: then it stays where it was left. */
  readonly away: () => boolean
  /** What is said of an import is not true any more. */
  readonly digestsUndone: () => void
}

/** What the user does with papers: shown at once, made durable by the library, put back if it is refused. */
export class Acts {
  readonly #client: Client
  readonly #list: PaperList
  readonly #toasts: Toasts

  readonly #around: Around

  constructor(client: Client, list: PaperList, toasts: Toasts, around: Around) {
    this.#client = client
    this.#list = list
    this.#toasts = toasts
    this.#around = around
  }

  /** Makes a wish true for one paper. @param said What is told once it is on disk. */
  async mark(row: Row, wish: Wish, said: string): Promise<void> {
    const before = this.#list.patch([row.row], (each) => patched(each, wish))
    await this.#tell(said, before, () =>
      this.#client.change('decide', { window: this.#client.window, papers: { ids: [row.id] }, wish })
    )
  }

  /**
   * The same for papers by their rows in the list.
   * @returns How many were changed: 0 where the wish was true already, of which nothing is told; null where it was refused.
   */
  async markRows(rows: Uint32Array, wish: Wish, said: (papers: number) => string): Promise<number | null> {
    const { generation } = this.#list
    const before = this.#list.patch([...rows], (each) => patched(each, wish))
    return this.#tell(said, before, () =>
      this.#client.change('decide', { window: this.#client.window, papers: { generation, rows }, wish })
    )
  }

  /** Adds those of the tags that a paper does not have. */
  addTags(row: Row, tags: readonly string[]): void {
    const addTags = tags.filter((tag) => !row.tags.includes(tag))
    if (addTags.length > 0) void this.mark(row, { addTags }, `Tagged ${addTags.join(', ')}`)
  }

  /**
   * One save of a note; null where it was refused.
   * @param visit Saves with the same name are undone as one.
   */
  async saveNote(
    id: ArxivId,
    wish: { readonly note: string; readonly noteBasedOn: readonly string[] },
    visit: string
  ): Promise<Decided | null> {
    try {
      const { window } = this.#client
      const noteBasedOn = [...wish.noteBasedOn]
      return await this.#client.change('decide', {
        window,
        papers: { ids: [id] },
        wish: { note: wish.note, noteBasedOn },
        visit
      })
    } catch (cause) {
      this.#refused(cause)
      return null
    }
  }

  /**
   * Says what is done, and offers to take it back.
   * @param key Whether the key for undo does so too: not where it was not done in this window.
   */
  told(said: string, decision: string, key = true): void {
    this.#toasts.done(said, { label: 'Undo', run: () => void this.undo(decision), key })
  }

  async removeDigest(key: string, name: string): Promise<void> {
    await this.#tell(`Removed ${name}`, [], () =>
      this.#client.change('removeDigest', { window: this.#client.window, key })
    )
    await this.#list.refresh()
  }

  /**
   * @param decision The one to take back; without it the last one. Of an undo, what it took back is brought back.
   * @param verb What is told of it.
   */
  async undo(decision?: string, verb = 'Undone'): Promise<void> {
    const { window } = this.#client
    await this.#goBack(verb, () =>
      this.#client.change('undo', { window, ...(decision === undefined ? {} : { decision }) })
    )
  }

  async redo(): Promise<void> {
    await this.#goBack('Redone', () => this.#client.change('redo', { window: this.#client.window }))
  }

  async #goBack(verb: string, act: () => Promise<Undone>): Promise<void> {
    try {
      await this.#around.endEditing()
      const undone = await act()
      if (undone.digests > 0) this.#around.digestsUndone()
      const { showUndone } = await this.#client.part(import('./show-undone'))
      const said = await showUndone(this.#client, this.#list, undone, this.#around.away())
      this.#toasts.done(`${verb}: ${said}`)
    } catch (cause) {
      this.#refused(cause)
    }
  }

  async #tell(
    said: string | ((papers: number) => string),
    before: readonly Row[],
    act: () => Promise<Decided>
  ): Promise<number | null> {
    try {
      const { decision, papers } = await act()
      if (decision !== null) this.told(typeof said === 'string' ? said : said(papers), decision)
      return papers
    } catch (cause) {
      this.#list.restore(before)
      this.#refused(cause)
      return null
    }
  }

  #refused(cause: unknown): void {
    if (!(cause instanceof RequestFailed)) throw cause
    const nothing = cause.code === 'nothingToUndo' || cause.code === 'nothingToRedo'
    // The window says that by itself for as long as it lasts.
    if (isUnreached(cause)) return
    if (nothing) this.#toasts.done(cause.message)
    else this.#toasts.error(cause.message)
  }
}

function patched(row: Row, { read, starred, addTags = [], removeTags = [] }: Wish): Row {
  const tags = [...new Set([...row.tags, ...addTags])].filter((tag) => !removeTags.includes(tag)).sort()
  // Whatever is decided, it is about the version that is there now.
  return { ...row, read: read ?? row.read, starred: starred ?? row.starred, tags, updated: false }
}
