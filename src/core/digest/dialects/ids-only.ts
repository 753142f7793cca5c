import { findingArxivIds } from '#core/digest/arxiv-ids'
import type { ParsedDigest } from '#core/domain/digest'

/**
 * Any text that names arXiv papers, as a digest of which only the ids are known; null where it names none. No text is
 * recognised as one: it is for whoever asks for it.
 */
export function* parseIdsOnly(text: string): Generator<void, ParsedDigest | null> {
  const found = yield* findingArxivIds(text)
  if (found.length === 0) return null
  return {
    dialect: 'ids-only',
    category: null,
    date: null,
    entries: found.map(({ id, version, line }) => ({
      id,
      version,
      kind: 'new',
      lines: [line, line],
      fields: {},
      repaired: 0
    })),
    problems: []
  }
}
