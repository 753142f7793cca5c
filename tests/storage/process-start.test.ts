import { expect, test } from 'vitest'
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isRunning, processStart } from '#main/storage/process-start'
import { temporaryFolder } from '../support/temporary.ts'

/** A process that waits, and takes on the names that it is sent. */
async function sleeper(): Promise<ChildProcess> {
  const script = join(await temporaryFolder(), 'sleeper.cjs')
  await writeFile(
    script,
    "process.on('message', (title) => { process.title = title; process.send('done') }); process.send('up')"
  )
  const child = fork(script, [], { execArgv: [] })
  await once(child, 'message')
  return child
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

// Windows tells no start; there the number alone counts.
const told = process.platform === 'win32' ? null : (expect.any(String) as string)

test('a process has the same start whenever asked, and whoever asks', async () => {
  const start = await processStart(process.pid)
  expect(start).toEqual(told)
  expect(await processStart(process.pid)).toBe(start)
})

test('a process that ended is gone, and has no start', async () => {
  const child = await sleeper()
  const pid = child.pid ?? 0
  expect(isRunning(pid)).toBe(true)
  expect(await processStart(pid)).toEqual(told)
  await end(child)
  expect(isRunning(pid)).toBe(false)
  expect(await processStart(pid)).toBeNull()
})

test.runIf(process.platform === 'linux')(
  'processes that started at different times are told apart',
  async () => {
    const child = await sleeper()
    const [later, own] = [await processStart(child.pid ?? 0), await processStart(process.pid)]
    expect(later).toMatch(/^[\da-f-]{36} \d+$/)
    expect(own).toMatch(/^[\da-f-]{36} \d+$/)
    expect(later).not.toBe(own)
    await end(child)
  }
)

test('whatever a process calls itself, its start stays the same', async () => {
  const child = await sleeper()
  const start = await processStart(child.pid ?? 0)
  const renamed = once(child, 'message')
  child.send(') 1 (S) 2')
  await renamed
  expect(await processStart(child.pid ?? 0)).toBe(start)
  await end(child)
})
