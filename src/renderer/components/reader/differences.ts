import { diffArrays } from 'diff'

/** A part of two texts: in both of them, or in one only. */
export interface TextPart {
  readonly kind: 'same' | 'added' | 'removed'
  /** What stands before it. */
  readonly space: string
  readonly text: string
}

interface Word {
  readonly text: string
  /** What stands between it and the word before. */
  readonly space: string
}

/** Beyond this many words added and taken away nobody would see more than two texts; and milliseconds. */
const mostChanges = 1500
const longest = 100

/**
 * Compares two texts word by word; a formula's words stay as they are written. White space makes no difference.
 *
 * @returns Null where the texts have so little in common that comparing them takes too long.
 */
export function differences(before: string, now: string): readonly TextPart[] | null {
  const changes = diffArrays(wordsOf(before), wordsOf(now), {
    comparator: (one, other) => one.text === other.text,
    maxEditLength: mostChanges,
    timeout: longest
  }) as
    | readonly { readonly added: boolean; readonly removed: boolean; readonly value: readonly Word[] }[]
    | undefined
  if (changes === undefined) return null
  return changes.map(({ added, removed, value }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    space: value[0]?.space ?? '',
    text: value.map(({ text, space }, place) => (place === 0 ? text : space + text)).join('')
  }))
}

const endMarks = '.,;:!?'

/** What is between spaces; full stops and commas after it are words of their own. */
function wordsOf(text: string): Word[] {
  const words: Word[] = []
  let last = 0
  // Matching the spaces as well would look through those at the end once for each of them.
  for (const { 0: word, index } of text.matchAll(/\S+/g)) {
    let end = word.length
    while (end > 1 && endMarks.includes(word.charAt(end - 1))) end--
    words.push({ text: word.slice(0, end), space: spaceOf(text.slice(last, index)) })
    if (end < word.length) words.push({ text: word.slice(end), space: '' })
    last = index + word.length
  }
  return words
}

function spaceOf(between: string): string {
  return between === '' ? '' : between.includes('\n') ? '\n' : ' '
}
