import type { Row } from '#core/contract'
import { abstractUrl } from '#core/domain/arxiv-id'
import { copy } from '../keyboard/actions'
import type { App } from './app.svelte'
import { selectionWords } from './selection-words'

/** Papers that are copied at most, and those asked for at a time: only what takes several answers shows how far it is. */
export const mostCopied = 5000
const page = 200

export type CopiedAs = 'bibtex' | 'links' | 'ids'

type Pages = (rows: Uint32Array<ArrayBuffer>) => Promise<string>

/** Puts what many papers are cited by on the clipboard. */
export class Copying {
  readonly #app: App
  #progress = $state.raw<{ readonly done: number; readonly total: number } | null>(null)
  /** Of the latest one: what an earlier one gathers goes nowhere. */
  #turn = 0

  constructor(app: App) {
    this.#app = app
  }

  /** How many papers there are of how many; null while nothing, or only a little, is being copied. */
  get progress(): { readonly done: number; readonly total: number } | null {
    return this.#progress
  }

  cancel(): void {
    this.#turn++
    this.#progress = null
  }

  /** @param rows Of the list as it stands. */
  async copy(rows: Uint32Array<ArrayBuffer>, as: CopiedAs): Promise<void> {
    const app = this.#app
    if (rows.length > mostCopied) {
      app.toasts.error(selectionWords.tooMany(mostCopied))
      return
    }
    this.cancel()
    const turn = this.#turn
    const texts: string[] = []
    try {
      const text = await this.#pages(as)
      for (let from = 0; from < rows.length && turn === this.#turn; from += page) {
        if (rows.length > page) this.#progress = { done: from, total: rows.length }
        texts.push(await text(rows.slice(from, from + page)))
      }
    } finally {
      if (turn === this.#turn) this.#progress = null
    }
    if (turn !== this.#turn) return
    copy(app, texts.join('\n'), selectionWords[`${as}Copied`](rows.length))
  }

  /** What makes the text of some papers. */
  async #pages(as: CopiedAs): Promise<Pages> {
    const { client, list } = this.#app
    const { generation } = list
    if (as !== 'bibtex') {
      const line = as === 'ids' ? ({ id }: Row) => id : ({ id, version }: Row) => abstractUrl(id, version)
      return async (rows) => (await client.request('rows', { generation, rows })).map(line).join('\n')
    }
    const { bibtexFile } = await client.part(import('#core/export/bibtex'))
    const used = new Map<string, number>()
    return async (rows) => bibtexFile(await client.request('papers', { generation, rows }), used)
  }
}
