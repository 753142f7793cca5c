import type { Completion, CompletionOption } from '#core/contract'
import { nameKey } from '#core/search/index/add-documents'
import { fieldNamed, fields, type FieldName } from '#core/search/query/field-names'
import { belongings, states } from '#core/search/query/query'
import { fold } from '#core/text/fold'
import { counts } from '#main/library/counts'
import type { LibraryReader } from '#main/library/library-reader'

/** Options that are offered. */
const most = 8
/** Of a name that is looked for in names. */
const shortestName = 2

/** What a query can go on with where the cursor stands: fields, and what there is of tags, categories and so on. */
export function complete(library: LibraryReader, query: string, at: number): Completion {
  const { from, to, field, text } = partAt(query, Math.min(at, query.length))
  const options = field === null ? fieldOptions(text) : valueOptions(library, field, text)
  return { from, to, options }
}

interface Part {
  readonly from: number
  readonly to: number
  /** Null before a colon. */
  readonly field: FieldName | null
  readonly text: string
}

/** What is being typed: a word, or a field's value with its quotation mark. */
function partAt(query: string, at: number): Part {
  const before = query.slice(0, at)
  const quoted = /([A-Za-z]{1,12}):(["“„])([^"“”„]*)$/.exec(before)
  if (quoted !== null) {
    const [, word = '', , text = ''] = quoted
    const field = fieldNamed(word)
    if (field !== undefined) return { from: at - text.length - 1, to: at, field, text }
  }
  const [word = ''] = /[^\s()"“”„]*$/.exec(before) ?? []
  const bare = word.replace(/^[-−–]+/, '')
  const colon = bare.indexOf(':')
  const field = colon < 0 ? null : (fieldNamed(bare.slice(0, colon)) ?? null)
  if (field === null) return { from: at - bare.length, to: at, field: null, text: colon < 0 ? bare : '' }
  const value = bare.slice(Math.max(colon, bare.lastIndexOf(',')) + 1)
  return { from: at - value.length, to: at, field, text: value }
}

function fieldOptions(text: string): CompletionOption[] {
  const begun = text.toLowerCase()
  if (begun === '') return []
  return fields.flatMap(({ words, says }) => {
    const [word] = words.filter((each) => each.startsWith(begun))
    return word === undefined ? [] : [{ text: `${words[0] ?? word}:`, says, papers: null }]
  })
}

function valueOptions(library: LibraryReader, field: FieldName, text: string): CompletionOption[] {
  switch (field) {
    case 'category':
      return named(counts(library).categories, text)
    case 'tag':
      return named(mostFirst(counts(library).tags), text.replace(/^#/, ''))
    case 'authors':
      return text.length < shortestName ? [] : authorOptions(library, text)
    case 'is':
      return listed(states, text)
    case 'has':
      return listed(belongings, text)
    case 'date':
      return listed(['today', 'yesterday', '7d', '30d', '1y'], text)
    default:
      return []
  }
}

function listed(words: readonly string[], text: string): CompletionOption[] {
  const begun = words.filter((word) => word.startsWith(text.toLowerCase()))
  return begun.map((word) => ({ text: word, says: null, papers: null }))
}

/** Those that begin so come before those that have it within. */
function named(
  items: readonly { readonly name: string; readonly papers: number }[],
  text: string
): CompletionOption[] {
  const wanted = fold(text)
  const places = items.map((item) => ({ item, place: fold(item.name).indexOf(wanted) }))
  return [...places.filter(({ place }) => place === 0), ...places.filter(({ place }) => place > 0)]
    .slice(0, most)
    .map(({ item: { name, papers } }) => ({ text: quotedWhereNeeded(name), says: null, papers }))
}

function authorOptions(library: LibraryReader, text: string): CompletionOption[] {
  return library.search
    .searched()
    .papers.namesHolding(nameKey, fold(text), most)
    .map(({ name, documents }) => ({ text: `"${name.replaceAll('"', '')}"`, says: null, papers: documents }))
}

function quotedWhereNeeded(name: string): string {
  return /[\s(),|]/.test(name) ? `"${name}"` : name
}

function mostFirst<T extends { readonly papers: number }>(items: readonly T[]): T[] {
  return [...items].sort((a, b) => b.papers - a.papers)
}
