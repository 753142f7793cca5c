import fc from 'fast-check'
import { expect, test } from 'vitest'
import { requests, type Api } from '#core/contract'
import { dispatch } from '#core/dispatch'
import { Failure } from '#core/failure'

/** Answers every request with what it was asked. */
function echo(
  answers: Readonly<Record<string, (argument: unknown) => unknown>> = {}
): Api & { readonly asked: unknown[] } {
  const asked: unknown[] = []
  const api: Record<string, unknown> = { asked }
  for (const name of Object.keys(requests))
    api[name] = (argument: unknown): Promise<unknown> => {
      asked.push([name, argument])
      return Promise.resolve(answers[name] === undefined ? argument : answers[name](argument))
    }
  return api as unknown as Api & { readonly asked: unknown[] }
}

const badRequest = { ok: false, error: { code: 'badRequest', message: expect.any(String) as string } }

test('a request reaches its function with its argument, and its answer comes back', async () => {
  const api = echo()
  const view = { view: { kind: 'inbox' }, query: 'x' }
  expect(await dispatch(api, 'openView', view)).toEqual({ ok: true, value: view })
  expect(await dispatch(api, 'counts', undefined)).toEqual({ ok: true, value: undefined })
  expect(api.asked).toEqual([
    ['openView', view],
    ['counts', undefined]
  ])
})

test('what is not asked for does not get through', async () => {
  const api = echo()
  const view = { view: { kind: 'inbox', more: 1 }, query: 'x', __proto__x: 2 }
  expect(await dispatch(api, 'openView', view)).toEqual({
    ok: true,
    value: { view: { kind: 'inbox' }, query: 'x' }
  })
})

test.each([
  '',
  'nothing',
  'asked',
  'toString',
  'constructor',
  '__proto__',
  'hasOwnProperty',
  'OpenView',
  'openView '
])('there is no request %j', async (name) => {
  const api = echo()
  expect(await dispatch(api, name, undefined)).toEqual(badRequest)
  expect(api.asked).toEqual([])
})

test('an argument that is not the request’s own is refused with the reason', async () => {
  const api = echo()
  const wrong: [string, unknown][] = [
    ['openView', undefined],
    ['openView', null],
    ['openView', { view: { kind: 'nothing' }, query: '' }],
    ['openView', { view: { kind: 'digest', key: 'x' }, query: '' }],
    ['openView', { view: { kind: 'inbox' }, query: 'x'.repeat(1001) }],
    ['counts', null],
    ['counts', {}],
    ['paper', { id: '../../etc/passwd' }],
    ['paper', { id: { toString: (): string => '2312.00001' } }],
    ['rows', { generation: 1, rows: [1] }],
    ['rows', { generation: 1, rows: new Uint32Array(1001) }],
    ['rows', { generation: -1, rows: new Uint32Array(1) }],
    ['rows', { generation: 1.5, rows: new Uint32Array(1) }],
    ['importFile', { session: 's', name: 'x', bytes: 'text' }],
    ['importFile', { session: 's', name: 'x', bytes: new Uint32Array(1) }],
    ['importFile', { session: '../s', name: 'x', bytes: new Uint8Array(1) }],
    ['importFile', { session: 's', name: 'x'.repeat(1001), bytes: new Uint8Array(1) }],
    ['decide', { window: 'w', papers: { ids: ['x'] }, wish: {} }],
    ['decide', { window: 'w', papers: { ids: ['2312.00001'] }, wish: { starred: 'yes' } }],
    ['decide', { window: 'w', papers: { ids: ['2312.00001'] }, wish: { note: 'x'.repeat(200_001) } }],
    ['decide', { window: 'w w', papers: { ids: ['2312.00001'] }, wish: {} }],
    ['saveDeviceSettings', { panes: { sidebar: Infinity, list: 1 } }],
    ['saveDeviceSettings', { appearance: 'pink' }]
  ]
  for (const [name, argument] of wrong)
    expect({ name, argument, reply: await dispatch(api, name, argument) }).toEqual({
      name,
      argument,
      reply: badRequest
    })
  expect(api.asked).toEqual([])
})

test('a refusal never grows with what was wrong', async () => {
  const wish = { addTags: Array.from({ length: 10_000 }, (_, index) => index) }
  const reply = await dispatch(echo(), 'decide', { window: 'w', papers: { ids: [] }, wish })
  expect(reply).toEqual(badRequest)
  expect(JSON.stringify(reply).length).toBeLessThan(1000)
})

test('a Failure becomes its code and the user’s words', async () => {
  const api = echo({
    paper: () => {
      throw new Failure('unknownPaper', { id: '2312.00001' })
    }
  })
  expect(await dispatch(api, 'paper', { id: '2312.00001' })).toEqual({
    ok: false,
    error: { code: 'unknownPaper', message: 'No paper 2312.00001 is in the library.' }
  })
})

test.each<[string, unknown, string]>([
  ['an Error', new TypeError('x is not a function'), 'x is not a function'],
  ['a text', 'text', 'text'],
  ['nothing', undefined, 'undefined']
])('what else is thrown is told as a mistake of Papertray: %s', async (_, cause, words) => {
  const reply = {
    ok: false,
    error: { code: 'internal', message: expect.stringContaining(`(${words})`) as string }
  }
  const rejecting = echo({
    counts: async () => {
      await Promise.resolve()
      throw cause
    }
  })
  expect(await dispatch(rejecting, 'counts', undefined)).toEqual(reply)
  const throwing = {
    ...echo(),
    counts: () => {
      throw cause
    }
  }
  expect(await dispatch(throwing, 'counts', undefined)).toEqual(reply)
})

test('functions are called on their own api', async () => {
  const api = {
    ...echo(),
    answer: 42,
    counts(): Promise<never> {
      return Promise.resolve(this.answer as never)
    }
  }
  expect(await dispatch(api, 'counts', undefined)).toEqual({ ok: true, value: 42 })
})

test('whatever is asked, there is a reply', async () => {
  const names = fc.oneof(fc.constantFrom(...Object.keys(requests)), fc.string())
  await fc.assert(
    fc.asyncProperty(
      names,
      fc.anything({ withTypedArray: true, withNullPrototype: true }),
      async (name, argument) => {
        const reply = await dispatch(echo(), name, argument)
        expect(typeof reply.ok).toBe('boolean')
        if (!reply.ok) expect(reply.error.code).toBe('badRequest')
      }
    ),
    { numRuns: 3000 }
  )
})
