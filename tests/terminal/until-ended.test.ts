import { afterEach, expect, test, vi } from 'vitest'
import { untilEnded } from '#main/terminal/until-ended'

afterEach(() => {
  vi.restoreAllMocks()
})

/** Signals and the clock as the test has them; nothing really ends. */
function watch(): { ended: AbortSignal; exits: unknown[]; signal: (name: string, at: number) => void } {
  const exits: unknown[] = []
  const listeners = new Map<string, () => void>()
  let now = 0
  vi.spyOn(performance, 'now').mockImplementation(() => now)
  vi.spyOn(process, 'exit').mockImplementation((code) => exits.push(code) as never)
  const on = vi.spyOn(process, 'on').mockImplementation((name, listener) => {
    listeners.set(String(name), listener as () => void)
    return process
  })
  const ended = untilEnded()
  on.mockRestore()
  return {
    ended,
    exits,
    signal: (name, at) => {
      now = at
      listeners.get(name)?.()
    }
  }
}

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('%s asks for the end', (name) => {
  const { ended, exits, signal } = watch()
  expect(ended.aborted).toBe(false)
  signal(name, 5)
  expect(ended.aborted).toBe(true)
  expect(exits).toEqual([])
})

test('what comes within a second is the same Ctrl+C, handed on by terminal and npm', () => {
  const { exits, signal } = watch()
  signal('SIGINT', 5000)
  signal('SIGINT', 5000)
  signal('SIGTERM', 6000)
  expect(exits).toEqual([])
})

test('a later one ends the process at once', () => {
  const { exits, signal } = watch()
  signal('SIGINT', 5000)
  signal('SIGINT', 6001)
  expect(exits).toEqual([130])
})
