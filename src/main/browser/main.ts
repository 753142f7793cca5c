import { once } from 'node:events'
import { join } from 'node:path'
import type { Api, ExportedLibrary } from '#core/contract'
import type { WatchedFolder } from '#core/domain/watched-folder'
import { dispatch } from '#core/dispatch'
import { openHandingService } from '#main/handover/open-handing-service'
import type { LibraryService } from '#main/library/library-service'
import { help, readArguments, StartRefused, type Arguments } from '#main/browser/arguments'
import { importNamed, RequestRefused, type Ask } from '#main/browser/import-named'
import { openInBrowser } from '#main/browser/open-in-browser'
import { capabilities } from '#main/browser/capabilities'
import { findRunningHost, type RunningHost } from '#main/browser/running-host'
import { say } from '#main/browser/say'
import { BrowserServer } from '#main/browser/server'
import { untilEnded } from '#main/terminal/until-ended'
import { newToken } from '#main/http/token'
import { watchStateWords } from '#core/words/watch-words'
import { whenFree } from '#main/library/when-free'
import type { Announcement } from '#main/storage/lock'
import { sentenceOf } from '#main/terminal/sentences'
import { version } from '../../../package.json'

/** Beside out/main, where this is built to. */
const rendererFolder = join(import.meta.dirname, '..', 'renderer')

// Whoever read what Papertray says has enough of it: it serves on.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)

const ended = untilEnded()
process.exitCode = await run(process.argv.slice(2))

async function run(args: readonly string[]): Promise<number> {
  try {
    const given = readArguments(args)
    if (given === null) {
      process.stdout.write(`${help}\n`)
      return 0
    }
    const found = await openOrFind(given)
    return 'ask' in found ? await showRunning(found, given) : await serve(found, given)
  } catch (cause) {
    say(cause instanceof StartRefused ? cause.message : sentenceOf(cause))
    return 2
  }
}

/** The library, or the process that serves it already. That one may still be starting, or a command be quick to end. */
function openOrFind({ location }: Arguments): Promise<LibraryService | RunningHost> {
  return whenFree<LibraryService | RunningHost>(
    () => openHandingService(location, { version, capabilities }),
    {
      stop: ended,
      told: () => {
        say('Another Papertray process has this library open: waiting for it…')
      },
      instead: () => findRunningHost(location)
    }
  )
}

/** A second start: what was asked for is done by the process that runs. */
async function showRunning({ served, ask, ticket }: RunningHost, given: Arguments): Promise<number> {
  const importing = importFiles(given.files, ask)
  await checkWatched(given, ask)
  await show(served, given, ticket)
  return (await importing) ? 0 : 1
}

async function serve(service: LibraryService, given: Arguments): Promise<number> {
  const { subscribe, library, watch } = service
  const token = newToken()
  const api: Api = {
    ...service.api,
    exportLibrary: () => exportToBrowser(),
    watchFolder: () => Promise.resolve(watch.state),
    endWatching: async () => {
      await watch.end()
    }
  }
  const server = new BrowserServer({ api, subscribe, token, folder: rendererFolder })
  const exportToBrowser = async (): Promise<ExportedLibrary> => {
    const { archives } = service
    const path = await archives.writeAside()
    return { file: null, download: server.offerDownload(path, archives.nameFor(new Date())) }
  }
  try {
    if (given.watch !== null) sayWatched(await watch.choose(given.watch))
    const served = { address: await listen(server, given.port), token }
    library.announce({ served })
    const importing = importFiles(given.files, (name, argument) => dispatch(api, name, argument))
    await show(served, given, () => server.newTicket())
    if (!ended.aborted) await once(ended, 'abort')
    await importing
    return 0
  } finally {
    await server.close()
    await service.close()
  }
}

/** What keeps a folder from being watched now; where all is well there is nothing to say. */
function sayWatched(watched: WatchedFolder | null): void {
  if (watched !== null && watched.state !== 'watching') say(watchStateWords(watched))
}

/** The folder is the running process's to choose: a request that names one could come from any window. */
async function checkWatched({ watch }: Arguments, ask: Ask): Promise<void> {
  if (watch === null) return
  const reply = await ask('watchFolder', undefined)
  const watched = reply.ok ? (reply.value as WatchedFolder | null) : null
  if (watched?.folder !== watch)
    say('Papertray is running and watches another folder or none: end it first, then start it with --watch.')
}

async function listen(server: BrowserServer, port: number): Promise<string> {
  try {
    return await server.listen(port)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'EADDRINUSE')
      throw new StartRefused(
        `Port ${port} is taken by another program: choose another one, or leave out --port.`
      )
    if (code === 'EACCES')
      throw new StartRefused(`Port ${port} may not be used: choose one above 1023, or leave out --port.`)
    throw cause
  }
}

/** @returns False where the library refused it. What could not be read is told, and is no failure. */
async function importFiles(files: readonly string[], ask: Ask): Promise<boolean> {
  if (files.length === 0) return true
  try {
    for (const line of await importNamed(files, ask, ended)) say(line)
    return true
  } catch (cause) {
    say(cause instanceof RequestRefused ? cause.message : sentenceOf(cause))
    return false
  }
}

async function show(
  { address, token }: Announcement,
  { open }: Arguments,
  newTicket: () => Promise<string | null> | string
): Promise<void> {
  process.stdout.write(`Papertray is open at ${address}/#${token}\n`)
  if (!open) return
  // What a program is started with can be read by every user of this machine: so not the token itself.
  const ticket = await newTicket()
  if (ticket === null || !(await openInBrowser(`${address}/#once-${ticket}`, ended)))
    say('No browser could be opened here, and Papertray keeps serving: open the address above yourself.')
}
