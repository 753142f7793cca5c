import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Page } from 'playwright'
import type { StandIn } from '../e2e/support/stand-in'
import { launchProbe } from './support/probe'

let host: StandIn
let page: Page
let end: () => Promise<void>

beforeAll(async () => {
  ;({ host, end } = await launchProbe())
  page = await host.page()
})
afterAll(() => end())

describe('a page', () => {
  test('is shown as the host answers, under its policy', async () => {
    expect(await page.evaluate('({ inline: window.inline, ran: window.ran })')).toEqual({ ran: true })
    expect(await page.evaluate('[innerWidth, innerHeight]')).toEqual([700, 500])
    const blocked = await host.waitFor('console', ({ level }) => level === 'error')
    expect(blocked.text).toContain('Content Security Policy')
    expect(host.recorded('window')[0]?.options.webPreferences).toMatchObject({ sandbox: true })
  })

  test('asks others for nothing', async () => {
    const answer = await page.evaluate(`fetch('https://example.org/').then(() => 'came', () => 'failed')`)
    expect(answer).toBe('failed')
    // The policy held it back before it was a request.
    expect(host.recorded('request')).toEqual([])
    await page.evaluate(`document.body.append(Object.assign(new Image(), { src: '/missing' }))`)
  })

  test('keeps to what the host permits', async () => {
    const state = (name: string): Promise<unknown> =>
      page.evaluate(`navigator.permissions.query({ name: '${name}' }).then(({ state }) => state)`)
    expect(await state('geolocation')).toBe('denied')
    expect(await state('clipboard-write')).toBe('granted')
    expect(await host.askPermission('media')).toEqual({ check: false, request: false })
    const camera = await page.evaluate(
      `navigator.mediaDevices.getUserMedia({ video: true }).catch(({ name }) => name)`
    )
    expect(camera).toBe('NotAllowedError')
  })
})

describe('the preload', () => {
  test('has only what a sandboxed one may have, and the page none of it', async () => {
    expect(await page.evaluate('probe.about')).toEqual({
      node: 'module not found: node:fs',
      process: 'undefined',
      buffer: 'undefined',
      page: 'undefined',
      unknown: expect.stringContaining('ipcRenderer.sendSync') as string
    })
    const seen = await page.evaluate(
      `[typeof require, typeof ipcRenderer, typeof module, ...Object.keys(window).filter((key) => /standIn/i.test(key))]`
    )
    expect(seen).toEqual(['undefined', 'undefined', 'undefined'])
  })

  test('exposes a frozen copy', async () => {
    const seen = await page.evaluate(`[
      Object.isFrozen(probe), Object.isFrozen(probe.nested.list), probe.nested.list[1].deep instanceof Uint8Array,
      (() => { 'use strict'; try { window.probe = 1 } catch ({ name }) { return name } })(),
      probe.double([1, 2]), probe.double(new Uint32Array([3])) instanceof Uint32Array
    ]`)
    expect(seen).toEqual([true, true, true, 'TypeError', [2, 4], true])
  })
})

describe('the channel', () => {
  test('keeps kinds of values in both directions', async () => {
    const there = await page.evaluate(`probe.invoke(
      'kinds', undefined, new Date(0), new Map([[1, new Set([2])]]), new Uint32Array(2), new Uint8Array(1).buffer, { a: [NaN] }
    )`)
    expect(there).toEqual(
      ['Undefined', 'Date', 'Map', 'Uint32Array', 'ArrayBuffer', 'Object'].map((kind) => `[object ${kind}]`)
    )
    const back = await page.evaluate(`(async () => {
      const sent = { list: [undefined, -0, NaN], bytes: Uint8Array.from({ length: 100_000 }, (_, index) => index), map: new Map([['k', new Date(7)]]) }
      const got = await probe.invoke('echo', sent)
      return [
        Object.is(got.list[1], -0), got.list[2], 0 in got.list, got.map.get('k').getTime(),
        got.bytes instanceof Uint8Array && got.bytes.every((value, index) => value === (index & 255))
      ]
    })()`)
    expect(back).toEqual([true, NaN, true, 7, true])
  })

  test('carries messages from the host', async () => {
    const heard = await page.evaluate(`new Promise((resolve) => {
      probe.hear((value, rows) => resolve([value.text, rows instanceof Uint32Array, rows.length]))
      probe.invoke('send', { text: 'news' })
    })`)
    expect(heard).toEqual(['news', true, 2])
  })

  test('refuses what cannot be cloned, and tells failures as Electron does', async () => {
    const failure = (call: string): Promise<unknown> =>
      page.evaluate(`${call}.catch(({ message }) => message)`)
    expect(await failure(`probe.invoke('echo', () => 1)`)).toBe('An object could not be cloned.')
    expect(await failure(`probe.invoke('fail')`)).toBe(
      "Error invoking remote method 'fail': RangeError: out of reach"
    )
    expect(await failure(`probe.invoke('nothing')`)).toBe(
      "Error invoking remote method 'nothing': Error: No handler registered for 'nothing'"
    )
    expect(await failure(`probe.invoke('unknown')`)).toContain('has no dialog.showCertificateTrustDialog')
    expect(await failure(`probe.invoke('unknown option')`)).toContain('has no option kiosk of BrowserWindow')
  })

  test('tells truthfully which frame speaks', async () => {
    expect(await page.evaluate(`probe.invoke('who')`)).toEqual({
      url: 'app://papertray/',
      origin: 'app://papertray',
      isTop: true
    })
    await host.addFrame('https://example.org/evil', '<h1>Evil</h1>')
    await host.addFrame('app://papertray/inner', '<h1>Inner</h1>')
    expect(await host.callFrom({ url: 'https://example.org/evil' }, 'who')).toEqual({
      url: 'https://example.org/evil',
      origin: 'https://example.org',
      isTop: false
    })
    expect(await host.callFrom({ url: 'app://papertray/inner' }, 'who')).toEqual({
      url: 'app://papertray/inner',
      origin: 'app://papertray',
      isTop: false
    })
    expect(await host.callFrom({}, 'echo', new Uint8Array([1]))).toEqual(new Uint8Array([1]))
    await expect(host.callFrom({}, 'fail')).rejects.toThrow('RangeError: out of reach')
  })
})
