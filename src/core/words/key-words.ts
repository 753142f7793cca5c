import type { KeyRefusal } from '#core/key-changes'

/** Why a key cannot be had, for whoever pressed it. */
export const refusalWords: Readonly<Record<KeyRefusal, string>> = {
  kept: 'Your browser or your system keeps this key for itself: press another one.',
  focus: 'This key moves to, presses or leaves what has the focus: press another one.'
}

export const recorderWords = {
  press: 'Press keys…',
  next: 'another one, or wait',
  explained: 'One key, or two in a row. Escape leaves it as it is, Backspace takes all keys away.'
} as const
