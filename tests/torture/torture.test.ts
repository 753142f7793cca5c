import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundled, type Bundle } from '../support/bundle'

let bundle: Bundle

beforeAll(async () => {
  bundle = await bundled(join(import.meta.dirname, 'torture.ts'))
}, 60_000)

afterAll(() => bundle.remove())

async function torture(...args: string[]): Promise<{ code: number | null; output: string }> {
  const env = { ...process.env, PAPERTRAY_ROOT: join(import.meta.dirname, '..', '..') }
  const child = spawn(process.execPath, [bundle.path, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, output }
}

test('a library that is killed again and again holds what was acknowledged, and nothing in part', async () => {
  const { code, output } = await torture('--rounds', '10', '--seed', '7')
  expect({ code, output }).toMatchObject({ code: 0 })
  expect(output).toMatch(/10 rounds on \d+ libraries in \d+ s: nothing lost/)
})

test('what is acknowledged before it is on disk is found to be missing', async () => {
  const { code, output } = await torture('--rounds', '40', '--seed', '7', '--lies')
  expect(code).toBe(1)
  expect(output).toContain('decisions are on disk; after')
  const left = /left in (.*)/.exec(output)?.[1]
  if (left !== undefined) await rm(dirname(left), { recursive: true })
})
