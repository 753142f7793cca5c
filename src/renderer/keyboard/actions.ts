import type { CommandId } from '#core/commands'
import { abstractUrl, pdfUrl } from '#core/domain/arxiv-id'
import type { App } from '../state/app.svelte'
import { counted } from '#core/words/counted'
import { readerId, relatedId } from './element-ids'
import { focusList } from './focus'

/* What the commands of commands.ts do that is more than one call. */

export function done(app: App): void {
  const row = app.list.current
  if (row === undefined) return
  if (!row.read || row.updated) void app.acts.mark(row, { read: true }, 'Done')
  goOn(app)
}

/** To the next paper; after the last one of a list that is worked off, to its end. */
function goOn(app: App): void {
  if (!app.list.move(1)) app.client.background(app.leaveEmptied())
}

export function star(app: App): void {
  const row = app.list.current
  if (row !== undefined)
    void app.acts.mark(row, { starred: !row.starred }, row.starred ? 'Star taken off' : 'Starred')
}

export function starDone(app: App): void {
  const row = app.list.current
  if (row === undefined) return
  if (!row.starred || !row.read || row.updated)
    void app.acts.mark(row, { starred: true, read: true }, 'Starred and done')
  goOn(app)
}

export function toggleRead(app: App): void {
  const row = app.list.current
  if (row !== undefined) setRead(app, !row.read)
}

export function setRead(app: App, read: boolean): void {
  const row = app.list.current
  if (row !== undefined && (row.read !== read || row.updated))
    void app.acts.mark(row, { read }, read ? 'Marked read' : 'Marked unread')
}

/** Every paper of the list as it stands, and none that arrived since: the list's own rows are what is sent. */
export function readAll(app: App): void {
  const { order, mutedUnread } = app.list
  if (order.length === 0) return
  const ofThem = mutedUnread === 0 ? '' : `, ${mutedUnread.toLocaleString('en')} of them muted`
  void app.acts.markRows(
    order,
    { read: true },
    (papers) => `Marked ${counted(papers, 'paper')} read${ofThem}`
  )
}

export function edit(app: App, what: 'tags' | 'note'): void {
  const { current } = app.list
  if (current === undefined) return
  app.layout.reading = true
  app.editing = { paper: current, what }
}

/** Opens the menu of how the list is ordered, or closes it. */
export function order(app: App): void {
  app.layout.reading = false
  app.ordering = !app.ordering && app.page === null && !app.empty
}

/** The current paper alone on the whole window, and back to the list. */
export function focusMode(app: App): void {
  app.editing = null
  app.focused = !app.focused && app.list.length > 0
  if (!app.focused) focusList()
}

export function search(app: App): void {
  app.layout.reading = false
  app.searches++
}

/** Shows or hides what the papers of a search can be narrowed by; without a search that comes first. */
export function facets(app: App): void {
  const { layout, list } = app
  layout.change({ facets: list.query === '' || layout.settings.facets !== true })
  if (list.query === '') search(app)
}

/** @param id Ends in its place in the sidebar. */
export function openSavedSearch(app: App, id: CommandId): void {
  const saved = app.named.savedSearches[Number(id.at(-1)) - 1]
  if (saved !== undefined) app.search(saved.query)
}

export function openAbstract({ list: { current } }: App): void {
  if (current !== undefined) openOutside(abstractUrl(current.id, current.version))
}

export function openPdf({ list: { current } }: App): void {
  if (current !== undefined) openOutside(pdfUrl(current.id, current.version))
}

/** In the system's browser: the desktop host hands it over, and a browser opens a tab. */
export function openOutside(url: string): void {
  window.open(url, '_blank', 'noopener,noreferrer')
}

export function copyLink(app: App): void {
  const row = app.list.current
  if (row !== undefined) copy(app, abstractUrl(row.id, row.version), 'Link copied')
}

export function copyBibtex(app: App): void {
  const row = app.list.current
  if (row === undefined) return
  app.client.background(
    Promise.all([
      app.client.request('paper', { id: row.id }),
      app.client.part(import('#core/export/bibtex'))
    ]).then(([{ paper }, { bibtex }]) => {
      copy(app, bibtex(paper), 'BibTeX copied')
    })
  )
}

/** Puts text where it can be pasted from, and says so. */
export function copy(app: App, text: string, said: string): void {
  navigator.clipboard.writeText(text).then(
    () => {
      app.toasts.done(said)
    },
    () => {
      app.toasts.error('The clipboard cannot be used here: allow it for this window and try again.')
    }
  )
}

/** A part of the reader's height is left in view, so that the eye finds its line again. */
const keptLines = 60

export function scroll(app: App, by: 1 | -1): void {
  const reader = document.getElementById(readerId)
  if (reader === null) return
  if (isAtEnd(reader, by)) app.list.move(by)
  else reader.scrollBy({ top: by * (reader.clientHeight - keptLines) })
}

/** Whether the reader cannot be scrolled any further, or what follows is no part of the paper. */
export function isAtEnd(reader: Element, by: 1 | -1): boolean {
  const { scrollTop, clientHeight, scrollHeight } = reader
  const rest = reader.querySelector<HTMLElement>(`#${relatedId}`)?.offsetHeight ?? 0
  return by === 1 ? scrollTop + clientHeight >= scrollHeight - rest - 1 : scrollTop <= 0
}

/** The window's widths of product.md in rem, as the styles of App.svelte have them: they follow the size of text. */
const drawerBelow = 56.25
const turnsBelow = 40

function isBelow(width: number): boolean {
  return innerWidth < width * parseFloat(getComputedStyle(document.documentElement).fontSize)
}

/** Whether the sidebar lies over the list, and is closed until it is asked for. */
export function hasDrawer(): boolean {
  return isBelow(drawerBelow)
}

/** Whether list and reader take turns. */
export function takesTurns(): boolean {
  return isBelow(turnsBelow)
}

export function sidebar({ layout }: App): void {
  if (!hasDrawer()) layout.toggleSidebar()
  else if (layout.drawerOpen) closeDrawer(layout)
  else layout.drawerOpen = true
}

function closeDrawer(layout: App['layout']): void {
  layout.drawerOpen = false
  focusList()
}

export function back(app: App): void {
  const { layout } = app
  if (app.focused) focusMode(app)
  else if (layout.drawerOpen) closeDrawer(layout)
  else if (app.page !== null) {
    app.page = null
    focusList()
  } else if (layout.reading && takesTurns()) layout.reading = false
  else if (!app.goBack()) app.toasts.dismiss()
}
