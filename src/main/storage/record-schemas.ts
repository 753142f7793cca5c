import * as v from 'valibot'
import { isArxivId, type ArxivId } from '#core/domain/arxiv-id'
import type { Decision, DecisionHow } from '#core/domain/decision'
import type { DialectName } from '#core/domain/dialect-name'
import type { Digest } from '#core/domain/digest'
import type { EntryFields } from '#core/domain/entry'
import type { NamedRecord, NamedType } from '#core/domain/named'
import type { SeenRecord } from '#core/domain/seen'
import type { EntryKind } from '#core/domain/paper'
import type { ProblemReason } from '#core/domain/problem'

/*
 * What records must look like to be believed. A checksum proves that a line is what somebody wrote, not that Papertray
 * did: a synchronised folder may hold anything. Kinds, fields and names of later releases pass.
 */

/** No arXiv id is that long. */
const longestId = 40

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
/** Up to the end of the year 9999, so that there is always a later one. */
const stamp = v.pipe(count, v.maxValue(253_402_300_799_999))
const device = v.pipe(v.string(), v.regex(/^[\da-f]{16}$/))
const hash = v.pipe(v.string(), v.regex(/^[\da-f]{64}$/))
const day = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/))
const instant = v.pipe(
  v.string(),
  v.check((text) => !Number.isNaN(Date.parse(text)))
)
const arxivId = v.custom<ArxivId>(
  (value) => typeof value === 'string' && value.length < longestId && isArxivId(value)
)
/** Names that later releases may add to. */
const named = <Name extends string>(): v.CustomSchema<Name, undefined> =>
  v.custom<Name>((value) => typeof value === 'string')

/** By hand, for a bulk names thousands of them. */
function isPapers(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return Object.entries(value).every(
    ([id, version]) => id.length < longestId && isArxivId(id) && Number.isSafeInteger(version) && version >= 0
  )
}

const strings = v.array(v.string())
const about = v.object({
  dialect: named<DialectName>(),
  category: v.nullable(v.string()),
  date: v.nullable(day)
})

const place = v.object({
  device,
  file: v.pipe(v.string(), v.regex(/^entries-\d{6,9}\.jsonl$/)),
  offset: count,
  length: count,
  source: v.tuple([count, count])
})

const change = v.object({
  papers: v.custom<Readonly<Record<ArxivId, number>>>(isPapers),
  decidedBefore: v.exactOptional(v.pipe(count, v.maxValue(65_535))),
  read: v.exactOptional(v.boolean()),
  starred: v.exactOptional(v.boolean()),
  tags: v.exactOptional(v.object({ add: v.exactOptional(strings), remove: v.exactOptional(strings) })),
  note: v.exactOptional(
    v.object({ text: v.nullable(v.string()), basedOn: strings, beside: v.exactOptional(strings) })
  )
})

const digestChange = v.object({
  key: hash,
  present: v.boolean(),
  again: v.exactOptional(v.literal(true)),
  about: v.exactOptional(about),
  at: v.exactOptional(place)
})

export const decisionSchema: v.GenericSchema<unknown, Decision> = v.object({
  id: v.string(),
  stamp,
  device,
  origin: v.string(),
  how: named<DecisionHow>(),
  changes: v.array(change),
  digests: v.exactOptional(v.array(digestChange)),
  undoes: v.exactOptional(v.string()),
  visit: v.exactOptional(v.string()),
  backup: v.exactOptional(instant),
  mended: v.exactOptional(v.array(v.object({ file: v.string(), lines: v.array(count) })))
})

/** What a value must look like depends on its type: what is not understood does nothing. */
export const namedSchema: v.GenericSchema<unknown, NamedRecord> = v.object({
  kind: v.literal('named'),
  type: named<NamedType>(),
  name: v.string(),
  stamp,
  device,
  value: v.unknown()
})

export const seenSchema: v.GenericSchema<unknown, SeenRecord> = v.object({
  kind: v.literal('seen'),
  stamp,
  device,
  abstract: v.array(arxivId),
  row: v.array(arxivId)
})

export const sourceSchema = v.object({
  kind: v.literal('source'),
  bytes: hash,
  encoding: v.string(),
  data: v.string()
})

const link = v.object({ kind: v.picklist(['abstract', 'pdf', 'doi', 'code', 'other']), url: v.string() })
const text = v.exactOptional(v.nullable(v.string()))
const texts = v.exactOptional(v.nullable(strings))

const fields: v.GenericSchema<unknown, EntryFields> = v.object({
  title: text,
  authors: texts,
  primaryCategory: text,
  categories: texts,
  classes: texts,
  published: text,
  updated: text,
  doi: text,
  journal: text,
  comment: text,
  abstract: text,
  links: v.exactOptional(v.nullable(v.array(link)))
})

export const entrySchema = v.object({
  n: count,
  lines: v.tuple([count, count]),
  repaired: count,
  id: arxivId,
  version: v.nullable(v.pipe(count, v.maxValue(65_535))),
  announced: named<EntryKind>(),
  fields
})

export const digestSchema: v.GenericSchema<unknown, Digest> = v.object({
  key: hash,
  bytes: hash,
  part: count,
  parts: count,
  dialect: named<DialectName>(),
  parser: count,
  category: v.nullable(v.string()),
  date: v.nullable(day),
  source: v.string(),
  imported: instant,
  entries: count,
  papers: count,
  repaired: count,
  problems: v.array(v.object({ line: count, reason: named<ProblemReason>(), excerpt: v.string() }))
})
