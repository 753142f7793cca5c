import { matchKeyBindingPress, parseKeybinding, type KeyBindingPress } from 'tinykeys'
import type { App } from '../state/app.svelte'
import { commands, type Command } from './commands'

/** Keys of sequences must follow each other within so many milliseconds. */
const sequencePause = 1200

interface Binding {
  readonly presses: readonly KeyBindingPress[]
  readonly command: Command
}

const bindings: readonly Binding[] = commands.flatMap((command) =>
  command.keys.flatMap((key) => spellings(key).map((each) => ({ presses: parseKeybinding(each), command })))
)

/** A character that has to be typed with Shift on one keyboard may need none on another. */
function spellings(key: string): string[] {
  return key === '?' ? ['?', 'Shift+?'] : [key]
}

/**
 * Follows the keyboard; nothing happens while one types or a dialog is open. After the first key of a sequence the
 * next one belongs to it: `g s` goes to Starred and stars nothing.
 *
 * @returns Ends it.
 */
export function handleKeys(app: App): () => void {
  /** Sequences begun, and how many of their keys were pressed. */
  let begun: { readonly binding: Binding; readonly pressed: number }[] = []
  let last = 0
  const listener = (event: KeyboardEvent): void => {
    if (['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return
    if (event.key === 'Escape' && isOpening(app)) app.editing = null
    if (app.dialogs.current !== null || isOpening(app) || isForElement(event)) {
      begun = []
      return
    }
    if (event.timeStamp - last > sequencePause) begun = []
    last = event.timeStamp
    const candidates = begun.length > 0 ? begun : bindings.map((binding) => ({ binding, pressed: 0 }))
    const matching = candidates.filter(({ binding, pressed }) => {
      const press = binding.presses[pressed]
      return press !== undefined && matchKeyBindingPress(event, press)
    })
    begun = []
    if (matching.length === 0) return
    event.preventDefault()
    const whole = matching.find(({ binding, pressed }) => binding.presses.length === pressed + 1)
    // A key held down goes through the list; it does not act on paper after paper.
    if (whole !== undefined && event.repeat && whole.binding.command.section !== 'Move') return
    if (whole !== undefined) whole.binding.command.run(app)
    else begun = matching.map(({ binding, pressed }) => ({ binding, pressed: pressed + 1 }))
  }
  addEventListener('keydown', listener)
  return () => {
    removeEventListener('keydown', listener)
  }
}

/** True while an editor was asked for and its paper is still being read: what is typed now is meant for it. */
function isOpening({ editing, list, reader }: App): boolean {
  if (editing === null || editing.row !== list.currentNumber) return false
  return editing.what === 'tags' ? list.current === undefined : reader.detail?.row !== editing.row
}

/** True where the focused element does something with the key itself. */
function isForElement(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing) return true
  const target = event.composedPath()[0]
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target.matches('input, textarea, select')) return true
  if (event.key === 'Enter' || event.key === ' ') return target.matches('button, a, summary')
  return event.key.startsWith('Arrow') && target.matches('[role=separator]')
}
