import { constants } from 'node:os'
import { performance } from 'node:perf_hooks'
import { electronRuntime } from './electron-runtime.mjs'
import { root } from './root.mjs'
import { run } from './run.mjs'

/** Milliseconds within which a runtime that does not work here ends. */
const earlyEnd = 5000

/** Exit code of a Papertray that has said why it cannot open the library, see src/main/desktop/open-for-desktop.ts. */
const refused = 2

/**
 * Opens Papertray's desktop window, and waits until it is closed.
 * @returns The exit code, or the reason why there is no window to be had here, as a clause.
 */
export async function openDesktop(args, cwd) {
  const reason = noScreen()
  if (reason !== undefined) return { reason }
  const runtime = await electronRuntime()
  if (runtime.reason !== undefined) return runtime
  const start = performance.now()
  const { exitCode } = await run(runtime.path, [root, ...switches(), ...args], { cwd, env: environment() })
  const early = performance.now() - start < earlyEnd
  const byUser = exitCode === 128 + constants.signals.SIGINT || exitCode === 128 + constants.signals.SIGTERM
  // A system without its libraries, or a screen that cannot be reached.
  if (exitCode !== 0 && exitCode !== refused && early && !byUser)
    return { reason: `the Electron runtime ended at once here, with code ${exitCode}` }
  return { exitCode }
}

/** Whoever names a runtime wants it, whatever it needs. */
function noScreen() {
  const { DISPLAY, WAYLAND_DISPLAY, ELECTRON_OVERRIDE_DIST_PATH } = process.env
  if (process.platform !== 'linux' || ELECTRON_OVERRIDE_DIST_PATH || DISPLAY || WAYLAND_DISPLAY)
    return undefined
  return 'there is no screen here'
}

/** Chromium refuses to sandbox what root runs, as in containers; everybody else has the sandbox. */
const switches = () => (process.getuid?.() === 0 ? ['--no-sandbox'] : [])

/** With this variable a runtime would be nothing but Node. */
function environment() {
  const env = { ...process.env }
  delete env.ELECTRON_RUN_AS_NODE
  return env
}
