import { defineConfig } from '@playwright/test'
import type { Hosts } from './tests/e2e/support/test'
import { findChromium } from './scripts/lib/chromium.mjs'
import { electronRuntime } from './scripts/lib/electron-runtime.mjs'

const quiet = [
  // What is asked of others than the host never leaves the machine.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync'
]
// Chromium refuses to sandbox what root runs, as tests are in containers.
const isRoot = process.getuid?.() === 0
// `npm test` says which browser it found; whoever runs Playwright by hand need not.
const executablePath =
  process.env.PAPERTRAY_HEADLESS_SHELL ?? process.env.PAPERTRAY_CHROMIUM ?? findChromium()

const hasElectron = 'path' in (await electronRuntime({ fetch: false }))

/** The desktop has one window, whose page is the browser's: what is only about how that looks is tried there. */
const browserOnly = ['windows.spec.ts', 'screenshots.spec.ts', 'accessibility.spec.ts', 'long-list.spec.ts']

/**
 * What happens within the window alone: under the stand-in it would run in the same Chromium once more. What its other
 * specs do there goes the same way through preload and IPC.
 */
const windowOnly = [
  'dialects.spec.ts',
  'digests.spec.ts',
  'history.spec.ts',
  'marks.spec.ts',
  'notes.spec.ts',
  'panes.spec.ts',
  'search.spec.ts',
  'selection.spec.ts',
  'triage.spec.ts',
  'undo.spec.ts',
  'versions.spec.ts'
]

export default defineConfig<object, Hosts>({
  testDir: 'tests/e2e',
  outputDir: 'out/e2e',
  fullyParallel: true,
  forbidOnly: process.env.CI !== undefined,
  retries: 0,
  // A machine that is busy with other things is waited for; nothing is waited for longer than it takes.
  timeout: 90_000,
  expect: { timeout: 15_000 },
  workers: 2,
  reporter: [['list'], ['json', { outputFile: 'out/e2e-tests.json' }]],
  projects: [
    { name: 'browser', testIgnore: 'desktop/**' },
    {
      name: 'stand-in',
      testIgnore: [...browserOnly, ...windowOnly],
      grepInvert: /@browser|@electron/,
      use: { host: 'stand-in' }
    },
    // Without a runtime one file says why.
    hasElectron
      ? {
          name: 'electron',
          testIgnore: [...browserOnly, /desktop\/(?!electron|main-path)/],
          grepInvert: /@browser/,
          use: { host: 'electron' }
        }
      : { name: 'electron', testMatch: 'desktop/electron.spec.ts', use: { host: 'electron' } }
  ],
  use: {
    launchOptions: {
      args: isRoot ? ['--no-sandbox', ...quiet] : quiet,
      ...(executablePath === undefined ? {} : { executablePath })
    }
  }
})
