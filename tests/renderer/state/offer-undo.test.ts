// @vitest-environment jsdom
import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { offerUndo } from '../../../src/renderer/state/offer-undo'
import { Toasts } from '../../../src/renderer/state/toasts.svelte'
import { clientOf } from '../support/open-window'
import { toldTransport } from '../support/told-transport'

interface Begun {
  readonly toasts: Toasts
  readonly did: readonly string[]
  readonly told: Promise<void>
  /** Lets the work end, or fail. */
  readonly end: (failure?: Error) => void
}

function begin(): Begun {
  const { client } = clientOf(toldTransport({}))
  const toasts = new Toasts()
  const did: string[] = []
  let end: Begun['end'] = () => undefined
  const work = new Promise<void>((resolve, reject) => {
    end = (failure) => {
      if (failure !== undefined) reject(failure)
      else {
        did.push('done')
        resolve()
      }
    }
  })
  const told = offerUndo({ client, toasts }, 'Removed', work, () => Promise.resolve(did.push('taken back')))
  return { toasts, did, told, end }
}

test('is offered at once, and takes back only what has been done', async () => {
  const { toasts, did, told, end } = begin()
  expect(toasts.current?.text).toBe('Removed')
  expect(toasts.takeUndoKey()).toBe(true)
  await setImmediate()
  expect(did).toEqual([])
  end()
  await told
  await setImmediate()
  expect(did).toEqual(['done', 'taken back'])
})

test('a failure is for the caller to tell, and nothing is taken back', async () => {
  const { did, told, end } = begin()
  end(new Error('full'))
  await expect(told).rejects.toThrow('full')
  expect(did).toEqual([])
})
