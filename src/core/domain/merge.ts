import type { ArxivId } from '#core/domain/arxiv-id'
import { hasOthers } from '#core/domain/authors'
import { isBrokenOff } from '#core/domain/broken-off'
import type { Digest } from '#core/domain/digest'
import { digestDay } from '#core/domain/digest'
import { dialectRank } from '#core/domain/dialect-name'
import { canonicalEntry, type Entry, type EntryFields } from '#core/domain/entry'
import {
  fieldNames,
  type Appearance,
  type FieldName,
  type Paper,
  type PaperFieldsOrNull
} from '#core/domain/paper'

/** An Entry together with the Digest it stands in. */
export interface Announcement {
  readonly digest: Pick<Digest, 'key' | 'category' | 'date' | 'imported' | 'dialect'>
  readonly entry: Entry
  /** The Entry's place among its Digest's, from 0. */
  readonly position: number
}

/**
 * Folds the Entries of one Paper into it, the same for every order of arrival: each field is the greatest, in a
 * total order, among the Entries that carry it.
 *
 * @param announcements At least one; all of the same id.
 */
export function mergePaper(id: ArxivId, announcements: readonly Announcement[]): Paper {
  const ordered = [...announcements].sort(byAnnouncement)
  const first = firstAnnouncement(ordered)
  const fields = mergeFields(ordered)
  return {
    id,
    version: highestVersion(ordered),
    ...fields,
    categories: withPrimary(fields.categories, fields.primaryCategory),
    announced: digestDay(first.digest),
    appearances: appearancesOf(ordered)
  }
}

/** Where a Paper was announced: it stays there, whatever comes later. */
export function firstAnnouncement(announcements: readonly Announcement[]): Announcement {
  return announcements.reduce((first, each) => (byAnnouncement(each, first) < 0 ? each : first))
}

/** Earlier Digests first; of two with one date, the smaller key counts as the earlier; within one, its own order. */
export function byAnnouncement(a: Announcement, b: Announcement): number {
  return (
    compareText(digestDay(a.digest), digestDay(b.digest)) ||
    compareText(a.digest.key, b.digest.key) ||
    a.position - b.position
  )
}

/** Orders by UTF-16 code units: the same in every locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function highestVersion(announcements: readonly Announcement[]): number | null {
  let highest = 0
  for (const { entry } of announcements) highest = Math.max(highest, entry.version ?? 0)
  return highest === 0 ? null : highest
}

function mergeFields(announcements: readonly Announcement[]): PaperFieldsOrNull {
  const told = toldFields(announcements)
  const merged: Record<FieldName, unknown> = {} as Record<FieldName, unknown>
  for (const name of fieldNames) merged[name] = told[name] ?? null
  return merged as unknown as PaperFieldsOrNull
}

/** Per field what the greatest of the Entries that carry it says; left out where none does. */
export function toldFields(announcements: readonly Announcement[]): EntryFields {
  const told: Partial<Record<FieldName, unknown>> = {}
  for (const name of fieldNames) {
    const best = winner(name, announcements)
    if (best !== null) told[name] = best.entry.fields[name]
  }
  return told as EntryFields
}

function winner(name: FieldName, announcements: readonly Announcement[]): Announcement | null {
  let best: Announcement | null = null
  for (const each of announcements) {
    if (each.entry.fields[name] === undefined) continue
    if (best === null || compareForField(name, each, best) > 0) best = each
  }
  return best
}

function compareForField(name: FieldName, a: Announcement, b: Announcement): number {
  return (
    Number(isWhole(name, a.entry)) - Number(isWhole(name, b.entry)) ||
    (a.entry.version ?? 0) - (b.entry.version ?? 0) ||
    compareText(a.entry.fields.updated ?? '', b.entry.fields.updated ?? '') ||
    Number(a.entry.fields[name] !== null) - Number(b.entry.fields[name] !== null) ||
    dialectRank(a.digest.dialect) - dialectRank(b.digest.dialect) ||
    // A missing date is never replaced by the day of import here: that would depend on the order of arrival.
    compareText(a.digest.date ?? '', b.digest.date ?? '') ||
    compareText(canonicalEntry(a.entry), canonicalEntry(b.entry))
  )
}

/**
 * A list of authors that only names the first ones, and an abstract that breaks off, give way to any that is whole,
 * whatever their versions.
 */
function isWhole(name: FieldName, { fields }: Entry): boolean {
  if (name === 'authors') return !hasOthers(fields.authors ?? [])
  return name !== 'abstract' || !isBrokenOff(fields.abstract ?? '')
}

/** A dialect may know only the primary category, another the rest. */
function withPrimary(categories: readonly string[] | null, primary: string | null): readonly string[] | null {
  if (primary === null || categories?.[0] === primary) return categories
  return [primary, ...(categories ?? []).filter((each) => each !== primary)]
}

function appearancesOf(ordered: readonly Announcement[]): Appearance[] {
  const seen = new Set<string>()
  const appearances: Appearance[] = []
  for (const { digest, entry } of ordered) {
    const key = `${digest.key} ${entry.kind}`
    if (seen.has(key)) continue
    seen.add(key)
    appearances.push({
      digest: digest.key,
      category: digest.category,
      date: digestDay(digest),
      dialect: digest.dialect,
      kind: entry.kind
    })
  }
  return appearances
}
