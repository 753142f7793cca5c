import type { ArxivId } from '#core/domain/arxiv-id'
import type { DialectName } from '#core/domain/dialect-name'

/** A link that a digest gave and that cannot be made from the id or the DOI. */
export interface Link {
  readonly kind: 'abstract' | 'pdf' | 'doi' | 'code' | 'other'
  readonly url: string
}

/** What digests say about a Paper. */
export interface PaperFields {
  /** As announced: TeX text. */
  readonly title: string
  readonly authors: readonly string[]
  readonly primaryCategory: string
  /** arXiv's categories, the primary one first. */
  readonly categories: readonly string[]
  /** ACM and MSC classes. */
  readonly classes: readonly string[]
  /** When version 1 was submitted: `YYYY-MM-DDThh:mm:ssZ`, or `YYYY-MM-DD` where the digest knows no time. */
  readonly published: string
  /** When the newest version was submitted, written like `published`. */
  readonly updated: string
  /** One DOI, or several separated by a space. */
  readonly doi: string
  readonly journal: string
  readonly comment: string
  /** As announced: TeX text; paragraphs are separated by a line feed. */
  readonly abstract: string
  readonly links: readonly Link[]
}

export type FieldName = keyof PaperFields

/** Every field, in the order in which records on disk hold them. The order is part of a Digest's key: never change it. */
export const fieldNames = [
  'title',
  'authors',
  'primaryCategory',
  'categories',
  'classes',
  'published',
  'updated',
  'doi',
  'journal',
  'comment',
  'abstract',
  'links'
] as const satisfies readonly FieldName[]

/** How a digest announced a Paper. */
export type EntryKind = 'new' | 'cross-list' | 'replacement'

/** The kinds, the one that says most first. */
const kindsByStrength: readonly EntryKind[] = ['new', 'cross-list', 'replacement']

/**
 * How a Paper counts as announced that several Digests of one day hold: as new where one of them says so, else as a
 * cross-list. So the same paper is not new in one category and a cross-list by the chance of which digest came first.
 */
export function strongestKind(kinds: readonly EntryKind[]): EntryKind {
  return kindsByStrength.find((kind) => kinds.includes(kind)) ?? 'new'
}

/** One appearance of a Paper in a Digest. */
export interface Appearance {
  readonly digest: string
  readonly category: string | null
  /** The digest's date, or the day of its import where it has none: `YYYY-MM-DD`. */
  readonly date: string
  readonly dialect: DialectName
  readonly kind: EntryKind
}

/** One arXiv work: the merge of its Entries. What no Entry says is null. */
export interface Paper extends PaperFieldsOrNull {
  readonly id: ArxivId
  /** The highest version any Entry names. */
  readonly version: number | null
  /** The date of the earliest Digest that holds the Paper: `YYYY-MM-DD`. */
  readonly announced: string
  /** Earliest first. */
  readonly appearances: readonly Appearance[]
}

export type PaperFieldsOrNull = { readonly [Name in FieldName]: PaperFields[Name] | null }
