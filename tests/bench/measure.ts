import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** One line of the table: a figure beside its reference from the same run. */
export interface Row {
  readonly what: string
  readonly measured: number
  readonly unit: 'ms' | 's' | 'MB' | '×' | 'kB' | '%' | 'frames' | 'papers'
  readonly reference?: { readonly what: string; readonly measured: number }
  /** As quality.md states it. */
  readonly goal: string
  readonly reached: boolean
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const [low = NaN, high = NaN] = [sorted[middle - 1], sorted[middle]]
  return sorted.length % 2 === 1 ? high : (low + high) / 2
}

/** The value that so many of a hundred do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil((sorted.length * share) / 100) - 1)] ?? NaN
}

/**
 * The most memory this process had resident so far, in MB. On Linux the kernel's own mark, for `maxRSS` counts what the
 * process that started this one had.
 */
export function peakMemory(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS / 1024
  const found = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))
  return Number(found?.[1]) / 1024
}

/** Milliseconds that some work takes. */
export async function timed(work: () => unknown): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** Medians of two kinds of work done in turn, so that a noisy moment of the machine meets both. */
export async function paired(
  rounds: number,
  first: () => unknown,
  second: () => unknown
): Promise<[first: number, second: number]> {
  const times: [number[], number[]] = [[], []]
  for (let round = 0; round <= rounds; round++) {
    const [a, b] = [await timed(first), await timed(second)]
    // The first round warms up the compiler and the disk's cache.
    if (round === 0) continue
    times[0].push(a)
    times[1].push(b)
  }
  return [median(times[0]), median(times[1])]
}

/** Runs a part of the benchmark in a process of its own, whose start and memory nothing else has touched. */
export function inChild(name: string, ...args: string[]): Promise<Readonly<Record<string, number>>> {
  const script = process.argv[1] ?? ''
  const child = spawn(process.execPath, [script, '--child', name, ...args], {
    stdio: ['ignore', 'pipe', 'inherit']
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(output) as Record<string, number>)
      else reject(new Error(`the benchmark’s part ${name} ended with ${code ?? 'a signal'}`))
    })
  })
}

/** The median of each figure over several processes. */
export async function inChildren(
  rounds: number,
  name: string,
  ...args: string[]
): Promise<Readonly<Record<string, number>>> {
  const results: Readonly<Record<string, number>>[] = []
  for (let round = 0; round < rounds; round++) results.push(await inChild(name, ...args))
  const names = Object.keys(results[0] ?? {})
  return Object.fromEntries(names.map((each) => [each, median(results.map((result) => result[each] ?? NaN))]))
}
