import type { DigestSummary, View } from '#core/contract'
import { dayText, monthText } from './words'

const titles = {
  inbox: 'Inbox',
  updated: 'Updated',
  starred: 'Starred',
  notes: 'Notes',
  read: 'Read',
  unseen: 'Never really seen',
  all: 'All papers'
} as const

/** A view's name for headings. */
export function viewTitle(view: View, digests: readonly DigestSummary[]): string {
  if (view.kind === 'tag') return view.tag
  if (view.kind === 'category') return view.category
  if (view.kind === 'month') return monthText(view.month)
  if (view.kind !== 'digest') return titles[view.kind]
  const digest = digests.find(({ key }) => key === view.key)
  return digest === undefined ? 'Digest' : digestTitle(digest)
}

/** `cs.CV, 18 Dec 2023`. */
export function digestTitle({ category, day }: Pick<DigestSummary, 'category' | 'day'>): string {
  return category === null ? dayText(day) : `${category}, ${dayText(day)}`
}

export function sameView(a: View, b: View): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
