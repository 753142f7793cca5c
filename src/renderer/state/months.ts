import type { DigestSummary } from '#core/contract'

/** A digest and how many of its papers are not read. */
export interface DigestProgress {
  readonly digest: DigestSummary
  readonly unread: number
}

/** Weekdays within a month on which no digest is held, between the first and the last that are. */
export interface Gap {
  /** First and last day: `YYYY-MM-DD`. */
  readonly from: string
  readonly to: string
  readonly days: number
}

export type MonthItem =
  { readonly kind: 'digest'; readonly progress: DigestProgress } | ({ readonly kind: 'gap' } & Gap)

export interface Month {
  /** `YYYY-MM`. */
  readonly month: string
  /** Newest first. */
  readonly items: readonly MonthItem[]
  readonly papers: number
  readonly unread: number
  /** Whole months between this one and the next older one that hold no digest. */
  readonly monthsMissing: number
}

const day = 24 * 60 * 60 * 1000

/**
 * Digests by the month of their day, the newest first, with the weekdays between them that none covers: arXiv
 * announces from Sunday to Thursday evening, so that a digest is missing on every other weekday.
 */
export function months(digests: readonly DigestSummary[], unread: Uint32Array): Month[] {
  const groups = new Map<string, DigestProgress[]>()
  digests.forEach((digest, index) => {
    const month = digest.day.slice(0, 7)
    const group = groups.get(month) ?? []
    groups.set(month, group)
    group.push({ digest, unread: unread[index] ?? 0 })
  })
  const names = [...groups.keys()].sort().reverse()
  return names.map((month, index) => {
    const group = groups.get(month) ?? []
    const older = names[index + 1]
    return {
      month,
      items: withGaps(group),
      papers: group.reduce((sum, { digest }) => sum + digest.papers, 0),
      unread: group.reduce((sum, each) => sum + each.unread, 0),
      monthsMissing: older === undefined ? 0 : monthNumber(month) - monthNumber(older) - 1
    }
  })
}

function withGaps(group: readonly DigestProgress[]): MonthItem[] {
  const items: MonthItem[] = []
  let later: string | null = null
  for (const progress of group) {
    const { day: held } = progress.digest
    const gap = later === null ? null : gapBetween(held, later)
    if (gap !== null) items.push({ kind: 'gap', ...gap })
    items.push({ kind: 'digest', progress })
    later = held
  }
  return items
}

/** Weekdays strictly between two days. */
function gapBetween(before: string, after: string): Gap | null {
  const missing: string[] = []
  for (let time = Date.parse(before) + day; time < Date.parse(after); time += day) {
    const date = new Date(time)
    if (date.getUTCDay() !== 0 && date.getUTCDay() !== 6) missing.push(date.toISOString().slice(0, 10))
  }
  const [from, to] = [missing[0], missing.at(-1)]
  return from === undefined || to === undefined ? null : { from, to, days: missing.length }
}

function monthNumber(month: string): number {
  const [year = '', number = ''] = month.split('-')
  return Number(year) * 12 + Number(number)
}
