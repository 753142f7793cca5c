/**
 * The word that few changes make of another one, or null where none is near: one change up to four letters, two above.
 * Changes are letters left out, put in, replaced, or two that change places.
 */
export function nearestOf(word: string, words: Iterable<string>): string | null {
  const wanted = word.toLowerCase()
  const most = wanted.length <= 4 ? 1 : 2
  let best: string | null = null
  let least = most + 1
  for (const candidate of words) {
    const changes = changesBetween(wanted, candidate.toLowerCase(), least - 1)
    if (changes < least) [best, least] = [candidate, changes]
  }
  return best
}

/**
 * How many changes make one word of the other (optimal string alignment distance); more than `most` where there are
 * more.
 */
export function changesBetween(first: string, second: string, most: number): number {
  if (Math.abs(first.length - second.length) > most) return most + 1
  let before: number[] = []
  let row = Array.from({ length: second.length + 1 }, (_, at) => at)
  for (let left = 1; left <= first.length; left++) {
    const next = [left]
    let least = left
    for (let right = 1; right <= second.length; right++) {
      const same = first[left - 1] === second[right - 1]
      let changes = Math.min(
        (row[right - 1] ?? 0) + (same ? 0 : 1),
        (row[right] ?? 0) + 1,
        (next[right - 1] ?? 0) + 1
      )
      if (
        left > 1 &&
        right > 1 &&
        first[left - 1] === second[right - 2] &&
        first[left - 2] === second[right - 1]
      )
        changes = Math.min(changes, (before[right - 2] ?? 0) + 1)
      next.push(changes)
      least = Math.min(least, changes)
    }
    if (least > most) return most + 1
    before = row
    row = next
  }
  return row[second.length] ?? most + 1
}
