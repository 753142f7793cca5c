import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import type { Reply } from '#core/contract'
import { decodeWire, encodeWire } from '#core/wire'
import type { User } from '../../cli/support/command-line'

/** The browser host as built: `npm run build` makes it. */
export const program = join(import.meta.dirname, '..', '..', '..', 'out', 'main', 'browser.js')

export interface HostOptions {
  /** Another copy of the program. */
  readonly program?: string
  readonly env?: NodeJS.ProcessEnv
}

/** A browser host in a process of its own, with what it has said so far. */
export interface HostProcess {
  readonly child: ChildProcessWithoutNullStreams
  readonly out: () => string
  readonly err: () => string
  /** Resolves once what it said holds this, or it has ended. */
  readonly untilSaid: (text: string | RegExp) => Promise<void>
  /** Resolves to the exit code once it has ended; null where a signal ended it. */
  readonly end: Promise<number | null>
}

/** One that is ready. */
export interface Host extends HostProcess {
  /** `http://127.0.0.1:PORT`. */
  readonly address: string
  readonly port: number
  readonly token: string
  readonly request: (name: string, argument?: unknown) => Promise<Reply>
}

/** Starts a browser host; no test may open a browser on the machine that it runs on. */
export function spawnHost(user: User, args: readonly string[], options: HostOptions = {}): HostProcess {
  const env = { ...process.env, PAPERTRAY_HOME: user.home, BROWSER: '', DISPLAY: '', WAYLAND_DISPLAY: '' }
  const child = spawn(process.execPath, [options.program ?? program, ...args], {
    cwd: user.cwd,
    env: { ...env, ...options.env }
  })
  let [out, err, ended] = ['', '', false]
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (out += chunk))
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (err += chunk))
  const end = once(child, 'close').then(([code]) => {
    ended = true
    return code as number | null
  })
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await end
  })
  const said = (text: string | RegExp): boolean =>
    typeof text === 'string' ? (out + err).includes(text) : text.test(out + err)
  const untilSaid = async (text: string | RegExp): Promise<void> => {
    while (!ended && !said(text))
      await Promise.race([once(child.stdout, 'data'), once(child.stderr, 'data'), end])
  }
  return { child, out: () => out, err: () => err, untilSaid, end }
}

/** The same, waiting until it is ready. */
export async function startHost(
  user: User,
  args: readonly string[] = [],
  options?: HostOptions
): Promise<Host> {
  const host = spawnHost(user, ['--no-open', ...args], options)
  await host.untilSaid(/ is open at [^\n]+\n/)
  const { address, token } = placeIn(host)
  return {
    ...host,
    address,
    port: Number(new URL(address).port),
    token,
    request: (name, argument) => request({ address, token }, name, argument)
  }
}

/** What the line on standard output says. */
export function placeIn(host: HostProcess): { address: string; token: string } {
  const line = /^Papertray is open at (http:\/\/127\.0\.0\.1:\d+)\/#([\w-]{43})\n$/.exec(host.out())
  if (line === null) expect.fail(`no start line: ${host.out()}${host.err()}`)
  return { address: line[1] ?? '', token: line[2] ?? '' }
}

/** Ends a host as Ctrl+C does. */
export async function endHost(host: HostProcess): Promise<void> {
  host.child.kill('SIGINT')
  expect(await host.end).toBe(0)
}

export interface Place {
  readonly address: string
  readonly token: string
}

export async function request({ address, token }: Place, name: string, argument?: unknown): Promise<Reply> {
  const response = await post({ address, token }, `/request/${name}`, {
    body: argument === undefined ? null : encodeWire(argument)
  })
  expect(response.status).toBe(200)
  return decodeWire(new Uint8Array(await response.arrayBuffer())) as Reply
}

/** The value of a request that must go well. */
export async function answered(place: Place, name: string, argument?: unknown): Promise<unknown> {
  const reply = await request(place, name, argument)
  if (!reply.ok) expect.fail(`${name}: ${reply.error.message}`)
  return reply.value
}

export function post(
  { address, token }: Place,
  path: string,
  init: {
    readonly body?: Uint8Array<ArrayBuffer> | null
    readonly headers?: Record<string, string>
    readonly method?: string
  } = {}
): Promise<Response> {
  const headers = { 'content-type': 'application/octet-stream', 'x-papertray-token': token, ...init.headers }
  return fetch(`${address}${path}`, { method: init.method ?? 'POST', headers, body: init.body ?? null })
}

/** What the ticket in an address that a browser was given is exchanged for; null where it is refused. */
export async function exchanged({ address }: Pick<Place, 'address'>, shown: string): Promise<string | null> {
  const ticket = /#once-([\w-]+)$/.exec(shown)?.[1] ?? ''
  const response = await fetch(`${address}/token`, { method: 'POST', body: ticket })
  return response.ok ? response.text() : null
}
