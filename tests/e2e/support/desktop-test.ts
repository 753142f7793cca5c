import { test as base } from './test'
import { DesktopApplication } from './desktop-application'
import { StandInProcess } from './desktop-launch'
import type { Application } from './application'
import { StandIn } from './stand-in'
import type { AppWindow } from './window'

/** The stand-in that runs the desktop host now: another one after each start. */
export function standInOf(app: Application): StandIn {
  if (app instanceof DesktopApplication && app.process instanceof StandInProcess) return app.process.standIn
  throw new Error('this application does not run on the stand-in')
}

/** Follows the application to the page that it has after a start or a crash. */
export async function showIn(app: Application, window: AppWindow): Promise<void> {
  if (!(app instanceof DesktopApplication)) throw new Error('this application has one window and page')
  await app.showIn(window)
}

/** A test of the desktop host, on the stand-in for Electron. */
export const test = base.extend<{ readonly standIn: StandIn; readonly left: undefined }>({
  left: [
    // eslint-disable-next-line no-empty-pattern -- Playwright asks for a pattern
    async ({}, use) => {
      await use(undefined)
      await StandIn.killLeft()
    },
    { auto: true }
  ],

  standIn: async ({ app, library }, use) => {
    if (library === null) throw new Error('a test that starts the host itself asks standInOf')
    await use(standInOf(app))
  }
})

export { expect } from '@playwright/test'
