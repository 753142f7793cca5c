import type { PaperCounts } from '#core/domain/file-report'

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
