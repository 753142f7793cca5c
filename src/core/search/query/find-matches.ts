import type { MarkedWords, Span, TextField } from '#core/search/query/query'
import { wantedOf, type Wanted } from '#core/search/query/wanted'
import { Tokenizer } from '#core/search/tokens'

/** Tells where a query's words stand in a text of a paper: ascending, none within another. */
export type FindMatches = (text: string, field: TextField) => readonly Span[]

/** What is looked for in which field. */
interface Sought extends Wanted {
  readonly field: TextField | null
  /** Also within longer words. */
  readonly within: boolean
}

interface Word extends Span {
  readonly text: string
  /** Of words that stand together, in one: the letters of the first of them. */
  readonly begins: number
}

/** The words of a text by their positions. Words that stand together are at those of the first and the last in one, too. */
type Words = readonly (readonly Word[])[]

/**
 * Finds in texts what the index found in papers: the same words, taken apart in the same way.
 * @param marked As the parts of a query, see `wordsOf`.
 * @param within Words of them, as the index has words, that are looked for within longer ones too, for no paper has them.
 */
export function findMatches(marked: readonly MarkedWords[], within: readonly string[] = []): FindMatches {
  const sought = marked.map((part): Sought => {
    const wanted = wantedOf(part)
    const [[word = ''] = [], ...others] = wanted.words
    return { ...wanted, field: part.field, within: others.length === 0 && within.includes(word) }
  })
  return (text, field) => {
    const asked = sought.filter((each) => each.field === null || each.field === field)
    if (asked.length === 0) return []
    const parts = field === 'authors' ? namesOf(text) : [{ text, from: 0 }]
    return merged(
      parts.flatMap(({ text: part, from }) => {
        const words = read(part)
        const found = asked.flatMap((each) =>
          each.isName ? partsOfName(words, each) : placesOf(words, each)
        )
        return found.map((span) => ({ from: span.from + from, to: span.to + from }))
      })
    )
  }
}

/** No phrase goes from one name to the next. */
function namesOf(text: string): { readonly text: string; readonly from: number }[] {
  let from = 0
  return text.split(',').map((name) => {
    const at = from
    from += name.length + 1
    return { text: name, from: at }
  })
}

function read(text: string): Words {
  const words: Word[][] = []
  new Tokenizer({
    word: (codes, start, end, _position, from, to) => {
      words.push([{ text: String.fromCharCode(...codes.subarray(start, end)), from, to, begins: 0 }])
    },
    compound: (codes, end, first, last, from, to) => {
      const begins = words[first]?.[0]?.text.length ?? 0
      const whole = { text: String.fromCharCode(...codes.subarray(0, end)), from, to, begins }
      words[first]?.push(whole)
      words[last]?.push(whole)
    }
  }).read(text)
  return words
}

function placesOf(words: Words, sought: Sought): Span[] {
  const found: Span[] = []
  const { length } = sought.words
  for (let at = 0; length > 0 && at + length <= words.length; at++) {
    const fitting = sought.words.map((_, place) =>
      words[at + place]?.find((word) => fits(word, sought, place))
    )
    const [first, last] = [fitting[0], fitting[length - 1]]
    if (first !== undefined && last !== undefined && !fitting.includes(undefined))
      found.push({ from: first.from, to: last.to })
  }
  return [...found, ...joinedIn(words, sought)]
}

/** Where the words stand as one. */
function joinedIn(words: Words, { joined, open }: Sought): Word[] {
  if (joined === null) return []
  return words.flat().filter((word) => word.text === joined || (open && goesOn(word, joined)))
}

function fits(word: Word, { words, open, within }: Sought, place: number): boolean {
  const forms = words[place] ?? []
  const [wanted = ''] = forms
  if (forms.includes(word.text)) return true
  if (within) return word.begins === 0 && word.text.includes(wanted)
  return open && place === words.length - 1 && goesOn(word, wanted)
}

/** Of words that stand together, one that the first of them begins with means that alone. */
function goesOn({ text, begins }: Word, wanted: string): boolean {
  return text.startsWith(wanted) && wanted.length > begins
}

/** All parts of the name, wherever they stand in it; a single letter begins one. */
function partsOfName(words: Words, sought: Sought): Span[] {
  const { length } = sought.words
  const all = words.flat()
  const found = sought.words.map(([part = ''], place) =>
    all.filter((word) => fits(word, sought, place) || (length > 1 && part.length === 1 && goesOn(word, part)))
  )
  const isThere = length > 0 && found.every((parts) => parts.length > 0)
  return [...(isThere ? found.flat() : []), ...joinedIn(words, sought)]
}

function merged(spans: readonly Span[]): Span[] {
  const found: Span[] = []
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    const last = found.at(-1)
    if (last !== undefined && from <= last.to)
      found[found.length - 1] = { from: last.from, to: Math.max(last.to, to) }
    else found.push({ from, to })
  }
  return found
}
