import { ruleColours, type Rule } from '#core/domain/rule'
import type { NamedThings } from '../state/named.svelte'
import { findAuthors, findWords, type Found } from './highlights'

/** Milliseconds from the last change of what is shown until words are looked for in it: after a key's paint. */
const pause = 60

/** Elements whose words, and whose names, are looked at. */
const wordPlaces = '.rows .title, article h1, article .abstract'
const authorPlaces = '.rows .authors, [data-author]'
const categoryPlaces = '.rows .category, [data-category]'

/**
 * Colours what highlight rules are about, in lists and in the reader, without touching what stands there: the browser
 * paints ranges of text.
 * @returns Ends it.
 */
export function showHighlights(named: NamedThings): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const show = (): void => {
    const rules = named.rules.filter(({ does }) => does === 'highlight')
    const ranges = rules.length === 0 ? [] : rangesOf(rules)
    for (const colour of ruleColours) {
      const own = ranges.filter((each) => each.colour === colour).map(({ range }) => range)
      if (own.length === 0) CSS.highlights.delete(`rule-${colour}`)
      else CSS.highlights.set(`rule-${colour}`, new Highlight(...own))
    }
  }
  const showSoon = (): void => {
    clearTimeout(timer)
    timer = setTimeout(show, pause)
  }
  const observer = new MutationObserver(showSoon)
  const end = $effect.root(() => {
    $effect(() => {
      const some = named.rules.some(({ does }) => does === 'highlight')
      if (some) observer.observe(document.body, { subtree: true, childList: true, characterData: true })
      else observer.disconnect()
      showSoon()
    })
  })
  return () => {
    end()
    observer.disconnect()
    clearTimeout(timer)
    CSS.highlights.clear()
  }
}

interface Coloured {
  readonly colour: Found['colour']
  readonly range: Range
}

function rangesOf(rules: readonly Rule[]): Coloured[] {
  const about = (subject: Rule['matches']): Rule[] => rules.filter(({ matches }) => matches === subject)
  const [keywords, authors, categories] = [about('keyword'), about('author'), about('category')]
  return [
    ...rangesIn(keywords, wordPlaces, (text) => findWords(text, keywords)),
    ...rangesIn(authors, authorPlaces, (text) => findAuthors(text, authors)),
    ...rangesIn(categories, categoryPlaces, (text) => findCategory(text, categories))
  ]
}

function rangesIn(rules: readonly Rule[], places: string, find: (text: string) => Found[]): Coloured[] {
  if (rules.length === 0) return []
  return [...document.querySelectorAll(places)].flatMap((element) => {
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    const found: Coloured[] = []
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
      for (const { colour, from, to } of find(node.textContent ?? '')) {
        const range = document.createRange()
        range.setStart(node, from)
        range.setEnd(node, to)
        found.push({ colour, range })
      }
    }
    return found
  })
}

function findCategory(text: string, rules: readonly Rule[]): Found[] {
  const category = text.trim().toLowerCase()
  return rules.flatMap(({ text: wanted, colour }) => {
    const name = wanted
      .trim()
      .replace(/\.\*?$/, '')
      .toLowerCase()
    if (colour === null || (category !== name && !category.startsWith(`${name}.`))) return []
    return [{ colour, from: text.length - text.trimStart().length, to: text.trimEnd().length }]
  })
}
