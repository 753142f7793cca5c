// @vitest-environment jsdom
import { setTimeout } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import type { ImportResult, LibraryEvent } from '#core/contract'
import { unreadable } from '#core/domain/file-report'
import type { WatchedFolder, WatchedImport } from '#core/domain/watched-folder'
import { App } from '../../../src/renderer/state/app.svelte'
import { followWatchFolder } from '../../../src/renderer/state/watched-folder'
import '../support/locks'

const watched: WatchedFolder = {
  folder: '/in',
  state: 'watching',
  reason: null,
  importing: null,
  last: null,
  unread: [],
  unreadCount: 0
}

const imported: WatchedImport = {
  when: '2026-11-21T08:15:00.123Z',
  digests: 1,
  papers: 58,
  newer: 0,
  problems: 0,
  older: 0,
  decision: 'd1',
  session: 's1'
}

interface Scene {
  readonly app: App
  readonly emit: (event: LibraryEvent) => void
  readonly changed: (payload: WatchedFolder | null) => string | undefined
}

/** A window whose host answers with what is watched at first. */
async function following(first: WatchedFolder | null, result?: ImportResult): Promise<Scene> {
  const listeners: ((event: LibraryEvent) => void)[] = []
  const app = new App({
    request: (name) => Promise.resolve({ ok: true, value: name === 'watchFolder' ? first : result }),
    subscribe: (listener) => {
      listeners.push(listener)
      return () => undefined
    }
  })
  sessionStorage.clear()
  followWatchFolder(app)
  // Until the host's answer has been taken.
  await setTimeout(0)
  const emit = (event: LibraryEvent): void => {
    for (const listener of listeners) listener(event)
  }
  const changed = (payload: WatchedFolder | null): string | undefined => {
    app.toasts.dismiss()
    emit({ name: 'watchFolderChanged', payload })
    return app.toasts.current?.text
  }
  return { app, emit, changed }
}

test('what keeps digests from coming is told once', async () => {
  const { changed } = await following(watched)
  expect(changed({ ...watched, state: 'missing' })).toMatch(/not there now/)
  expect(changed({ ...watched, state: 'missing' })).toBeUndefined()
  expect(changed(watched)).toBeUndefined()
  expect(changed({ ...watched, state: 'failing', reason: 'The disk is full.' })).toMatch(
    /The disk is full\.$/
  )
  expect(changed(null)).toBeUndefined()
  expect(changed(watched)).toBeUndefined()
})

test('a folder that is gone at the start is told then', async () => {
  const { app } = await following({ ...watched, state: 'missing' })
  expect(app.toasts.current?.text).toMatch(/not there now/)
})

test('what came while the window was on its way is told once', async () => {
  const last = { ...imported, when: new Date().toISOString() }
  const { app, emit } = await following({ ...watched, last })
  expect(app.toasts.current?.text).toBe('58 new papers from the watched folder')
  app.toasts.dismiss()
  emit({ name: 'watchFolderImported', payload: last })
  expect(app.toasts.current).toBeNull()
  expect((await following({ ...watched, last: imported })).app.toasts.current).toBeNull()
})

test('files that cannot be read are told when they come, and not again', async () => {
  const huge = { file: 'huge.md', reason: 'fileTooLarge' } as const
  const { changed } = await following({ ...watched, unread: [huge], unreadCount: 1 })
  // What was there before has been told before.
  expect(changed({ ...watched, unread: [huge], unreadCount: 1 })).toBeUndefined()
  const more = [
    huge,
    // Told with its import.
    { file: 'cut.zip', reason: 'archiveCut' } as const,
    { file: 'a.md', reason: 'fileUnreadable' } as const,
    { file: 'b.md', reason: 'fileTooLarge' } as const
  ]
  const said = changed({ ...watched, unread: more, unreadCount: 3 })
  expect(said).toMatch(/: a\.md, for it cannot be read\. And 1 more file\.$/)
  expect(changed({ ...watched, unread: more, unreadCount: 3 })).toBeUndefined()
})

test('what came can be taken back, though not with the key of what is done here', async () => {
  const { app, emit } = await following(watched)
  emit({ name: 'watchFolderImported', payload: imported })
  expect(app.toasts.current).toMatchObject({
    text: '58 new papers from the watched folder',
    action: { label: 'Undo', key: false }
  })
  await setTimeout(0)
  expect(app.imports.current).toBeNull()
})

test('what has problems or is old is shown as an import that ended', async () => {
  const files = [
    { ...unreadable('a.md', 'cutShort'), key: 'k', entries: 2 },
    unreadable('README.md', 'fileUnknown'),
    unreadable('a.zip', 'archiveCut')
  ]
  const { app, emit } = await following(watched, { files, older: 7 })
  emit({ name: 'watchFolderImported', payload: { ...imported, problems: 1, older: 7, decision: null } })
  // Nothing that undo could take back.
  expect(app.toasts.current).toBeNull()
  await vi.waitFor(() => {
    expect(app.imports.current).toMatchObject({ status: 'done', session: 's1', older: 7, asks: true })
  })
  const run = app.imports.current
  expect(run?.reports.map(({ file }) => file)).toEqual(['a.zip', 'a.md'])
  expect(run?.leftOut.map(({ file }) => file)).toEqual(['README.md'])
})
