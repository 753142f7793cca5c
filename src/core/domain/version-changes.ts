import type { EntryFields } from '#core/domain/entry'
import { toldFields, type Announcement } from '#core/domain/merge'

/** Fields in which versions are compared, in the order in which one reads them. */
const comparedFields = ['title', 'authors', 'comment', 'abstract'] as const

/** A field of one version as text: null where digests say that there is none, left out where none of them says. */
interface FieldTexts {
  readonly before?: string | null
  readonly now?: string | null
}

export interface FieldChange extends FieldTexts {
  readonly field: (typeof comparedFields)[number]
  /** Only the beginnings of the texts are here. */
  readonly cut: boolean
}

/** What newer versions of a Paper changed. */
export interface VersionChanges {
  /** The version compared with; null where no digest in the library names it any more. */
  readonly from: number | null
  /** The highest version. */
  readonly to: number | null
  readonly fields: readonly FieldChange[]
}

/** UTF-16 code units of a text that are compared: many times an abstract. */
const longestText = 20_000

/**
 * Compares what digests said of a Paper up to a version with what they say of later ones. An Entry that names no
 * version counts as an early one, as it does in the merge.
 */
export function versionChanges(announcements: readonly Announcement[], decided: number): VersionChanges {
  const earlier = announcements.filter(({ entry }) => (entry.version ?? 0) <= decided)
  const later = announcements.filter(({ entry }) => (entry.version ?? 0) > decided)
  const [before, now] = [toldFields(earlier), toldFields(later)]
  return {
    from: highestVersion(earlier),
    to: highestVersion(later) ?? highestVersion(earlier),
    fields: comparedFields.flatMap((field): FieldChange[] => {
      const [was, is] = [textOf(before[field]), textOf(now[field])]
      if (was === undefined && is === undefined) return []
      const cut = [was, is].some((text) => (text ?? '').length > longestText)
      return [
        {
          field,
          ...(was !== undefined && { before: cutShort(was) }),
          ...(is !== undefined && { now: cutShort(is) }),
          cut
        }
      ]
    })
  }
}

function highestVersion(announcements: readonly Announcement[]): number | null {
  const versions = announcements.flatMap(({ entry }) => entry.version ?? [])
  return versions.length === 0 ? null : versions.reduce((highest, each) => Math.max(highest, each))
}

function textOf(value: EntryFields[FieldChange['field']]): string | null | undefined {
  return typeof value === 'object' && value !== null ? value.join(', ') : value
}

function cutShort(text: string | null): string | null {
  return text === null ? null : text.slice(0, longestText)
}
