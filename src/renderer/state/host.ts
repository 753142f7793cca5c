import type { CommandId, HostCommand, Section } from '#core/commands'
import type { OfferedFile } from '#core/contract'
import { copy } from '../keyboard/actions'
import { commandOf } from '../keyboard/commands'
import { isTyped } from '../keyboard/focus'
import type { App } from './app.svelte'
import type { DigestFile } from './dropped-files'
import { progressOf } from './import-progress'

/** Milliseconds between two accounts of how far an import has come. */
const progressPause = 200

/** What a dialog lies over stays as it is, also for the menu. */
const underDialogs: readonly Section[] = ['Papers', 'Move', 'Go to']

/** Does a window's part of what its host can do beyond what all hosts can. */
export function followHost(app: App): void {
  const { client } = app
  if (app.can('chooseDigests'))
    app.choose = (what) => {
      client.background(client.request('chooseDigests', { what }))
    }
  if (app.can('takeOfferedFiles')) {
    client.on('filesOffered', () => {
      client.background(takeOfferedFiles(app))
    })
    // Those of the start, and those that came while the window was not there.
    client.background(takeOfferedFiles(app))
  }
  client.on('commandChosen', ({ command }) => {
    choose(app, command)
  })
  client.on('closing', () => {
    const answer = keepAll(app).catch(() => false)
    client.background(answer.then((kept) => client.request('readyToClose', { kept })))
  })
  if (app.can('showProgress')) showProgress(app)
}

async function takeOfferedFiles({ client, imports }: App): Promise<void> {
  const offered = await client.request('takeOfferedFiles')
  imports.start(offered.map((each) => digestFile(each, () => client.request('readOfferedFile', each))))
}

function digestFile({ name, size, named }: OfferedFile, bytes: DigestFile['bytes']): DigestFile {
  return { name, size, named, bytes }
}

/** What a command asks of the host. */
export async function runOnHost(app: App, command: HostCommand): Promise<void> {
  const { client } = app
  if (command === 'diagnostics') copy(app, await client.request('diagnostics'), 'Diagnostics copied')
  else if (command === 'revealLibrary') await client.request('revealLibrary')
  else if (command === 'watchFolder') app.dialogs.open({ kind: 'settings', section: 'watch' })
  else await client.request('zoom', { by: command === 'zoomIn' ? 1 : command === 'zoomOut' ? -1 : 0 })
}

function choose(app: App, id: CommandId): void {
  const command = commandOf(id)
  // The menu takes the key from the field that has the focus: there it takes back what was typed.
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- there is no other way to undo what was typed
  if ((id === 'undo' || id === 'redo') && isTyped(document.activeElement)) document.execCommand(id)
  else if (app.dialogs.current === null || !underDialogs.includes(command.section)) command.run(app)
}

/** Puts everything that was said in the window on disk. @returns False where a note could not be saved. */
async function keepAll(app: App): Promise<boolean> {
  const { client, layout, list } = app
  await app.endEditing()
  // Sizes, appearance and places are not worth a question.
  await layout.keep().catch(() => undefined)
  await list.left.keep().catch(() => undefined)
  await client.changesMade()
  const { notes } = app
  if (notes === null) return true
  const drafts = notes.unsaved
  await Promise.all(drafts.map((draft) => notes.save(draft)))
  return drafts.every(({ status }) => status === 'saved')
}

function showProgress({ client, imports }: App): void {
  let shown: number | null = null
  setInterval(() => {
    const { current } = imports
    const progress = current?.active === true ? progressOf(current) : null
    if (progress === shown) return
    shown = progress
    client.background(client.request('showProgress', { progress }))
  }, progressPause)
}
