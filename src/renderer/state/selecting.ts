import type { CommandId } from '#core/commands'
import SelectionBar from '../components/list/SelectionBar.svelte'
import { takesTurns } from '../keyboard/actions'
import { focusList } from '../keyboard/focus'
import type { App } from './app.svelte'
import { bulkActs, make } from './bulk-acts'
import { Copying } from './copying.svelte'
import { Selection } from './selection.svelte'
import { selectionWords } from './selection-words'

/** The selection of a window, and what commands do with it. */
export class Selecting {
  /** Shows it, and comes with it: there is never the one without the other. */
  readonly Bar = SelectionBar
  readonly selection: Selection
  readonly copying: Copying
  readonly #app: App

  constructor(app: App) {
    this.#app = app
    this.selection = new Selection(app.list)
    this.copying = new Copying(app)
  }

  /** What the commands for selecting do. */
  run(id: CommandId): void {
    const { selection } = this
    const { cursor } = this.#app.list
    if (id === 'select') selection.toggle(cursor)
    else if (id === 'selectDown') selection.extend(cursor + 1)
    else if (id === 'selectUp') selection.extend(cursor - 1)
    else if (id === 'selectAll') selection.all()
    else if (id === 'selectNone') this.end()
  }

  /**
   * A click on the row at a place, before that row hears of it.
   * @param box Whether it was on its checkbox.
   * @returns False where it is a click as any other, which goes to that paper: nothing is selected any more.
   */
  click(place: number, { shiftKey, ctrlKey, metaKey }: MouseEvent, box: boolean): boolean {
    if (shiftKey) this.selection.extend(place)
    else if (box || ctrlKey || metaKey) {
      this.selection.toggle(place)
      if (!box) this.#app.list.moveTo(place)
    } else {
      this.selection.clear()
      return false
    }
    focusList()
    return true
  }

  /** While papers are selected, commands are about them. @returns Whether the command was one of those. */
  takes(id: CommandId): boolean {
    this.selection.renew()
    if (this.selection.size === 0) return false
    if (id === 'back') return this.#takesBack()
    const act = bulkActs[id]
    act?.(this.#app, this)
    return act !== undefined
  }

  addTag(tag: string): void {
    void make(this.#app, this.selection.rows, { addTags: [tag] }, selectionWords.tagged(tag))
  }

  removeTag(tag: string): void {
    void make(this.#app, this.selection.rows, { removeTags: [tag] }, selectionWords.untagged(tag))
  }

  /** Nothing is selected any more, and the list has the keyboard. */
  end(): void {
    this.copying.cancel()
    this.selection.clear()
    focusList()
  }

  /** What lies over the list goes first. */
  #takesBack(): boolean {
    const { layout } = this.#app
    if (layout.drawerOpen || (layout.reading && takesTurns())) return false
    this.end()
    return true
  }
}
