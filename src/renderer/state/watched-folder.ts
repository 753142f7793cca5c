import type { UnreadFile, WatchedFolder, WatchedImport } from '#core/domain/watched-folder'
import type { ProblemReason } from '#core/domain/problem'
import { problemText } from '#core/problem-messages'
import { counted } from '#core/words/counted'
import { watchedImportWords, watchStateWords } from '#core/words/watch-words'
import type { App } from './app.svelte'
import { ImportRun } from './import-run.svelte'

/** Milliseconds for which an import is worth telling to a window that was not there yet. */
const recent = 60_000
/** Under which a window remembers what it has told, over a reload. */
const toldItem = 'papertray-told-import'

/** These files were not even read; what was read and is damaged stands in the report of its import. */
const notRead: readonly ProblemReason[] = ['fileTooLarge', 'fileUnreadable', 'fileMissing']

/** Tells what comes from the watched folder by itself, and what keeps it from coming. */
export function followWatchFolder(app: App): void {
  const { client, toasts } = app
  let before: WatchedFolder | null = null
  const take = (now: WatchedFolder | null, isFirst: boolean): void => {
    const sameFolder = before !== null && before.folder === now?.folder
    // What was there before this window was told then.
    const known = new Set((sameFolder ? before : null)?.unread.map(({ file }) => file))
    const unread = (isFirst ? [] : (now?.unread ?? [])).filter(
      ({ file, reason }) => !known.has(file) && notRead.includes(reason)
    )
    const isOther = now?.state !== (sameFolder ? before?.state : 'watching')
    before = now
    if (now !== null && now.state !== 'watching' && isOther) toasts.error(watchStateWords(now))
    else if (unread.length > 0) toasts.error(unreadWords(unread))
  }
  client.on('watchFolderChanged', (now) => {
    take(now, false)
  })
  client.on('watchFolderImported', (imported) => {
    client.background(tell(app, imported))
  })
  client.background(
    client.request('watchFolder').then((now) => {
      take(now, true)
      const last = now?.last ?? null
      // It may have been imported while this window was on its way.
      if (last !== null && Date.now() - Date.parse(last.when) < recent) client.background(tell(app, last))
    })
  )
}

/** What came, as an import's message and, where it asks or complains, as the card of an import. */
async function tell({ acts, client, imports }: App, imported: WatchedImport): Promise<void> {
  const { decision, session, older, problems } = imported
  if (session === null || sessionStorage.getItem(toldItem) === session) return
  sessionStorage.setItem(toldItem, session)
  if (decision !== null) acts.told(watchedImportWords(imported, ' from the watched folder'), decision, false)
  if (older + problems === 0) return
  const result = await client.request('finishImport', { session })
  const run = new ImportRun([], false)
  run.session = session
  // As found in a folder: what is no digest is merely left out.
  run.add({ name: '', size: 0, named: false, bytes: () => Promise.resolve(new Uint8Array()) }, result.files)
  run.end(result)
  run.status = 'done'
  imports.show(run)
}

function unreadWords(unread: readonly UnreadFile[]): string {
  const [first, ...more] = unread
  if (first === undefined) return ''
  const rest = more.length === 0 ? '' : ` And ${counted(more.length, 'more file')}.`
  return `Not imported from the watched folder: ${first.file}, for ${problemText(first.reason)}.${rest}`
}
