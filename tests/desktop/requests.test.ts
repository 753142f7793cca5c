import type { IpcMainInvokeEvent, WebContents, WebFrameMain } from 'electron'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Api } from '#core/contract'
import { largestArchive, largestFile } from '#core/domain/file-report'
import { Log } from '#main/desktop/log'
import { answerRequests } from '#main/desktop/requests'

const origin = 'app://papertray'
const newContents = (): WebContents => Object.create(null) as WebContents
const contents = newContents()

type Sender = Partial<Record<'origin' | 'parent', unknown>>

function asking(api: Partial<Api> = { counts: () => Promise.resolve('counted' as never) }) {
  const log = new Log(join(mkdtempSync(join(tmpdir(), 'papertray-requests-')), 'desktop.log'))
  const answer = answerRequests(api as Api, (each) => each === contents, log)
  const ask = (name: unknown, argument?: unknown, frame: Sender | null = {}, sender = contents) =>
    answer(
      {
        sender,
        senderFrame: frame === null ? null : ({ origin, parent: null, ...frame } as unknown as WebFrameMain)
      } as IpcMainInvokeEvent,
      name,
      argument
    )
  return { ask, logged: () => readFileSync(log.path, 'utf8') }
}

const refused = { ok: false, error: { code: 'badRequest' } }

test('the window’s page is answered', async () => {
  expect(await asking().ask('counts')).toEqual({ ok: true, value: 'counted' })
})

test.each<[string, Sender | null, WebContents?]>([
  ['a frame inside of it', { parent: {} }],
  ['a page of another origin', { origin: 'https://example.org' }],
  ['a page of an origin that begins like ours', { origin: 'app://papertray.example.org' }],
  ['a page without an origin', { origin: 'null' }],
  ['a frame that is gone', null],
  ['a page of another window', {}, newContents()]
])('%s is not', async (_who, frame, sender) => {
  const { ask, logged } = asking()
  expect(await ask('counts', undefined, frame, sender)).toMatchObject(refused)
  expect(logged()).toContain('from another page was refused')
})

test.each([[7], [null], [{ toString: () => 'counts' }], ['nothing'], ['constructor'], ['__proto__']])(
  '%j names no request',
  async (name) => {
    expect(await asking().ask(name)).toMatchObject(refused)
  }
)

test('what is too large is refused before anything looks at it', async () => {
  let asked = 0
  const api = { importFile: () => Promise.resolve(asked++ as never) }
  const argument = { session: 's', name: 'x', bytes: new Uint8Array(largestArchive + 65 * 1024) }
  expect(await asking(api).ask('importFile', argument)).toMatchObject(refused)
  // Only where an archive may come: nothing else is that large.
  const list = { generation: 1, rows: new Uint8Array(largestFile + 65 * 1024) }
  const answer = await asking(api).ask('rows', list)
  expect(JSON.stringify(answer)).toContain('the argument is too large')
  expect(asked).toBe(0)
})

test('a request that this host does not have is refused', async () => {
  expect(await asking({}).ask('counts')).toMatchObject(refused)
})

test('a fault is logged without its text', async () => {
  const api = { counts: () => Promise.reject(new Error('a title of a paper')) }
  const { ask, logged } = asking(api)
  expect(await ask('counts')).toMatchObject({ ok: false, error: { code: 'internal' } })
  expect(logged()).toContain('The request counts ended with internal')
  expect(logged()).not.toContain('title')
})
