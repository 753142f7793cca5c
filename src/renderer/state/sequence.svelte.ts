import type { Started } from '../keyboard/handle-keys'

/** Sequences of keys that were begun and not ended for a moment: a hint tells what can follow. */
export class Sequence {
  begun = $state.raw<readonly Started[]>([])
}
