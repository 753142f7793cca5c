import type { SearchReply } from '#core/contract'
import { findMatches } from '#core/search/query/find-matches'
import type { TextField } from '#core/search/query/query'
import { afterPaint } from '../state/after-paint'
import { ShownText } from './shown-text'

/** Milliseconds from the last change of what is shown until words are looked for in it: after a key's paint. */
const pause = 60

/** Elements that show texts of papers. */
const places: readonly (readonly [elements: string, field: TextField])[] = [
  ['.rows .title, article h1', 'title'],
  ['.rows .authors, [data-author]', 'authors'],
  ['article .abstract', 'abstract'],
  ['article [data-comment]', 'comment'],
  ['section.note .note', 'note']
]

/**
 * Marks the words of a search in lists and in the reader, without touching what stands there: the browser paints ranges
 * of text.
 * @param search What was found, see `PaperList`; read again whenever it changes.
 * @returns Ends it.
 */
export function showMatches(search: () => SearchReply | null): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const show = (): void => {
    const { marked = [], within = [] } = search() ?? {}
    const find = findMatches(marked, within)
    const ranges =
      marked.length === 0 ? [] : places.flatMap(([elements, field]) => rangesIn(elements, field, find))
    const highlight = new Highlight(...ranges)
    // Above the colours of rules.
    highlight.priority = 1
    CSS.highlights.set('match', highlight)
  }
  const observer = new MutationObserver(() => {
    clearTimeout(timer)
    timer = setTimeout(show, pause)
  })
  const end = $effect.root(() => {
    $effect(() => {
      const some = (search()?.marked ?? []).length > 0
      if (some) observer.observe(document.body, { subtree: true, childList: true, characterData: true })
      else observer.disconnect()
      clearTimeout(timer)
      void afterPaint().then(show)
    })
  })
  return () => {
    end()
    observer.disconnect()
    clearTimeout(timer)
    CSS.highlights.delete('match')
  }
}

function rangesIn(elements: string, field: TextField, find: ReturnType<typeof findMatches>): Range[] {
  return [...document.querySelectorAll(elements)].flatMap((element) => {
    const shown = new ShownText(element)
    return find(shown.text, field).map(({ from, to }) => shown.range(from, to))
  })
}
