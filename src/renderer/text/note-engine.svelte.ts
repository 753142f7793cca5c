import { formula } from './math-engine.svelte'
import type { renderNote } from './notes'
import type { SafeHtml } from './trusted-html'

let render = $state.raw<typeof renderNote | null>(null)
let loading: Promise<void> | null = null

/**
 * A note as HTML; null while markdown-it is not here yet, or where the note has to be shown as it is written. The
 * first call fetches markdown-it, and whatever asked in a template or effect is asked again when it has come.
 */
export function noteHtml(text: string): SafeHtml | null {
  if (render !== null) return render(text, formula)
  void loadNotes()
  return null
}

/** Fetches markdown-it. Where that fails notes are shown as they are written, and the next one tries again. */
export function loadNotes(): Promise<void> {
  loading ??= import('./notes').then(
    (module) => {
      render = module.renderNote
    },
    () => {
      loading = null
    }
  )
  return loading
}
