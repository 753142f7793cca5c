import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { app, dialog } from 'electron'
import { declareAppScheme } from '#main/desktop/app-protocol'
import { Desktop } from '#main/desktop/desktop'
import { endOnFaults } from '#main/desktop/faults'
import { Log } from '#main/desktop/log'
import { OfferedFiles } from '#main/desktop/offered-files'
import { profileFolder } from '#main/desktop/profile'
import { readStart } from '#main/desktop/start-arguments'
import { directories } from '#main/storage/directories'

const noSandbox =
  'Papertray does not run without Chromium’s sandbox: install its package for your system instead of the AppImage.'

/** What a second start tells the first one. */
interface SecondStart {
  readonly files: readonly string[]
}

const places = directories()
const given = readStart(process.argv, { packaged: app.isPackaged, folder: process.cwd() })
const location = { folder: given.library ?? places.library, directories: places }
const log = new Log(join(places.userData, 'logs', 'desktop.log'))

let desktop: Desktop | null = null

endOnFaults(log, () => desktop?.close() ?? Promise.resolve())
app.setName('Papertray')
// As electron-builder.config.mjs has it: Windows finds the program's icon by it.
app.setAppUserModelId('org.papertray.Papertray')
app.setPath('userData', profileFolder(places.cache, location.folder))
app.enableSandbox()
declareAppScheme()

// Some starters of Linux switch the sandbox off by themselves: what guards the user is not given up for that.
if (app.isPackaged && app.commandLine.hasSwitch('no-sandbox')) refuse(noSandbox)
else if (app.requestSingleInstanceLock({ files: given.files } satisfies SecondStart)) first()
// The one that runs has the files now.
else app.exit(0)

function refuse(sentence: string): void {
  process.stderr.write(`${sentence}\n`)
  void app.whenReady().then(() => {
    dialog.showErrorBox('Papertray cannot start', sentence)
    app.exit(2)
  })
}

/** Takes files from the beginning, also before there is anything to show them in. */
function first(): void {
  const offered = new OfferedFiles(() => {
    desktop?.filesOffered()
  })
  const offer = async (files: readonly string[]): Promise<void> => {
    await offered.offer(files)
    await app.whenReady()
    for (const file of files) if (existsSync(file)) app.addRecentDocument(file)
  }
  const take = (files: readonly string[]): void => {
    void offer(files)
    desktop?.show()
  }
  app.on('second-instance', (_event, _argv, _folder, second) => {
    take(filesOf(second))
  })
  app.on('open-file', (event, path) => {
    event.preventDefault()
    take([path])
  })
  app.on('activate', () => {
    desktop?.show()
  })
  void offer(given.files)
  void app.whenReady().then(async () => {
    desktop = await Desktop.start({ location, offered, offer, log })
  })
}

/** Whoever may start programs as this user may send anything. */
function filesOf(second: unknown): string[] {
  const files: unknown = (second as Partial<SecondStart> | null)?.files
  return Array.isArray(files) ? files.filter((file) => typeof file === 'string') : []
}
