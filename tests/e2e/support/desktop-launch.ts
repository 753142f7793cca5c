import { expect } from '@playwright/test'
import { ElectronProcess } from './electron-process'
import type { DesktopProcess } from './desktop-application'
import { StandIn } from './stand-in'

/** The desktop host as built, on the stand-in for Electron. It must ask nobody outside. */
export async function launchStandIn(home: string, args: readonly string[]): Promise<DesktopProcess> {
  const standIn = await StandIn.start({ home, args })
  return {
    page: () => standIn.page(),
    end: async () => {
      const code = await standIn.end()
      expect(standIn.recorded('request'), 'requests to others than the host').toEqual([])
      return code
    },
    kill: () => standIn.kill()
  }
}

/** The same on Electron itself. */
export function launchElectron(home: string, args: readonly string[]): Promise<DesktopProcess> {
  return ElectronProcess.start(home, args)
}
