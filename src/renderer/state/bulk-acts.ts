import type { CommandId } from '#core/commands'
import type { Argument, Row } from '#core/contract'
import { markBits } from '#core/domain/view'
import type { App } from './app.svelte'
import type { Selecting } from './selecting'
import type { Selection } from './selection.svelte'
import { selectionWords as words } from './selection-words'

export type Wish = Argument<'decide'>['wish']
type Said = (papers: number) => string
type BulkAct = (app: App, selecting: Selecting) => void

/** What commands do with all selected papers: each is one Decision, that one undo takes back. */
export const bulkActs: Readonly<Partial<Record<CommandId, BulkAct>>> = {
  done: (app, selecting) => {
    dealWith(app, selecting, { read: true }, words.read)
  },
  read: (app, selecting) => {
    dealWith(app, selecting, { read: true }, words.read)
  },
  unread: (app, selecting) => {
    dealWith(app, selecting, { read: false }, words.unread)
  },
  starDone: (app, selecting) => {
    dealWith(app, selecting, { starred: true, read: true }, words.starredDone)
  },
  toggleRead: (app, selecting) => {
    once(app, allHave(app, selecting.selection, 'read'), (all) => {
      dealWith(app, selecting, { read: !all }, all ? words.unread : words.read)
    })
  },
  star: (app, { selection }) => {
    once(app, allHave(app, selection, 'starred'), (all) => {
      void app.acts.markRows(selection.rows, { starred: !all }, all ? words.unstarred : words.starred)
    })
  },
  tag: (app) => {
    const { current } = app.list
    if (current !== undefined) app.editing = { paper: current, what: 'manyTags' }
  },
  copyBibtex: (app, { selection, copying }) => {
    app.client.background(copying.copy(selection.rows, 'bibtex'))
  },
  copyLink: (app, { selection, copying }) => {
    app.client.background(copying.copy(selection.rows, 'links'))
  }
}

/** Makes a wish true for papers, and says so also where it was true already. */
export async function make(app: App, rows: Uint32Array, wish: Wish, said: Said): Promise<void> {
  if (rows.length === 0) return
  if ((await app.acts.markRows(rows, wish, said)) === 0) app.toasts.done(words.nothing)
}

/**
 * The same for the selected ones, which are dealt with then: nothing is selected any more, and one goes on with the
 * first paper behind them.
 */
function dealWith(app: App, selecting: Selecting, wish: Wish, said: Said): void {
  const { rows, last } = selecting.selection
  void app.acts.markRows(rows, wish, said)
  selecting.end()
  app.list.moveTo(last.behind < 0 ? last.selected : last.behind)
  if (last.behind < 0) app.client.background(app.leaveEmptied())
}

/** Goes on at once with what is known, else once it is; keys that follow wait for that. */
function once(app: App, known: boolean | Promise<boolean>, go: (all: boolean) => void): void {
  if (typeof known === 'boolean') go(known)
  else app.hold(known.then(go))
}

/**
 * Whether all selected papers are read, or starred. Their rows tell, as far as they have come and one of them is not;
 * else the library is asked.
 */
export function allHave(
  app: App,
  selection: Selection,
  mark: 'read' | 'starred'
): boolean | Promise<boolean> {
  const { list, client } = app
  let missing = false
  const { rows } = selection
  for (const row of rows) {
    const shown: Row | undefined = list.at(list.placeOf(row))
    if (shown?.[mark] === false) return false
    missing ||= shown === undefined
  }
  if (!missing) return true
  const { generation } = list
  return client
    .request('marks', { generation, rows })
    .then((marks) => marks.every((bits) => (bits & markBits[mark]) !== 0))
}
