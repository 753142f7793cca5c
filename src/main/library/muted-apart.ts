import type { MutedPapers, View } from '#core/contract'
import type { LibraryReader } from '#main/library/library-reader'

/** The rows of a list, and apart from them those that rules have muted. */
export interface MutedApart {
  readonly shown: Uint32Array
  /** Null where nothing is muted. */
  readonly muted: { readonly rows: Uint32Array; readonly by: MutedPapers['by'] } | null
}

/** Where one goes through what came; everywhere else one looks for what is there. */
const folding: ReadonlySet<View['kind']> = new Set(['inbox', 'digest', 'month', 'category', 'unseen'])

/** Takes muted rows out of a list; both keep their order. */
export function mutedApart(library: LibraryReader, view: View, rows: Uint32Array): MutedApart {
  const { ruleMatches } = library
  if (!ruleMatches.mute || !folding.has(view.kind)) return { shown: rows, muted: null }
  const { bits, tags } = library.rowMarks
  const shown = new Uint32Array(rows.length)
  const muted: number[] = []
  const byRule = new Map<string, number>()
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] ?? 0
    if (ruleMatches.isMuted(row, bits[row] ?? 0, tags.has(row))) {
      muted.push(row)
      for (const rule of ruleMatches.of(row)) byRule.set(rule, (byRule.get(rule) ?? 0) + 1)
    } else shown[at - muted.length] = row
  }
  if (muted.length === 0) return { shown: rows, muted: null }
  const by = [...byRule].map(([rule, papers]) => ({ rule, papers })).sort((a, b) => b.papers - a.papers)
  return { shown: shown.slice(0, rows.length - muted.length), muted: { rows: Uint32Array.from(muted), by } }
}
