import type { Rule, RuleColour } from '#core/domain/rule'
import { fold } from '#core/text/fold'

/** A part of a text, in UTF-16 code units. */
export interface Found {
  readonly colour: RuleColour
  readonly from: number
  readonly to: number
}

interface Word {
  readonly text: string
  readonly from: number
  readonly to: number
}

/** Where the words of highlight rules stand in a text: as `core/search/rules.ts` finds them in titles. */
export function findWords(text: string, rules: readonly Rule[]): Found[] {
  const words = wordsOf(text)
  return rules.flatMap(({ text: wanted, colour }) => {
    const goesOn = wanted.trimEnd().endsWith('*')
    const parts = wordsOf(wanted).map((word) => word.text)
    if (parts.length === 0 || colour === null) return []
    const found: Found[] = []
    for (let at = 0; at + parts.length <= words.length; at++) {
      const [first, last] = [words[at], words[at + parts.length - 1]]
      const isThere = parts.every((part, index) => {
        const word = words[at + index]?.text ?? ''
        if (index < parts.length - 1) return word === part
        return goesOn ? word.startsWith(part) : word === part || word === `${part}s` || word === `${part}es`
      })
      if (isThere && first !== undefined && last !== undefined)
        found.push({ colour, from: first.from, to: last.to })
    }
    return found
  })
}

/** The same for names in a list of authors, between commas. */
export function findAuthors(text: string, rules: readonly Rule[]): Found[] {
  const names = [...text.matchAll(/[^,]+/g)].map((match) => {
    const [name] = match
    const from = match.index + name.length - name.trimStart().length
    const words = new Set(wordsOf(name).map((word) => word.text))
    return { words, from, to: from + name.trim().length }
  })
  return rules.flatMap(({ text: wanted, colour }) => {
    const parts = wordsOf(wanted).map((word) => word.text)
    if (parts.length === 0 || colour === null) return []
    return names
      .filter(({ words }) => parts.every((part) => words.has(part)))
      .map(({ from, to }) => ({ colour, from, to }))
  })
}

function wordsOf(text: string): Word[] {
  return [...text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)].map((match) => {
    const [word] = match
    return { text: fold(word), from: match.index, to: match.index + word.length }
  })
}
