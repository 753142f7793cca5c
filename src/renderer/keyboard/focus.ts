import { tick } from 'svelte'
import { listId } from './element-ids'
import type { App } from '../state/app.svelte'

/** Gives the keyboard to the list; where there is none, at least takes it from whatever one types into. */
export function focusList(): void {
  // Once a drawer over it is really closed: before, nothing in it can have the focus.
  void tick().then(() => {
    const list = document.getElementById(listId)
    if (list !== null) list.focus({ preventScroll: true })
    else if (isTyped(document.activeElement)) (document.activeElement as HTMLElement).blur()
  })
}

/** What is dragged needs the press; the list that a row is in takes the keyboard. */
const kept = ':is(button, [role=option]):not([draggable=true])'

/**
 * Keeps the keyboard where it is when a button is clicked: else the next Space would press that button again,
 * and the list's own keys would be gone. Dialogs have a focus of their own.
 *
 * @returns Ends it.
 */
export function keepFocus({ dialogs }: App): () => void {
  const listener = (event: MouseEvent): void => {
    if (event.button !== 0 || dialogs.current !== null) return
    if (!(event.target instanceof Element) || event.target.closest(kept) === null) return
    event.preventDefault()
    if (!isTyped(document.activeElement)) focusList()
  }
  addEventListener('mousedown', listener)
  return () => {
    removeEventListener('mousedown', listener)
  }
}

/** Whether what one types goes into an element. */
export function isTyped(element: EventTarget | null): boolean {
  return (
    element instanceof HTMLElement &&
    (element.isContentEditable || element.matches('input, textarea, select'))
  )
}
