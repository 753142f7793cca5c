import type { CommandId } from '#core/commands'
import { isAtEnd } from '../keyboard/actions'
import { readerId } from '../keyboard/element-ids'
import type { App } from './app.svelte'

/** These go on to the next paper, and from the last one to the end. */
const onward: readonly CommandId[] = ['next', 'done', 'starDone', 'pageDown', 'scroll']
/** These go back from the end to the last paper, where they would go further in a list. */
const backward: readonly CommandId[] = ['previous', 'scrollBack', 'pageUp']
/** At the end there is no paper that these could be about. */
const aboutPaper: readonly CommandId[] = [
  'star',
  'toggleRead',
  'read',
  'unread',
  'tag',
  'note',
  'openAbstract',
  'openPdf',
  'announced',
  'copyBibtex',
  'copyLink',
  'nextDigest',
  'last'
]
/** What these show is not there in focus mode. */
const elsewhere: readonly CommandId[] = [
  'search',
  'sidebar',
  'goInbox',
  'goUpdated',
  'goStarred',
  'goNotes',
  'goRead',
  'goUnseen',
  'goAll',
  'goHistory'
]

/** One paper after the other on the whole window, until the list has come to its end. */
export class FocusMode {
  readonly #app: App
  #ended = $state(false)

  constructor(app: App) {
    this.#app = app
  }

  /** True once one has gone beyond the last paper, or where the list holds none any more. */
  get ended(): boolean {
    return this.#ended || this.#app.list.length === 0
  }

  /** Papers up to the current one, of all in the list. */
  get done(): number {
    const { cursor, length } = this.#app.list
    return this.ended ? length : cursor + 1
  }

  /** Back to the last paper. */
  goOn(): void {
    this.#ended = false
  }

  /** Begins with the list's first paper again. */
  beginAgain(): void {
    this.#ended = false
    this.#app.list.moveTo(0)
  }

  /** What focus mode does with a command. @returns False where it is done as elsewhere. */
  take(command: CommandId): boolean {
    const app = this.#app
    if (elsewhere.includes(command)) {
      app.focused = false
      return false
    }
    if (this.ended) return this.#takeAtEnd(command)
    if (!this.#goesBeyond(command)) return false
    this.#ended = true
    // Marked as elsewhere; there is nothing to go on to.
    return command !== 'done' && command !== 'starDone'
  }

  #takeAtEnd(command: CommandId): boolean {
    if (onward.includes(command) || aboutPaper.includes(command)) return true
    if (command === 'undo' || command === 'redo' || command === 'first' || command === 'previousDigest')
      this.#ended = false
    if (!backward.includes(command)) return false
    this.#ended = false
    return true
  }

  #goesBeyond(command: CommandId): boolean {
    const { list } = this.#app
    if (!onward.includes(command) || list.waiting || list.cursor < list.length - 1) return false
    const reader = document.getElementById(readerId)
    return command !== 'scroll' || (reader !== null && isAtEnd(reader, 1))
  }
}
