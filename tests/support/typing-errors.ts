import type { Random } from './random'

/** Rows of a keyboard: who misses a letter hits one beside it. */
const keyboard = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm']

/** A word as somebody types it who slips once, anywhere but at its first letter. */
export function mistyped(word: string, random: Random): string {
  const at = 1 + random.below(word.length - 2)
  const [before, letter, after] = [word.slice(0, at), word.charAt(at), word.slice(at + 1)]
  switch (random.below(4)) {
    case 0:
      return before + after
    case 1:
      return before + letter + letter + after === word ? before + after : before + letter + letter + after
    case 2:
      return after.startsWith(letter) ? before + after : before + after.charAt(0) + letter + after.slice(1)
    default:
      return before + neighbourOf(letter, random) + after
  }
}

function neighbourOf(letter: string, random: Random): string {
  const row = keyboard.find((keys) => keys.includes(letter)) ?? 'xz'
  const at = row.indexOf(letter)
  return random.pick([row[at - 1], row[at + 1]].filter((key) => key !== undefined))
}
