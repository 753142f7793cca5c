import { describe, expect, test } from 'vitest'
import { eventually } from './support/eventually'
import { startProbe } from './support/probe'

describe('leaving the page', () => {
  test('is asked for before anything is requested, and leaves the page as it is when prevented', async () => {
    const host = await startProbe()
    const page = await host.page()
    await page.evaluate('window.mark = 1')
    for (const [leave, url] of [
      [`document.querySelector('#away').click()`, 'https://example.org/'],
      [`document.querySelector('#other').click()`, 'app://papertray/other'],
      [`location.href = 'https://example.org/script'`, 'https://example.org/script'],
      [
        `document.head.insertAdjacentHTML('beforeend', '<meta http-equiv=refresh content="0;https://example.org/meta">')`,
        'https://example.org/meta'
      ],
      [
        `document.body.insertAdjacentHTML('beforeend', '<form action="https://example.org/form"></form>'); document.forms[0].submit()`,
        'https://example.org/form?'
      ],
      [`location.href = 'mailto:ada@example.org'`, 'mailto:ada@example.org'],
      [`location.href = 'app://papertray/other?1'`, 'app://papertray/other?1'],
      [`location.reload()`, 'app://papertray/']
    ] as const) {
      await page.evaluate(`{ ${leave} }`)
      const told = await host.waitFor('navigation', (navigation) => navigation.url === url)
      expect(told).toEqual({ url, isMainFrame: true, isAllowed: false })
    }
    expect(await page.evaluate('window.mark')).toBe(1)
    expect(page.url()).toBe('https://papertray.invalid/')
    expect(host.recorded('request')).toEqual([])
  })

  test('happens when the host lets it', async () => {
    const host = await startProbe({ navigates: true })
    const page = await host.page()
    await page.click('#other')
    await eventually(() => page.evaluate(`document.title === 'Other'`)).toBe(true)
    expect(await host.callFrom({}, 'who')).toMatchObject({ url: 'app://papertray/other' })
    // The preload runs again.
    expect(await page.evaluate('typeof probe')).toBe('object')
  })

  test('is asked for again when it is sent elsewhere', async () => {
    const host = await startProbe({ navigates: true })
    const page = await host.page()
    await page.evaluate(`location.href = '/moved'`)
    await eventually(() => host.output).toContain('will-redirect https://example.org/moved')
    expect(await page.evaluate('document.title')).toBe('Probe')
    expect(host.recorded('request')).toEqual([])
  })

  test('is asked for inner frames', async () => {
    const host = await startProbe()
    const page = await host.page()
    await page.evaluate(
      `document.body.insertAdjacentHTML('beforeend', '<iframe src="https://example.org/frame">')`
    )
    expect(await host.waitFor('navigation')).toMatchObject({
      url: 'https://example.org/frame',
      isMainFrame: false
    })
  })

  test('waits for what the page has not saved', async () => {
    const host = await startProbe()
    const page = await host.page()
    await page.evaluate(`addEventListener('beforeunload', (event) => window.saved || event.preventDefault())`)
    // Chromium hears a page only after somebody has used it.
    await page.click('h1')
    await host.user('close')
    await eventually(() => host.output).toContain('will-prevent-unload')
    expect((await host.windowState()).isVisible).toBe(true)
    await page.evaluate('window.saved = true')
  })
})

describe('another window', () => {
  test('that is denied never loads anything', async () => {
    const host = await startProbe()
    const page = await host.page()
    await page.evaluate(`void window.open('https://example.org/open', '_blank', 'noopener')`)
    expect(await host.waitFor('popup')).toEqual({ url: 'https://example.org/open', action: 'deny' })
    await page.click('#blank')
    await host.waitFor('popup', ({ url }) => url === 'https://example.org/blank')
    await page.click('#away', { button: 'middle' })
    await host.waitFor('popup', ({ url }) => url === 'https://example.org/')
    await page.click('#other', { modifiers: ['ControlOrMeta'] })
    await host.waitFor('popup', ({ url }) => url === 'app://papertray/other')
    await eventually(() => page.context().pages().length).toBe(1)
    expect(host.recorded('request')).toEqual([])
    expect(host.recorded('popup')).toHaveLength(4)
  })

  test('opens for a host that has no handler', async () => {
    const host = await startProbe({ opensAll: true })
    const page = await host.page()
    await page.evaluate(
      `void window.open('app://papertray/other'.replace('app://papertray', location.origin))`
    )
    expect(await host.waitFor('popup')).toMatchObject({ action: 'allow' })
    const other = await host.page(1)
    await eventually(() => other.evaluate(`document.title === 'Other'`)).toBe(true)
    expect(host.recorded('window')).toHaveLength(2)
  })
})

test('a page that crashes is told, and can be loaded again', async () => {
  const host = await startProbe()
  await host.page()
  await host.crash()
  expect(await host.waitFor('rendererGone')).toMatchObject({ reason: 'crashed' })
  await host.reload()
  const page = await host.page()
  await eventually(() => page.evaluate(`document.title === 'Probe' && window.ran`)).toBe(true)
  expect(await page.evaluate('typeof probe')).toBe('object')
})
