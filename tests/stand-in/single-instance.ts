import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { application } from './application'
import { makeEvent } from './event'
import { pathOf } from './paths'

/** What a second instance says to the first. */
interface Greeting {
  readonly argv: readonly string[]
  readonly cwd: string
  /** Serialized as structured clone does. */
  readonly data: string
}

/**
 * `app.requestSingleInstanceLock`, really between processes. As Electron keeps its lock in the user-data folder, a file
 * there names the process that holds it, and beside it stands the socket that this process listens at.
 */
class SingleInstance {
  #server: Server | undefined

  get isHeld(): boolean {
    return this.#server !== undefined
  }

  request(data: unknown): boolean {
    if (this.#server !== undefined) return true
    mkdirSync(pathOf('userData'), { recursive: true })
    for (let attempt = 0; attempt < 3; attempt++) {
      if (this.#take()) return true
      if (isRunning(readFileSync(lockFile(), 'utf8')) && greet(data)) return false
      // Left behind by a process that was killed.
      rmSync(lockFile(), { force: true })
    }
    throw new Error('the single instance lock of the stand-in for Electron could not be had')
  }

  release(): void {
    if (this.#server === undefined) return
    this.#server.close()
    this.#server = undefined
    rmSync(lockFile(), { force: true })
  }

  #take(): boolean {
    try {
      writeFileSync(lockFile(), String(process.pid), { flag: 'wx' })
    } catch {
      return false
    }
    rmSync(socketPath(), { force: true })
    // A socket in the file system is bound at once, before this call returns.
    this.#server = createServer({ allowHalfOpen: true }, (socket) => {
      let text = ''
      socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      socket.on('error', () => undefined)
      socket.on('end', () => {
        socket.end('heard')
        void welcome(JSON.parse(text) as Greeting)
      })
    })
      .listen(socketPath())
      .unref()
    process.on('exit', () => {
      this.release()
    })
    return true
  }
}

/** Electron promises that the first instance is ready before it hears of others. */
async function welcome({ argv, cwd, data }: Greeting): Promise<void> {
  await application.whenReady()
  if (application.isEnding) return
  const [executable = '', ...args] = argv
  // Chromium adds switches of its own, as Electron's page on the event warns.
  const received = [executable, '--allow-file-access-from-files', ...args]
  const value: unknown = deserialize(Buffer.from(data, 'base64'))
  application.emit('second-instance', makeEvent({}), received, cwd, value)
}

/** The call is synchronous, and so is what it takes: a process of its own that waits for the answer. */
function greet(data: unknown): boolean {
  const greeting: Greeting = {
    argv: process.argv,
    cwd: process.cwd(),
    data: serialize(data ?? null).toString('base64')
  }
  const { stdout } = spawnSync(process.execPath, ['--eval', say, socketPath()], {
    input: JSON.stringify(greeting),
    timeout: longestGreeting,
    env: { ...process.env, NODE_OPTIONS: '' }
  })
  return stdout.toString() === 'heard'
}

const longestGreeting = 20_000

const say = `
  const socket = require('node:net').connect(process.argv[1])
  socket.on('error', () => process.exit(1))
  process.stdin.pipe(socket).pipe(process.stdout)
`

const lockFile = (): string => join(pathOf('userData'), 'StandInSingletonLock')

/** Longest path that a socket may have everywhere. */
const longestSocketPath = 100

function socketPath(): string {
  const beside = join(pathOf('userData'), 'StandInSingletonSocket')
  if (beside.length <= longestSocketPath) return beside
  const name = createHash('sha256').update(pathOf('userData')).digest('hex').slice(0, 16)
  return join(tmpdir(), `stand-in-${name}.sock`)
}

function isRunning(pid: string): boolean {
  try {
    process.kill(Number(pid), 0)
    return pid !== ''
  } catch {
    return false
  }
}

export const singleInstance = new SingleInstance()
