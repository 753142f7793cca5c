import type { Argument, ChangedMark, Decided, PaperDetail, Row, Undone } from '#core/contract'
import type { ArxivId } from '#core/domain/arxiv-id'
import { isUnreached, RequestFailed, type Client } from './client'
import type { PaperList } from './paper-list.svelte'
import type { Toasts } from './toasts.svelte'
import { counted } from './words'

type Wish = Argument<'decide'>['wish']

/** What the user does with papers: shown at once, made durable by the library, put back if it is refused. */
export class Acts {
  readonly #client: Client
  readonly #list: PaperList
  readonly #toasts: Toasts

  constructor(client: Client, list: PaperList, toasts: Toasts) {
    this.#client = client
    this.#list = list
    this.#toasts = toasts
  }

  /** Makes a wish true for one paper. @param said What is told once it is on disk. */
  async mark(row: Row, wish: Wish, said: string): Promise<void> {
    const before = this.#list.patch([row.row], (each) => patched(each, wish))
    await this.#tell(said, before, () =>
      this.#client.change('decide', { window: this.#client.window, papers: { ids: [row.id] }, wish })
    )
  }

  /** The same for papers by their rows in the list. */
  async markRows(rows: Uint32Array, wish: Wish, said: (papers: number) => string): Promise<void> {
    const { generation } = this.#list
    const before = this.#list.patch([...rows], (each) => patched(each, wish))
    await this.#tell(said, before, () =>
      this.#client.change('decide', { window: this.#client.window, papers: { generation, rows }, wish })
    )
  }

  /**
   * One save of a note; null where it was refused.
   * @param visit Saves with the same name are undone as one.
   */
  async saveNote(id: ArxivId, note: string, visit: string): Promise<Decided | null> {
    try {
      const { window } = this.#client
      return await this.#client.change('decide', { window, papers: { ids: [id] }, wish: { note }, visit })
    } catch (cause) {
      this.#refused(cause)
      return null
    }
  }

  /** Says what is done, and offers to take it back. */
  told(said: string, decision: string): void {
    this.#toasts.done(said, { label: 'Undo', run: () => void this.undo(decision) })
  }

  async removeDigest(key: string, name: string): Promise<void> {
    await this.#tell(`Removed ${name}`, [], () =>
      this.#client.change('removeDigest', { window: this.#client.window, key })
    )
    await this.#list.refresh()
  }

  /** @param decision The one to take back; without it the last one. */
  async undo(decision?: string): Promise<void> {
    const { window } = this.#client
    await this.#goBack('Undone', () =>
      this.#client.change('undo', { window, ...(decision === undefined ? {} : { decision }) })
    )
  }

  async redo(): Promise<void> {
    await this.#goBack('Redone', () => this.#client.change('redo', { window: this.#client.window }))
  }

  async #goBack(verb: string, act: () => Promise<Undone>): Promise<void> {
    try {
      const undone = await act()
      const words = undone.what
        .map((what) => (what === 'digest' ? counted(undone.digests, 'digest') : changeWords[what]))
        .join(', ')
      const papers = undone.papers > 1 ? ` for ${counted(undone.papers, 'paper')}` : ''
      this.#toasts.done(words === '' ? `${verb}: nothing of it was left` : `${verb}: ${words}${papers}`)
      if (undone.digests > 0) await this.#list.refresh()
      if (undone.first !== null) await this.#show(undone.first)
    } catch (cause) {
      this.#refused(cause)
    }
  }

  /** An act that is taken back is shown: the cursor goes to its paper, if the list holds it. */
  async #show(id: ArxivId): Promise<void> {
    let detail: PaperDetail
    try {
      detail = await this.#client.request('paper', { id })
    } catch (cause) {
      // A removed digest may have taken the paper with it.
      if (cause instanceof RequestFailed && cause.code === 'unknownPaper') return
      throw cause
    }
    this.#list.moveToRow(detail.row)
  }

  async #tell(
    said: string | ((papers: number) => string),
    before: readonly Row[],
    act: () => Promise<Decided>
  ): Promise<void> {
    try {
      const { decision, papers } = await act()
      if (decision === null) return
      this.told(typeof said === 'string' ? said : said(papers), decision)
    } catch (cause) {
      this.#list.restore(before)
      this.#refused(cause)
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

const changeWords: Readonly<Record<Exclude<ChangedMark, 'digest'>, string>> = {
  read: 'read again',
  unread: 'unread again',
  starred: 'starred again',
  unstarred: 'star taken off',
  tags: 'tags changed back',
  note: 'note changed back'
}

function patched(row: Row, { read, starred, addTags = [], removeTags = [] }: Wish): Row {
  const tags = [...new Set([...row.tags, ...addTags])].filter((tag) => !removeTags.includes(tag)).sort()
  return { ...row, read: read ?? row.read, starred: starred ?? row.starred, tags }
}
