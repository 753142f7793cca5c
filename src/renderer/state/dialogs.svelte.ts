import type { DigestSummary } from '#core/contract'
import type { ArxivId } from '#core/domain/arxiv-id'
import type { ImportRun } from './import-run.svelte'

/** What lies over the window, at most one at a time. */
export type Dialog =
  | { readonly kind: 'help' }
  | { readonly kind: 'about' }
  | { readonly kind: 'settings'; readonly section?: string }
  | { readonly kind: 'palette' }
  | { readonly kind: 'rules'; readonly paper: ArxivId }
  | { readonly kind: 'more' }
  | { readonly kind: 'searchHelp' }
  /** Without an id it is a new one, of the search that is shown. */
  | { readonly kind: 'savedSearch'; readonly id?: string }
  | { readonly kind: 'paste' }
  | { readonly kind: 'backups' }
  | { readonly kind: 'report'; readonly run: ImportRun }
  | { readonly kind: 'digest'; readonly digest: DigestSummary }
  | { readonly kind: 'link'; readonly url: string }

/** Those that need nothing to be opened. */
export type PlainDialog = {
  [D in Dialog as D['kind']]: { kind: D['kind'] } extends D ? D['kind'] : never
}[Dialog['kind']]

export class Dialogs {
  #current = $state.raw<Dialog | null>(null)

  get current(): Dialog | null {
    return this.#current
  }

  open(dialog: Dialog): void {
    this.#current = dialog
  }

  close(): void {
    this.#current = null
  }
}
