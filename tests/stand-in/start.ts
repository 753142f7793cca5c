import { readFileSync, statSync } from 'node:fs'
import Module, { register } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { application } from './application'
import { ProtocolFailure } from './cdp'
import { connectControl, record } from './control'
import { names, pathOf } from './paths'
import { setRuntime } from './runtime-state'
import { NotInStandIn } from './strict'

/** The releases that the stand-in says it is: of Electron the one whose types it is written against. */
const versions = { electron: electronVersion(), chrome: '150.0.0.0' }

function electronVersion(): string {
  const about = new URL('../../node_modules/electron/package.json', import.meta.url)
  return (JSON.parse(readFileSync(about, 'utf8')) as { version: string }).version
}

/**
 * Runs an application as Electron's executable does: `electron [--switch…] <folder or file> [argument…]`, in this very
 * process. PAPERTRAY_STAND_IN_PACKAGED=1 lets it believe that it was packaged: no application in `process.argv`.
 *
 * @param executable What the application is to take for Electron.
 */
export async function start(executable: string, findChromium: () => string | undefined): Promise<void> {
  const args = process.argv.slice(2)
  const place = args.findIndex((arg) => !arg.startsWith('-'))
  const named = args[place]
  if (named === undefined) throw new Error('usage: electron [--switch…] <application> [argument…]')
  const { entry, folder, name, version } = readApplication(resolve(named))
  const isPackaged = process.env.PAPERTRAY_STAND_IN_PACKAGED === '1'
  names.application = name
  setRuntime({ executable, appFolder: folder, name, version, isPackaged, findChromium })
  process.argv = [executable, ...(isPackaged ? args.toSpliced(place, 1) : args)]
  disguise(isPackaged)
  await connectControl()
  record('started', { pid: process.pid, argv: process.argv })
  endBySignal()
  keepFailuresApart()
  register('./hooks.js', import.meta.url)
  // The application's own code, to its end, comes before `ready`.
  await import(pathToFileURL(entry).href)
  application.folder = pathOf('userData')
  application.start()
}

interface Named {
  readonly main?: string
  readonly name?: string
  readonly productName?: string
  readonly version?: string
}

function readApplication(path: string): { entry: string; folder: string; name: string; version: string } {
  if (statSync(path).isFile())
    return { entry: path, folder: dirname(path), name: 'Electron', version: versions.electron }
  const { main, name, productName, version } = JSON.parse(
    readFileSync(join(path, 'package.json'), 'utf8')
  ) as Named
  return {
    entry: join(path, main ?? 'index.js'),
    folder: path,
    name: productName ?? name ?? 'Electron',
    version: version ?? versions.electron
  }
}

/** What tells Electron from Node. */
function disguise(isPackaged: boolean): void {
  for (const [name, version] of Object.entries(versions)) {
    Object.defineProperty(process.versions, name, { value: version, enumerable: true })
  }
  Object.assign(process, { type: 'browser', ...(isPackaged ? {} : { defaultApp: true }) })
  // As Electron does: it ends in its own order.
  process.exit = ((code?: number) => {
    application.exit(Number(code ?? process.exitCode ?? 0))
  }) as typeof process.exit
  // The package of this name would fetch Electron's runtime.
  const loader = Module as unknown as { _load: (request: string, ...more: unknown[]) => unknown }
  const load = loader._load
  loader._load = (request, ...more) => {
    if (request === 'electron') throw new NotInStandIn("require('electron')")
    return load(request, ...more)
  }
}

/** Electron quits at these signals, unless the application listens for them itself. */
function endBySignal(): void {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (process.listenerCount(signal) === 1) application.quit()
    })
  }
}

/**
 * The host and the stand-in share a process here, which Electron's own parts do not: what the host listens for are faults
 * of its own.
 */
function keepFailuresApart(): void {
  const on = process.on.bind(process) as (event: string, listener: (...args: unknown[]) => void) => unknown
  const ownOnly = (event: string, listener: (...args: unknown[]) => void): unknown =>
    on(
      event,
      event === 'unhandledRejection'
        ? (...args) => {
            if (!(args[0] instanceof ProtocolFailure)) listener(...args)
          }
        : listener
    )
  Object.assign(process, { on: ownOnly })
}
