/**
 * `npm run fuzz -- [--minutes N] [--seed S]`: reads inputs that nobody would write and ends with exit code 1 at the
 * first that is read wrongly, too slowly or with too much memory. Every input follows from its number alone.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { dialectFixtures } from '../support/dialect-fixtures'
import { check, read } from './check'
import { fuzzInput, pathological } from './inputs'

const mebibyte = 2 ** 20
/** What quality.md allows: eight times the input and 16 MiB. */
const allowedMemory = (size: number): number => 8 * size + 16 * mebibyte
/** Far above what any input takes on a slow machine, and far below what anything but linear time takes. */
const slowestPerMebibyte = 10_000

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

const { values } = parseArgs({ options: { minutes: { type: 'string' }, seed: { type: 'string' } } })
const minutes = Number(values.minutes ?? 1)
const firstSeed = Number(values.seed ?? 1)
if (!(minutes >= 0) || !Number.isInteger(firstSeed)) fail('--minutes and --seed take numbers')

// A tool is bundled into out/tools, two folders below the root.
const root = join(import.meta.dirname, '..', '..')
const seeds = [
  ...readdirSync(join(root, 'seeds'))
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .map((name) => readFileSync(join(root, 'seeds', name))),
  ...dialectFixtures(join(root, 'tests', 'fixtures', 'dialects')).map(({ bytes }) => bytes)
]

const worst = { perMebibyte: 0, of: '', memory: 0, memoryOf: '' }

if (values.seed === undefined) measurePathological()
const { count, seconds } = fuzz()
say(`inputs          ${count} in ${seconds.toFixed(0)} s, ${(count / seconds).toFixed(0)} a second`)
say(`worst time      ${worst.perMebibyte.toFixed(0)} ms for a MiB: ${worst.of}`)
if (worst.memoryOf !== '') say(`worst memory    ${worst.memory.toFixed(1)} × the input: ${worst.memoryOf}`)

/** Time of 4 MiB and memory of what is read of it, of every input that is made to be hard. */
function measurePathological(): void {
  for (const { name, make } of pathological) {
    const bytes = make(4 * mebibyte)
    readTimed(name, bytes)
    const memory = attempt(name, () => grownBy(() => read(bytes)))
    if (memory / bytes.length > worst.memory)
      Object.assign(worst, { memory: memory / bytes.length, memoryOf: name })
    if (memory > allowedMemory(bytes.length)) {
      fail(
        `${name}: ${(memory / mebibyte).toFixed(0)} MiB kept of ${(bytes.length / mebibyte).toFixed(0)} MiB`
      )
    }
  }
}

function fuzz(): { count: number; seconds: number } {
  const started = performance.now()
  const end = started + minutes * 60_000
  let count = 0
  // At least one, so that a seed can be tried alone: --minutes 0 --seed S.
  do {
    const seed = firstSeed + count
    readTimed(`--seed ${seed}`, fuzzInput(seed, seeds))
    count++
  } while (performance.now() < end)
  return { count, seconds: Math.max(0.001, (performance.now() - started) / 1000) }
}

function attempt<T>(name: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    return fail(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  }
}

/** Reads an input and keeps its time where it is the worst so far, and no pause of the machine: read again it stays. */
function readTimed(name: string, bytes: Uint8Array): void {
  // Of smaller ones the clock says little.
  const size = Math.max(bytes.length, 32_768)
  let perMebibyte = Infinity
  for (let again = 0; again < 4; again++) {
    const started = performance.now()
    attempt(name, () => check(bytes))
    perMebibyte = Math.min(perMebibyte, ((performance.now() - started) * mebibyte) / size)
    if (perMebibyte <= worst.perMebibyte) return
  }
  Object.assign(worst, { perMebibyte, of: name })
  if (perMebibyte > slowestPerMebibyte) fail(`${name}: ${perMebibyte.toFixed(0)} ms for a MiB`)
}

/** How many bytes more are in use while a result is held than before it was made. */
function grownBy(make: () => unknown): number {
  const inUse = (): number => {
    collectGarbage()
    const { heapUsed, external } = process.memoryUsage()
    return heapUsed + external
  }
  const before = inUse()
  const result = make()
  const after = inUse()
  // Held up to here.
  return result === undefined ? 0 : after - before
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}
