import type { Dialect } from '#core/digest/dialect'
import { aiEnhanced } from '#core/digest/dialects/ai-enhanced'
import { arxivEmail } from '#core/digest/dialects/arxiv-email'
import { atom } from '#core/digest/dialects/atom'
import { chineseDaily } from '#core/digest/dialects/chinese-daily'
import { fieldList } from '#core/digest/dialects/field-list'
import { newSubmissions } from '#core/digest/dialects/new-submissions'
import { numberedList } from '#core/digest/dialects/numbered-list'
import { rss } from '#core/digest/dialects/rss'
import { table } from '#core/digest/dialects/table'

/** Every dialect that is read. Where a text without heading fits several, the first one takes it. */
export const dialects: readonly Dialect[] = [
  fieldList,
  aiEnhanced,
  newSubmissions,
  chineseDaily,
  numberedList,
  table,
  arxivEmail,
  atom,
  rss
]
