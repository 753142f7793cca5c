import type { MutedPapers } from '#core/contract'
import type { Rule } from '#core/domain/rule'
import { counted } from '#core/words/counted'

/** Rules that are named: there is one line for them. */
const mostNamed = 3

/** `23 papers muted: 12 “survey”, 8 cs.CL`. @param rule Finds a rule, if it is still there. */
export function mutedText(
  papers: number,
  by: MutedPapers['by'],
  rule: (id: string) => Rule | undefined
): string {
  const reasons = by.flatMap(({ rule: id, papers: count }) => {
    const found = rule(id)
    if (found === undefined) return []
    return `${count.toLocaleString('en')} ${found.matches === 'keyword' ? `“${found.text}”` : found.text}`
  })
  const more = reasons.length > mostNamed ? [counted(reasons.length - mostNamed, 'more rule')] : []
  const named = [...reasons.slice(0, mostNamed), ...more].join(', ')
  return `${counted(papers, 'paper')} muted${named === '' ? '' : `: ${named}`}`
}
