import type { CommandId, SelectCommand } from '#core/commands'
import { narrow } from '../keyboard/actions'
import { focusList } from '../keyboard/focus'
import type { App } from './app.svelte'
import { bulkActs, make } from './bulk-acts'
import { Copying } from './copying.svelte'
import { Selection } from './selection.svelte'
import { selectionWords } from './selection-words'

/** The selection of a window, and what commands do with it. */
export class Selecting {
  readonly selection: Selection
  readonly copying: Copying
  readonly #app: App

  constructor(app: App) {
    this.#app = app
    this.selection = new Selection(app.list)
    this.copying = new Copying(app)
  }

  /** What the commands for selecting do. */
  run(id: SelectCommand): void {
    const { selection } = this
    const { cursor } = this.#app.list
    if (id === 'select') selection.toggle(cursor)
    else if (id === 'selectDown') selection.extend(cursor + 1)
    else if (id === 'selectUp') selection.extend(cursor - 1)
    else if (id === 'selectAll') selection.all()
    else this.end()
  }

  /**
   * A click on a row that is not one for that paper alone.
   * @param range True from the one that was selected last.
   * @param goes Whether the cursor goes there.
   */
  click(place: number, range: boolean, goes: boolean): void {
    if (range) this.selection.extend(place)
    else {
      this.selection.toggle(place)
      if (goes) this.#app.list.moveTo(place)
    }
  }

  /** While papers are selected, commands are about them. @returns Whether the command was one of those. */
  takes(id: CommandId): boolean {
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
    if (layout.drawerOpen || (layout.reading && matchMedia(narrow).matches)) return false
    this.end()
    return true
  }
}
