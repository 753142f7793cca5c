import type { Client } from './client'
import type { Toasts } from './toasts.svelte'

/**
 * Tells what is being done that the history knows nothing of, and offers to take it back: at once, since the key for
 * undo means it from then on, not from when the library has answered. Taken back meanwhile, it is done first.
 * A failure takes the place of what was told.
 * @param work What is being done.
 * @param back Takes it back.
 * @throws What work throws.
 */
export async function offerUndo(
  { client, toasts }: { client: Client; toasts: Toasts },
  told: string,
  work: Promise<unknown>,
  back: () => Promise<unknown>
): Promise<void> {
  toasts.done(told, {
    label: 'Undo',
    key: true,
    takesUndoKey: true,
    run: () => {
      client.background(work.then(back))
    }
  })
  await work
}
