import type { ChangedMark, PaperDetail, Undone } from '#core/contract'
import type { ArxivId } from '#core/domain/arxiv-id'
import { plainTex } from '#core/text/plain-tex'
import { counted } from '#core/words/counted'
import { RequestFailed, type Client } from './client'
import type { PaperList } from './paper-list.svelte'
import { beginning } from './words'

/**
 * Shows an act that was taken back, or brought back.
 * @param isAway Whether the list is out of sight: then it stays where it was left.
 * @returns What is told of it.
 */
export async function showUndone(
  client: Client,
  list: PaperList,
  undone: Undone,
  isAway: boolean
): Promise<string> {
  const detail = undone.first === null ? null : await find(client, undone.first)
  const shown = await show(list, undone, detail, isAway)
  const words = undone.what
    .map((what) => (what === 'digest' ? counted(undone.digests, 'digest') : changeWords[what]))
    .join(', ')
  if (words === '') return 'nothing of it was left'
  if (undone.papers > 1) return `${words} for ${counted(undone.papers, 'paper')}`
  if (shown || detail === null) return words
  return `${words} for “${beginning(plainTex(detail.paper.title ?? detail.paper.id))}”`
}

/** Null where a removed digest has taken the paper with it. */
async function find(client: Client, id: ArxivId): Promise<PaperDetail | null> {
  try {
    return await client.request('paper', { id })
  } catch (cause) {
    if (cause instanceof RequestFailed && cause.code === 'unknownPaper') return null
    throw cause
  }
}

/**
 * What it brings back comes into the list, and the cursor goes to its paper.
 * @returns False where the list does not hold that.
 */
async function show(
  list: PaperList,
  { papers, digests }: Undone,
  detail: PaperDetail | null,
  isAway: boolean
): Promise<boolean> {
  if (isAway) {
    await list.refresh()
    return false
  }
  const isThere = detail !== null && list.moveToRow(detail.row)
  if (digests === 0 && papers <= 1 && isThere) return true
  await list.refresh()
  return detail !== null && list.moveToRow(detail.row)
}

const changeWords: Readonly<Record<Exclude<ChangedMark, 'digest'>, string>> = {
  read: 'read again',
  unread: 'unread again',
  starred: 'starred again',
  unstarred: 'star taken off',
  tags: 'tags changed back',
  note: 'note changed back',
  newVersion: 'new version again',
  seen: 'new version seen again'
}
