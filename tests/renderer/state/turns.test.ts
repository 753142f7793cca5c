// @vitest-environment jsdom
import { afterEach, expect, test, vi } from 'vitest'
import { Turns } from '../../../src/renderer/state/turns'

afterEach(() => {
  dispatchEvent(new Event('pageshow'))
})

/** Work that ends when it is told to, and says in which order it began. */
function job(name: string, begun: string[]): { work: () => Promise<string>; end: () => void } {
  let end: () => void = () => undefined
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  return {
    work: async () => {
      begun.push(name)
      await ended
      return name
    },
    end
  }
}

test('changes are made one after the other, each once the one before is answered', async () => {
  const begun: string[] = []
  const turns = new Turns()
  const [first, second] = [job('first', begun), job('second', begun)]
  const answers = [turns.take(first.work), turns.take(second.work)]
  await vi.waitFor(() => {
    expect(begun).toEqual(['first'])
  })
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(begun).toEqual(['first'])
  first.end()
  second.end()
  expect(await Promise.all(answers)).toEqual(['first', 'second'])
  expect(begun).toEqual(['first', 'second'])
})

test('a change waits for what it changed on the screen', async () => {
  const order: string[] = []
  requestAnimationFrame(() => order.push('frame'))
  await new Turns().take(() => Promise.resolve(order.push('change')))
  expect(order).toEqual(['frame', 'change'])
})

test('a change that fails holds up none after it, and is told to whoever made it', async () => {
  const turns = new Turns()
  const failed = turns.take(() => Promise.reject(new Error('no')))
  const next = turns.take(() => Promise.resolve('yes'))
  await expect(failed).rejects.toThrow('no')
  expect(await next).toBe('yes')
})

test('when the page is left, all that waits goes at once and in order', () => {
  const begun: string[] = []
  const turns = new Turns()
  for (const name of ['first', 'second', 'third']) void turns.take(job(name, begun).work)
  expect(begun).toEqual([])
  dispatchEvent(new Event('pagehide'))
  return Promise.resolve().then(() => {
    expect(begun).toEqual(['first', 'second', 'third'])
    void turns.take(job('fourth', begun).work)
    expect(begun.at(-1)).toBe('fourth')
  })
})

test('says when all of them are made, also one that went wrong', async () => {
  const begun: string[] = []
  const turns = new Turns()
  const first = job('first', begun)
  const [answer, failed] = [
    turns.take(first.work),
    turns.take(() => Promise.reject(new Error('refused'))).catch((cause: unknown) => cause)
  ]
  let done = false
  const all = turns.done().then(() => {
    done = true
  })
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(done).toBe(false)
  first.end()
  await all
  expect(await Promise.all([answer, failed])).toEqual(['first', new Error('refused')])
})
