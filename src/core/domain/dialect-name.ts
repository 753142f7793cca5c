/** Every dialect of digests, richest first: of two that are otherwise equal, the merge believes the richer one. */
export const dialectNames = [
  'atom',
  'field-list',
  'arxiv-email',
  'rss',
  'ai-enhanced',
  'new-submissions',
  'chinese-daily',
  'table',
  'numbered-list',
  'ids-only'
] as const

export type DialectName = (typeof dialectNames)[number]

/** Greater is richer. A dialect of a later release that this one does not know counts as poorest. */
export function dialectRank(name: string): number {
  const index = (dialectNames as readonly string[]).indexOf(name)
  return index < 0 ? 0 : dialectNames.length - index
}
