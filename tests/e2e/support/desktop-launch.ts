import { expect, type Page } from '@playwright/test'
import { ElectronProcess } from './electron-process'
import type { DesktopProcess } from './desktop-application'
import { StandIn, type StartOptions } from './stand-in'

/** The desktop host as built, on the stand-in for Electron. It must ask nobody outside. */
export class StandInProcess implements DesktopProcess {
  readonly standIn: StandIn

  private constructor(standIn: StandIn) {
    this.standIn = standIn
  }

  static async start(options: StartOptions): Promise<StandInProcess> {
    return new StandInProcess(await StandIn.start(options))
  }

  page(): Promise<Page> {
    return this.standIn.page()
  }

  async reload(page: Page): Promise<void> {
    const loaded = page.waitForEvent('load')
    await this.standIn.reload()
    await loaded
  }

  async end(): Promise<number | null> {
    const code = await this.standIn.end()
    expect(this.standIn.recorded('request'), 'requests to others than the host').toEqual([])
    expect(this.standIn.recorded('pageDialog'), 'dialogs of the page').toEqual([])
    return code
  }

  kill(): Promise<void> {
    return this.standIn.kill()
  }
}

export function launchStandIn(home: string, args: readonly string[]): Promise<StandInProcess> {
  return StandInProcess.start({ home, args })
}

/** The same on Electron itself. */
export function launchElectron(home: string, args: readonly string[]): Promise<DesktopProcess> {
  return ElectronProcess.start(home, args)
}
