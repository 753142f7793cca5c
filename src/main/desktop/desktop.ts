import { join } from 'node:path'
import { app, dialog, ipcMain, Menu, nativeTheme, session } from 'electron'
import type { DeviceSettings, LibraryApi, LibraryEvent } from '#core/contract'
import type { CommandId } from '#core/commands'
import { serveRenderer } from '#main/desktop/app-protocol'
import { diagnostics } from '#main/desktop/diagnostics'
import { isAsking } from '#main/desktop/dialogs'
import { hostApi } from '#main/desktop/host-api'
import type { Log } from '#main/desktop/log'
import { menuTemplate } from '#main/desktop/menu'
import type { OfferedFiles } from '#main/desktop/offered-files'
import { openForDesktop } from '#main/desktop/open-for-desktop'
import { blockNetwork, denyPermissions } from '#main/desktop/permissions'
import { answerRequests, channel } from '#main/desktop/requests'
import { showProgress, showUnread } from '#main/desktop/taskbar'
import { MainWindow } from '#main/desktop/window'
import type { HandingService } from '#main/handover/open-handing-service'
import type { LibraryLocation } from '#main/library/open-library'
import { sentenceOf } from '#main/terminal/sentences'
import { untilEnded } from '#main/terminal/until-ended'
import { version } from '../../../package.json'

export interface DesktopParts {
  readonly location: LibraryLocation
  readonly offered: OfferedFiles
  /** Hands over files that the user named. */
  readonly offer: (paths: readonly string[]) => Promise<void>
  readonly log: Log
}

/** Beside out/main, where this is built to. */
const built = join(import.meta.dirname, '..')
const resources = join(built, '..', 'resources')

/** An open library with its window, menu and icon. */
export class Desktop {
  readonly #service: HandingService
  readonly #window: MainWindow
  readonly #log: Log
  /** Papers in the inbox. */
  #unread = 0
  /** The application ends once its window is closed. */
  #quitting = false
  /** Under way or done: the library is closed once. */
  #ended: Promise<void> | null = null

  private constructor(service: HandingService, { offered, offer, log }: DesktopParts) {
    this.#service = service
    this.#log = log
    const { api, library, settings } = service
    const report = (): Promise<string> => diagnostics(library, version, log)
    this.#window = new MainWindow({
      preload: join(built, 'preload', 'index.cjs'),
      place: () => settings.kept('window'),
      savePlace: (place) => {
        settings.keep('window', place)
      },
      log,
      // Where the application outlives its window, what a command imports does so too.
      busy: () => service.importing() || (this.#endsWithWindow && service.importingForCommand()),
      diagnostics: report,
      pageGone: () => {
        offered.putBack()
        showProgress(null, this.#window.window)
        service.cancelImports().catch((cause: unknown) => {
          log.error('An import could not be stopped', cause)
        })
      },
      shown: () => {
        this.#showUnread()
      },
      stays: () => {
        this.#quitting = false
      },
      closes: () => {
        // Whoever stops an import does not want it to begin again with the next window.
        offered.forget()
        showProgress(null, this.#window.window)
      }
    })
    const host = hostApi({
      window: this.#window,
      offered,
      folder: library.folder,
      diagnostics: report,
      offer,
      archives: this.#service.archives,
      watch: this.#service.watch,
      log
    })
    const isWindow = (contents: unknown): boolean => contents === this.#window.window?.webContents
    const cancelImport: LibraryApi['cancelImport'] = (argument) => {
      offered.forget()
      return api.cancelImport(argument)
    }
    ipcMain.handle(channel, answerRequests({ ...api, cancelImport, ...host }, isWindow, log))
  }

  /** To be called when Electron is ready. @returns Null where the library cannot be had: Papertray ends. */
  static async start(parts: DesktopParts): Promise<Desktop | null> {
    const { log } = parts
    log.info(`Papertray ${version} starts, Electron ${process.versions.electron}`)
    const ended = untilEnded()
    const service = await openForDesktop(parts.location, ended, log)
    if (service === null) return null
    const desktop = new Desktop(service, parts)
    await desktop.#begin(ended)
    return desktop
  }

  /** Brings the window to the front. @returns False where Papertray is ending, and shows nothing any more. */
  show(): boolean {
    if (this.#ended !== null) return false
    this.#window.show()
    this.#showUnread()
    return true
  }

  filesOffered(): void {
    this.#window.send({ name: 'filesOffered', payload: undefined })
  }

  async #begin(ended: AbortSignal): Promise<void> {
    const { api, settings, subscribe } = this.#service
    denyPermissions(session.defaultSession)
    blockNetwork(session.defaultSession)
    serveRenderer(session.defaultSession, join(built, 'renderer'))
    follow(settings.settings)
    const choose = (command: CommandId): void => {
      // Over a dialog of the system the menu's keys are meant for its fields.
      if (!isAsking() && this.show()) this.#window.sendSurely({ name: 'commandChosen', payload: { command } })
    }
    const { platform } = process
    let shown: string | undefined
    const showMenu = ({ keys }: DeviceSettings): void => {
      // A menu that is open would close.
      if (shown === (shown = JSON.stringify(keys ?? {}))) return
      Menu.setApplicationMenu(
        Menu.buildFromTemplate(menuTemplate({ platform, tools: !app.isPackaged, keys, choose }))
      )
    }
    showMenu(settings.settings)
    subscribe((event) => {
      this.#hear(event)
      if (event.name === 'deviceSettingsChanged') showMenu(event.payload)
    })
    this.#unread = (await api.counts(undefined)).views.inbox
    this.#endWell(ended)
    if (!ended.aborted) this.show()
  }

  #hear(event: LibraryEvent): void {
    this.#window.send(event)
    if (event.name === 'deviceSettingsChanged') follow(event.payload)
    if (event.name !== 'papersChanged') return
    this.#unread = event.payload.views.inbox
    this.#showUnread()
  }

  #showUnread(): void {
    showUnread(this.#unread, this.#window.window, resources)
  }

  get #endsWithWindow(): boolean {
    return this.#quitting || process.platform !== 'darwin'
  }

  /** Nothing ends before everything is on disk. */
  #endWell(ended: AbortSignal): void {
    app.on('before-quit', () => {
      this.#quitting = true
    })
    app.on('window-all-closed', () => {
      if (this.#endsWithWindow) app.quit()
    })
    app.on('will-quit', (event) => {
      event.preventDefault()
      // Whoever starts Papertray now waits for the library, instead of handing files to what is about to end.
      app.releaseSingleInstanceLock()
      void this.#end()
    })
    const quit = (): void => {
      app.quit()
    }
    ended.addEventListener('abort', quit)
    if (ended.aborted) quit()
  }

  /** Puts everything on disk, and gives the library back. */
  close(): Promise<void> {
    return (this.#ended ??= this.#service.close())
  }

  async #end(): Promise<void> {
    try {
      await this.close()
      this.#log.info('Papertray ends, everything is on disk')
      app.exit(0)
    } catch (cause) {
      this.#log.error('The library could not be closed', cause)
      dialog.showErrorBox('Papertray could not close the library', sentenceOf(cause))
      app.exit(1)
    }
  }
}

/** Menus, dialogs and the window’s frame look as the window does. */
function follow({ appearance }: DeviceSettings): void {
  nativeTheme.themeSource = appearance ?? 'system'
}
