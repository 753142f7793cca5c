import { matchKeyBindingPress, parseKeybinding, type KeyBindingPress } from 'tinykeys'
import type { KeysInForce } from '#core/keys'
import type { App } from '../state/app.svelte'
import { Sequence } from '../state/sequence.svelte'
import { commands, type Command } from './commands'
import { readerId } from './element-ids'
import { isTyped } from './focus'

/** Keys of sequences must follow each other within so many milliseconds. */
const sequencePause = 5000
/** Whoever has not pressed the next one after so many is told which there are. */
const hintPause = 500

interface Binding {
  /** As the table of commands writes it. */
  readonly key: string
  readonly presses: readonly KeyBindingPress[]
  readonly command: Command
}

/** A sequence begun, and how many of its keys were pressed. */
export interface Started {
  readonly binding: Binding
  readonly pressed: number
}

function bindingsOf(keys: KeysInForce): readonly Binding[] {
  return commands.flatMap((command) =>
    keys[command.id].flatMap((key) =>
      spellings(key).map((each) => ({ key, presses: parseKeybinding(each), command }))
    )
  )
}

/** A sign that stands on a key of its own on one keyboard may need Shift on another; plus has a key in many places. */
function spellings(key: string): string[] {
  if (key === '$mod+=') return [key, '$mod++', '$mod+Shift++']
  // In a sequence too: `*` has Shift on most of them.
  return /(^|[ +])[^\p{L}\p{N}\s]( |$)/u.test(key) && !key.includes('Shift+')
    ? [key, key.replace(/([^\p{L}\p{N}\s])( |$)/gu, 'Shift+$1$2')]
    : [key]
}

/** The keyboard of a window. */
export class Keyboard {
  readonly #app: App
  readonly sequence = new Sequence()
  #timer: ReturnType<typeof setTimeout> | undefined
  /** Sequences begun, and how many of their keys were pressed. */
  #begun: readonly Started[] = []
  #last = 0
  /** What the bindings were made of. */
  #keys: KeysInForce | null = null
  #bindings: readonly Binding[] = []
  /** Keys for the paper that is still on its way to the list, and those pressed after them. */
  readonly #waiting: KeyboardEvent[] = []

  constructor(app: App) {
    this.#app = app
  }

  /**
   * Follows it; nothing happens while one types or a dialog is open. After the first key of a sequence the next one
   * belongs to it: `g s` goes to Starred and stars nothing.
   *
   * @returns Ends it.
   */
  listen(): () => void {
    const listener = (event: KeyboardEvent): void => {
      this.#press(event)
    }
    const end = (): void => {
      this.#begin([])
    }
    addEventListener('keydown', listener)
    addEventListener('pointerdown', end)
    return () => {
      removeEventListener('keydown', listener)
      removeEventListener('pointerdown', end)
    }
  }

  /** To be called when the list shows the paper that was asked for: what was pressed meanwhile is meant for it. */
  flush(): void {
    for (let [event] = this.#waiting; event !== undefined; [event] = this.#waiting) {
      if (this.#app.opening) typeAhead(this.#app, event)
      else if (!this.#handle(event)) return
      this.#waiting.shift()
    }
  }

  #press(event: KeyboardEvent): void {
    const app = this.#app
    if (['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return
    if (app.dialogs.current !== null || isMenuOpen() || app.opening || isForElement(event)) {
      if (app.opening) typeAhead(app, event)
      this.#begin([])
      return
    }
    // What was pressed before comes first: it may open an editor, and then this is meant for that.
    const follows = this.#waiting.length > 0 && (mayBeTyped(event) || this.#isFirst(event))
    if (follows) event.preventDefault()
    if (follows || !this.#handle(event)) this.#waiting.push(event)
  }

  /** @returns False where it must wait for what it is about. */
  #handle(event: KeyboardEvent): boolean {
    const begun = event.timeStamp - this.#last > sequencePause ? [] : this.#begun
    const candidates = begun.length > 0 ? begun : this.#all().map((binding) => ({ binding, pressed: 0 }))
    const matching = candidates.filter(({ binding, pressed }) => {
      const press = binding.presses[pressed]
      return press !== undefined && matchKeyBindingPress(event, press) && this.#app.can(binding.command.needs)
    })
    const command = matching.find(({ binding, pressed }) => binding.presses.length === pressed + 1)?.binding
      .command
    if (matching.length > 0) event.preventDefault()
    if (command !== undefined && this.#mustWait(command)) return false
    this.#last = event.timeStamp
    this.#begin(
      command === undefined ? matching.map(({ binding, pressed }) => ({ binding, pressed: pressed + 1 })) : []
    )
    // A key held down goes through the list; it does not act on paper after paper.
    if (command !== undefined && !(event.repeat && command.section !== 'Move')) command.run(this.#app)
    return true
  }

  /** What was pressed belongs to sequences, or to none any more. */
  #begin(begun: readonly Started[]): void {
    clearTimeout(this.#timer)
    this.sequence.begun = []
    this.#begun = begun
    if (begun.length === 0) return
    this.#timer = setTimeout(() => {
      this.sequence.begun = begun
      this.#timer = setTimeout(() => {
        this.#begin([])
      }, sequencePause - hintPause)
    }, hintPause)
  }

  #all(): readonly Binding[] {
    const { keys } = this.#app.layout
    if (keys !== this.#keys) this.#bindings = bindingsOf((this.#keys = keys))
    return this.#bindings
  }

  #isFirst(event: KeyboardEvent): boolean {
    return this.#all().some(
      ({ presses: [first] }) => first !== undefined && matchKeyBindingPress(event, first)
    )
  }

  /** A list that was asked for, or a paper that was gone to, is what the next key is about, also before it is there. */
  #mustWait({ id, section }: Command): boolean {
    const { list, page, holding } = this.#app
    if (page !== null || holding) return holding
    if (section === 'Move') return list.waiting
    return section === 'Papers' && id !== 'undo' && id !== 'redo' && !list.settled
  }
}

const editorKeys: readonly string[] = ['Enter', 'Escape', 'Backspace', 'ArrowUp', 'ArrowDown']

/** What is typed for an editor that is still on its way waits for it. */
function typeAhead(app: App, event: KeyboardEvent): void {
  if (!mayBeTyped(event)) return
  app.typeAhead(event)
  event.preventDefault()
}

/** Whether an editor would take the key for text, or do something with it. */
function mayBeTyped(event: KeyboardEvent): boolean {
  if (event.isComposing || event.ctrlKey || event.metaKey) return false
  return event.key.length === 1 || editorKeys.includes(event.key)
}

/** A menu has the keys while it is open: Escape closes it, and nothing else. */
function isMenuOpen(): boolean {
  return document.querySelector(':popover-open') !== null
}

const scrolling: readonly string[] = ['Home', 'End', 'PageUp', 'PageDown']

/** True where the focused element does something with the key itself. */
function isForElement(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing) return true
  const target = event.composedPath()[0]
  if (!(target instanceof HTMLElement)) return false
  if (isTyped(target)) return true
  if (event.key === 'Enter' || event.key === ' ') return target.matches('button, a, summary')
  if (scrolling.includes(event.key)) return target.closest(`#${readerId}`) !== null
  return event.key.startsWith('Arrow') && target.matches('[role=separator]')
}
