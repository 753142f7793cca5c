// @vitest-environment jsdom
import { expect, test } from 'vitest'
import type { Completion, Transport } from '#core/contract'
import { Completing, type Typed } from '../../../src/renderer/state/completing.svelte'
import { clientOf } from '../support/open-window'

const states = ['is:starred', 'is:unread'].map((text) => ({ text, says: null, papers: null }))

/** Answers what the test lets go, in its order. */
function open(answer: (typed: Typed) => Completion) {
  const asked: Typed[] = []
  const waiting: (() => void)[] = []
  const transport: Transport = {
    request: (_name, argument) =>
      new Promise((resolve) => {
        const typed = argument as Typed
        asked.push(typed)
        waiting.push(() => {
          resolve({ ok: true, value: answer(typed) })
        })
      }),
    subscribe: () => () => undefined
  }
  const completing = new Completing(clientOf(transport).client)
  /** Types, and is answered. */
  const type = async (query: string, at = query.length): Promise<void> => {
    const shown = completing.ask({ query, at })
    waiting.shift()?.()
    await shown
  }
  return { completing, asked, waiting, type }
}

const whole = ({ query }: Typed): Completion => ({ from: 0, to: query.length, options: states })

test('offers, and chooses nothing unasked', async () => {
  const { completing, type } = open(() => ({ from: 4, to: 7, options: states }))
  await type('red is: blue', 7)
  expect(completing.options).toHaveLength(2)
  expect([completing.chosen, completing.taken()]).toEqual([-1, null])
  completing.move(1)
  expect(completing.taken()).toEqual({ query: 'red is:starred blue', at: 15 })
  completing.move(1)
  expect(completing.taken()?.query).toBe('red is:unread blue')
  // Beyond the last there is none, and then again the first.
  completing.move(1)
  expect([completing.chosen, completing.taken()]).toEqual([-1, null])
  completing.move(-1)
  expect(completing.chosen).toBe(1)
})

test('the first is taken where that is asked for', async () => {
  const { completing, type } = open(whole)
  await type('is')
  expect(completing.isBegun).toBe(true)
  expect(completing.taken(true)).toEqual({ query: 'is:starred ', at: 11 })
  completing.move(1)
  completing.move(1)
  expect(completing.taken(true)?.query).toBe('is:unread ')
  const option = { text: 'is:', says: null, papers: null }
  // A field waits for what comes after it.
  expect(completing.with(option)).toEqual({ query: 'is:', at: 3 })
})

test('of what is typed while an answer is awaited only the last is asked', async () => {
  const { completing, asked, waiting } = open(whole)
  const shown = completing.ask({ query: 'i', at: 1 })
  void completing.ask({ query: 'is', at: 2 })
  void completing.ask({ query: 'is:', at: 3 })
  waiting.shift()?.()
  await expect.poll(() => waiting.length).toBe(1)
  // The answer to the first is nobody's any more.
  expect(completing.options).toHaveLength(0)
  waiting.shift()?.()
  await shown
  expect(asked.map(({ query }) => query)).toEqual(['i', 'is:'])
  expect(completing.taken(true)?.query).toBe('is:starred ')
})

test('what was closed meanwhile stays closed, until one types on', async () => {
  const { completing, type, waiting } = open(whole)
  const shown = completing.ask({ query: 'is', at: 2 })
  completing.close()
  waiting.shift()?.()
  await shown
  expect(completing.options).toHaveLength(0)
  await type('is:')
  expect(completing.options).toHaveLength(2)
})

test('typing on chooses nothing any more, and what stands there already is not offered', async () => {
  const { completing, type, waiting } = open(({ query }) => ({
    from: 0,
    to: query.length,
    options: query.length < 10 ? states : states.slice(0, 1)
  }))
  await type('is:')
  completing.move(1)
  const shown = completing.ask({ query: 'is:s', at: 4 })
  expect(completing.taken()).toBeNull()
  waiting.shift()?.()
  await shown
  expect(completing.chosen).toBe(-1)
  await type('is:starred')
  expect(completing.options).toHaveLength(0)
})

test('a field is offered from its second letter on', async () => {
  const title = { text: 'title:', says: 'words of the title', papers: null }
  const { completing, type } = open(({ query }) => ({ from: 0, to: query.length, options: [title] }))
  await type('t')
  expect(completing.options).toEqual([])
  await type('ti')
  expect(completing.options).toEqual([title])
})
