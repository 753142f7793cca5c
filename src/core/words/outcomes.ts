import type { PaperCounts } from '#core/domain/file-report'
import { counted } from '#core/words/counted'

const words: readonly (readonly [keyof PaperCounts, string])[] = [
  ['new', 'new'],
  ['newerVersion', 'with a newer version'],
  ['completed', 'completed'],
  ['known', 'known'],
  ['repeated', 'repeated']
]

/** What a digest's entries were, without those that none was: `2 new`, `4 known`. */
export function outcomeWords(papers: PaperCounts): string[] {
  return words.flatMap(([name, word]) =>
    papers[name] > 0 ? [`${papers[name].toLocaleString('en')} ${word}`] : []
  )
}

/** Of files that were left out: how many of them name papers, and how to have those; empty where none does. */
export function leftOutIds(withIds: number, leftOut: number): string {
  if (withIds === 0) return ''
  if (leftOut === 1) return 'It names arXiv papers: import it by itself to add those.'
  const some = withIds === leftOut ? 'All of them name' : counted(withIds, 'of them names', 'of them name')
  return `${some} arXiv papers: import such a file by itself to add those.`
}
