import { expect, test as base } from '@playwright/test'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runPapertray } from '../../support/papertray'
import { seedFolder } from '../../support/seeds'
import type { Application } from './application'
import { BrowserApplication } from './browser-application'
import { DesktopApplication } from './desktop-application'
import { launchElectron, launchStandIn } from './desktop-launch'
import { Watch } from './watch'
import type { AppWindow } from './window'

/** What shows the application: a browser, or the desktop host on a stand-in for Electron or on Electron itself. */
export type HostKind = 'browser' | 'stand-in' | 'electron'

interface Options {
  /** What the library holds at the beginning; null where a test starts the host by itself. */
  readonly library: 'empty' | 'samples' | null
}

/** What a project says. */
export interface Hosts {
  readonly host: HostKind
}

interface Fixtures {
  readonly watch: Watch
  readonly app: Application
  /** The first window. */
  readonly window: AppWindow
}

export const test = base.extend<Options & Fixtures, Hosts & { readonly samples: string }>({
  host: ['browser', { option: true, scope: 'worker' }],

  library: ['samples', { option: true }],

  // A home with the samples in it, made once and copied: an import for each test would take most of the time.
  samples: [
    // eslint-disable-next-line no-empty-pattern -- Playwright asks for a pattern
    async ({}, use) => {
      const home = mkdtempSync(join(tmpdir(), 'papertray-e2e-samples-'))
      const { code, err } = await runPapertray(['import', seedFolder], { home })
      // 1 tells of problems in what was imported.
      expect([0, 1], err).toContain(code)
      await use(home)
      rmSync(home, { recursive: true, force: true })
    },
    { scope: 'worker' }
  ],

  watch: async ({ host, context }, use) => {
    const watch = new Watch()
    // The desktop has a browser of its own.
    if (host === 'browser') await watch.follow(context)
    await use(watch)
    expect(watch.complaints, 'warnings, errors and dialogs').toEqual([])
    expect(watch.outside, 'requests to others than the host').toEqual([])
  },

  app: async ({ host, context, watch, library, samples }, use) => {
    const home = mkdtempSync(join(tmpdir(), 'papertray-e2e-'))
    if (library === 'samples') cpSync(samples, home, { recursive: true })
    const app =
      host === 'browser'
        ? new BrowserApplication(home, watch, () => context.newPage())
        : new DesktopApplication(home, watch, host === 'electron' ? launchElectron : launchStandIn)
    if (library !== null) await app.start()
    await use(app)
    // Windows first: they would complain of a host that is gone.
    if (host === 'browser') await Promise.all(context.pages().map((page) => page.close()))
    await app.end()
    rmSync(home, { recursive: true, force: true })
  },

  window: async ({ app }, use) => {
    await use(await app.open())
  }
})

export { expect }
