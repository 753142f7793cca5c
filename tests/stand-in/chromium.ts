import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { Connection } from './cdp'

const flags = [
  '--headless=new',
  // Over the pipe Chromium ends when this process does, however that ends; the port lets a test look at the pages.
  '--remote-debugging-pipe',
  '--remote-debugging-port=0',
  '--no-first-run',
  '--no-default-browser-check',
  '--no-startup-window',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-extensions',
  '--disable-default-apps',
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--password-store=basic',
  '--use-mock-keychain',
  // There are a camera and a microphone to be refused.
  '--use-fake-device-for-media-stream',
  // Electron blocks no windows by itself: whether one opens is the host's answer alone.
  '--disable-popup-blocking',
  // Requests are answered or refused before they are made; should one slip through, it finds no address.
  '--host-resolver-rules=MAP * ~NOTFOUND',
  // All frames of a page in one process, and so in one debugging session.
  '--disable-site-isolation-trials',
  '--disable-features=IsolateOrigins,site-per-process,OriginKeyedProcessesByDefault,Translate,MediaRouter,OptimizationHints'
]

/** Milliseconds that Chromium may take to start on a busy machine. */
const longestStart = 30_000
/** Milliseconds that a killed process may take to be gone. */
const longestEnd = 2000

export interface Chromium {
  readonly connection: Connection
  /** For a test that drives the pages: where Chromium listens on this machine. */
  readonly endpoint: string
  readonly pid: number
  readonly profile: string
  /** Ends it and removes what it wrote. */
  readonly end: () => Promise<void>
}

/** Starts the Chromium in which windows are pages. */
export async function launchChromium(program: string, parentFolder: string): Promise<Chromium> {
  mkdirSync(parentFolder, { recursive: true })
  const profile = mkdtempSync(join(parentFolder, 'stand-in-chromium-'))
  // Chromium refuses to sandbox what root runs, as tests are in containers.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const child = spawn(program, [...flags, ...sandbox, `--user-data-dir=${profile}`], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    // A group of its own: a terminal's Ctrl+C is the host's to answer, and all of Chromium ends at once.
    detached: true
  })
  const [, , , writable, readable] = child.stdio as unknown as [null, null, null, Writable, Readable]
  const connection = new Connection(writable, readable)
  const end = (): Promise<void> => endChromium(child, connection, profile)
  try {
    return { connection, endpoint: await readEndpoint(child, profile), pid: child.pid ?? 0, profile, end }
  } catch (error) {
    await end()
    throw error
  }
}

/** Chromium leaves the port it took in its profile. */
async function readEndpoint(child: ChildProcess, profile: string): Promise<string> {
  const latest = Date.now() + longestStart
  while (Date.now() < latest && child.exitCode === null && child.signalCode === null) {
    try {
      const [port, path] = readFileSync(join(profile, 'DevToolsActivePort'), 'utf8').split('\n')
      if (port !== undefined && path !== undefined && path !== '') return `ws://127.0.0.1:${port}${path}`
    } catch {
      // Not written yet.
    }
    await sleep(20)
  }
  throw new Error('Chromium did not start')
}

async function endChromium(child: ChildProcess, connection: Connection, profile: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'exit')
    connection.end()
    killGroup(child)
    await Promise.race([ended, sleep(longestEnd)])
  }
  // Its helpers may still write for a moment.
  rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
}

function killGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined && process.platform !== 'win32') process.kill(-child.pid, 'SIGKILL')
    else child.kill('SIGKILL')
  } catch {
    // It ended this very moment.
  }
}
