import { fold } from '#core/text/fold'

/** What a word of the query is worth by where it stands: at the beginning, at a word's, within one, or scattered. */
const worth = { first: 100, start: 80, inside: 40, scattered: 10 } as const

/**
 * How well a text answers to what was typed: every word of it has to be there, at best where a word begins, at least its
 * letters in their order from where one begins. Case and accents do not matter.
 *
 * @returns The greater, the better; null where it does not answer.
 */
export function fuzzyScore(query: string, text: string): number | null {
  const folded = fold(text)
  let score = 0
  for (const word of fold(query).split(/\s+/)) {
    const of = scoreOf(word, folded)
    if (of === null) return null
    score += of
  }
  // Of two that answer alike the shorter says it better.
  return score - folded.length / 1000
}

function scoreOf(word: string, text: string): number | null {
  if (word === '' || text.startsWith(word)) return worth.first
  let inside = false
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (beginsWord(text, at)) return worth.start
    inside = true
  }
  if (inside) return worth.inside
  return isScattered(word, text) ? worth.scattered : null
}

function beginsWord(text: string, at: number): boolean {
  return at === 0 || !/[\p{L}\p{N}]/u.test(text.charAt(at - 1))
}

/** Whether its letters come one after the other, the first where a word begins. */
function isScattered(word: string, text: string): boolean {
  let found = 0
  for (let at = 0; at < text.length && found < word.length; at++)
    if (text[at] === word[found] && (found > 0 || beginsWord(text, at))) found++
  return word.length > 1 && found === word.length
}
