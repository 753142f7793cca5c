import { execFileSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../support/temporary'
import { eventually } from './support/eventually'
import { startProbe } from './support/probe'

test('is ready once the application has been evaluated to its end', async () => {
  const host = await startProbe()
  await host.page()
  expect(host.output.split('\n').slice(0, 2)).toEqual(['evaluated', 'ready'])
})

test('ends by a signal in the order of Electron', async () => {
  const host = await startProbe()
  await host.page()
  expect(await host.end('SIGTERM')).toBe(0)
  expect(host.output.split('\n').slice(2)).toEqual([
    'before-quit',
    'close',
    'closed',
    'will-quit',
    'quit 0',
    ''
  ])
  expect(host.recorded('exit')).toEqual([{ code: 0 }])
})

test('goes on when the application does not want to quit', async () => {
  const host = await startProbe({ refusesToQuit: true })
  await host.page()
  process.kill(host.pid ?? 0, 'SIGTERM')
  await eventually(() => host.output).toContain('before-quit')
  await host.windowState()
  expect(host.output).not.toContain('close')
  expect(await host.end()).toBe(0)
})

test('goes on when a window does not want to close', async () => {
  const host = await startProbe({ staysOpen: true })
  await host.waitFor('windowEvent', ({ event }) => event === 'show')
  process.kill(host.pid ?? 0, 'SIGTERM')
  await host.waitFor('windowEvent', ({ event }) => event === 'close prevented')
  expect((await host.windowState()).isVisible).toBe(true)
  expect(host.output).not.toContain('will-quit')
})

test('tells when the last window has closed', async () => {
  const host = await startProbe()
  await host.page()
  await host.user('close')
  await host.waitFor('windowEvent', ({ event }) => event === 'closed')
  await eventually(() => host.output).toContain('window-all-closed')
  expect(host.hasEnded).toBe(false)
})

test('gives the second process no lock, and the first what the second one says', async () => {
  const home = await temporaryFolder()
  const first = await startProbe({}, { home })
  await first.page()
  const second = await startProbe({ said: 'good day' }, { home, args: ['digest.txt'] })
  expect(await second.ended()).toBe(0)
  expect(second.output).toBe('evaluated\nsecond\n')
  await eventually(() => first.output).toContain('heard good day 1970-01-01T00:00:00.000Z')
  expect(first.output).toMatch(/heard .* --allow-file-access-from-files .*digest\.txt\n/)
})

test('gives the lock of a process that was killed to the next', async () => {
  const home = await temporaryFolder()
  const first = await startProbe({}, { home })
  await first.page()
  await first.kill()
  const next = await startProbe({}, { home })
  await next.page()
})

test('leaves no Chromium behind when it is killed', async () => {
  const home = await temporaryFolder()
  const host = await startProbe({}, { home })
  await host.page()
  expect(processesNaming(home)).not.toEqual([])
  await host.kill()
  for (let tries = 0; tries < 50 && processesNaming(home).length > 0; tries++) await sleep(100)
  expect(processesNaming(home)).toEqual([])
})

/** Command lines that name a folder: Chromium's do, for its profile stands there. */
function processesNaming(folder: string): string[] {
  const all = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).split('\n')
  return all.filter((line) => line.includes(folder))
}

test('believes that it was packaged', async () => {
  const host = await startProbe({}, { isPackaged: true, args: ['digest.txt'] })
  await host.page()
  expect(host.output).toBe('evaluated\ngiven digest.txt\nready\n')
})
