// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { keysInForce } from '#core/keys'
import { Keyboard } from '../../../src/renderer/keyboard/handle-keys'
import type { App } from '../../../src/renderer/state/app.svelte'

// jsdom has no popovers.
vi.spyOn(document, 'querySelector').mockReturnValue(null)

const done: string[] = []
let layout = { keys: keysInForce() }
const app = {
  get layout() {
    return layout
  },
  can: () => true,
  dialogs: {
    current: null,
    open: ({ kind }: { kind: string }) => done.push(kind)
  },
  list: { settled: true, waiting: false, move: (by: number) => done.push(`move ${by}`) },
  page: null,
  opening: false,
  pageTakes: () => false,
  show: ({ kind }: { kind: string }) => done.push(kind)
} as unknown as App

const keyboard = new Keyboard(app)
let end = (): void => undefined

beforeEach(() => {
  vi.useFakeTimers()
  done.length = 0
  layout = { keys: keysInForce() }
  end = keyboard.listen()
})
afterEach(() => {
  vi.advanceTimersByTime(10_000)
  end()
  vi.useRealTimers()
})

function press(...keys: readonly string[]): void {
  for (const key of keys) {
    const upper = key.length === 1 && key !== key.toLowerCase()
    dispatchEvent(new KeyboardEvent('keydown', { key, shiftKey: upper || key === '*' }))
  }
}

test('a key runs the command that has it now', () => {
  press('j', '?')
  layout = { keys: keysInForce({ help: ['j'], goInbox: ['*'], goStarred: ['q q'] }) }
  press('j', '?', '*', 'q', 'q', 'g', 's')
  expect(done).toEqual(['move 1', 'help', 'help', 'inbox', 'starred'])
})

test('a hint comes only where one waits in a sequence, and the sequence goes on with it', () => {
  press('g')
  vi.advanceTimersByTime(400)
  expect(keyboard.sequence.begun).toEqual([])
  vi.advanceTimersByTime(200)
  const keys = keyboard.sequence.begun.map(({ binding }) => binding.key)
  expect(keys).toContain('g i')
  expect(keys.every((key) => key.startsWith('g '))).toBe(true)
  vi.advanceTimersByTime(2000)
  press('r')
  expect([done, keyboard.sequence.begun]).toEqual([['read'], []])
  // A quick one never brings it.
  press('g', 'a')
  vi.advanceTimersByTime(3000)
  expect([done, keyboard.sequence.begun]).toEqual([['read', 'all'], []])
})

test('a sequence ends with any other key, with the mouse, and after a while', () => {
  press('g')
  vi.advanceTimersByTime(600)
  press('Escape')
  expect(keyboard.sequence.begun).toEqual([])
  press('j', 'g')
  dispatchEvent(new Event('pointerdown'))
  press('j', 'g')
  vi.advanceTimersByTime(6000)
  expect(keyboard.sequence.begun).toEqual([])
  press('j')
  expect(done).toEqual(['move 1', 'move 1', 'move 1'])
})
