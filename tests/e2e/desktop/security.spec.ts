import { expect, test } from '../support/desktop-test'

const refused = { ok: false, error: { code: 'badRequest' } }
const channel = 'papertray'

test.beforeEach(async ({ window }) => {
  await expect(window.list).toBeVisible()
})

test('the page reaches two functions, and nothing of Node or Electron', async ({ window }) => {
  const { page } = window
  expect(await page.evaluate('Object.keys(papertray).sort()')).toEqual(['request', 'subscribe'])
  expect(await page.evaluate('Object.isFrozen(papertray)')).toBe(true)
  const reached = ['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer']
  expect(await page.evaluate(`[${reached.map((name) => `typeof ${name}`).join()}]`)).toEqual(
    reached.map(() => 'undefined')
  )
})

test('the page goes nowhere', async ({ app, window, standIn }) => {
  app.watch.expect(/Not allowed to launch 'mailto:/)
  const { page } = window
  await page.evaluate('globalThis.mark = 1')
  const ways: readonly [script: string, url: string][] = [
    [`location.href = 'https://evil.example/script'`, 'https://evil.example/script'],
    [`location.href = 'app://papertray/other'`, 'app://papertray/other'],
    [
      `{ const a = document.createElement('a'); a.href = 'https://evil.example/link'; document.body.append(a); a.click() }`,
      'https://evil.example/link'
    ],
    [`location.href = 'mailto:eve@evil.example'`, 'mailto:eve@evil.example'],
    [`location.reload()`, 'app://papertray/']
  ]
  for (const [script, url] of ways) {
    await page.evaluate(`{ ${script} }`)
    expect(await standIn.waitFor('navigation', (each) => each.url === url)).toMatchObject({
      isAllowed: false
    })
  }
  expect(await page.evaluate('globalThis.mark')).toBe(1)
  expect(standIn.recorded('openExternal')).toEqual([])
  // The page that stayed still works.
  await standIn.clickMenuId('star')
  await app.expectMark((await app.inboxIds())[0], { starred: true })
})

test('redirects, embedded pages and downloads are prevented', async ({ window, standIn }) => {
  expect(await standIn.ask('redirect', { url: 'https://evil.example/' })).toEqual({ isPrevented: true })
  expect(await standIn.ask('attachWebview', { src: 'https://evil.example/' })).toEqual({ isPrevented: true })
  await window.page.evaluate(() => {
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob(['x']))
    link.download = 'evil.txt'
    link.click()
  })
  expect(await standIn.waitFor('download')).toMatchObject({ isAllowed: false })
})

test('frames load nothing', async ({ app, window, standIn }) => {
  app.watch.expect(/Content Security Policy|Not allowed to load local resource/)
  for (const url of ['https://evil.example/frame', 'app://papertray/index.html', 'file:///etc/passwd'])
    await window.page.evaluate((src) => {
      document.body.append(Object.assign(document.createElement('iframe'), { src }))
    }, url)
  await window.page.waitForTimeout(300)
  expect(standIn.recorded('navigation').filter(({ isAllowed }) => isAllowed)).toEqual([])
})

test('no window opens; plain https goes to the system’s browser, and nothing else', async ({
  window,
  standIn
}) => {
  const open = (url: string): Promise<unknown> =>
    window.page.evaluate((address) => {
      globalThis.open(address, '_blank', 'noopener')
    }, url)
  await open('https://arxiv.org/abs/2312.10854')
  await expect
    .poll(() => standIn.recorded('openExternal'))
    .toEqual([{ url: 'https://arxiv.org/abs/2312.10854' }])
  const others = [
    'http://plain.example/',
    'https://eve:secret@evil.example/',
    'data:text/html,<b>x</b>',
    'mailto:eve@evil.example',
    'app://papertray/index.html'
  ]
  for (const url of others) await open(url)
  await expect.poll(() => standIn.recorded('popup').length).toBeGreaterThanOrEqual(4)
  await window.page.waitForTimeout(300)
  expect(standIn.recorded('popup').filter(({ action }) => action !== 'deny')).toEqual([])
  expect(standIn.recorded('openExternal')).toHaveLength(1)
  expect(standIn.recorded('window')).toHaveLength(1)
})

test('links with javascript: and file: do nothing', async ({ app, window, standIn }) => {
  app.watch.expect(/Content Security Policy|Not allowed to load local resource|inline/i)
  for (const href of ['javascript:void(globalThis.ran = 1)', 'file:///etc/passwd'])
    for (const target of ['', '_blank'])
      await window.page.evaluate(
        ([address, where]) => {
          const link = document.createElement('a')
          link.href = address ?? ''
          link.target = where ?? ''
          document.body.append(link)
          link.click()
        },
        [href, target]
      )
  await window.page.waitForTimeout(300)
  expect(await window.page.evaluate('globalThis.ran')).toBeUndefined()
  expect(window.page.url()).toBe('https://papertray.invalid/')
  expect(standIn.recorded('openExternal')).toEqual([])
  expect(standIn.recorded('popup').filter(({ action }) => action !== 'deny')).toEqual([])
})

test('only the top frame of the window’s own page is answered', async ({ app, window, standIn }) => {
  app.watch.expect(/./)
  expect(await standIn.callFrom({}, channel, 'counts')).toMatchObject({ ok: true })
  await standIn.addFrame('https://evil.example/frame', '<h1>Evil</h1>')
  await standIn.addFrame('app://papertray/inner', '<h1>Inner</h1>')
  for (const url of ['https://evil.example/frame', 'app://papertray/inner'])
    for (const [name, argument] of [
      ['counts', undefined],
      ['undo', { window: 'window-1' }],
      ['takeOfferedFiles', undefined]
    ])
      expect(await standIn.callFrom({ url }, channel, name, argument)).toMatchObject(refused)
  await expect(standIn.callFrom({}, 'another', 'counts')).rejects.toThrow('No handler registered')
  await expect(window.list).toBeVisible()
})

test('malformed and oversized arguments are refused, and change nothing', async ({ app, standIn }) => {
  const call = (name: unknown, argument?: unknown): Promise<unknown> =>
    standIn.callFrom({}, channel, name, argument)
  const before = await app.papers()
  const wrong: readonly (readonly [unknown, unknown?])[] = [
    [undefined],
    [null],
    [7],
    [{ name: 'counts' }],
    [''],
    ['__proto__'],
    ['constructor'],
    ['toString'],
    ['hasOwnProperty', 'counts'],
    ['counts', { more: 1 }],
    ['decide'],
    ['decide', null],
    ['decide', 'x'],
    ['decide', { window: 'w', papers: { ids: ['../../etc/passwd'] }, wish: { read: true } }],
    ['decide', { window: 'w', papers: { ids: [{ toString: 'x' }] }, wish: { read: true } }],
    ['decide', { window: 'w', papers: { ids: ['2312.10854'] }, wish: { note: 'x'.repeat(200_001) } }],
    ['decide', { window: 'x'.repeat(41), papers: { ids: ['2312.10854'] }, wish: { read: true } }],
    ['rows', { generation: 1, rows: [1, 2] }],
    ['importFile', { session: 's', name: 'x', bytes: [1, 2] }],
    ['readOfferedFile', { file: '/etc/passwd' }],
    ['readOfferedFile', { file: -1 }],
    ['zoom', { by: 1e9 }],
    ['showProgress', { progress: Infinity }],
    ['openLink', { url: 'x'.repeat(4001) }],
    ['chooseDigests', { what: 'everything' }],
    ['saveDeviceSettings', { window: { bounds: {} }, appearance: 'pink' }]
  ]
  for (const [place, [name, argument]] of wrong.entries())
    expect(await call(name, argument), `request ${place}`).toMatchObject(refused)
  const tooLarge = {
    window: 'w',
    papers: { ids: ['2312.10854'] },
    wish: { note: 'x'.repeat(33 * 1024 * 1024) }
  }
  expect(JSON.stringify(await call('decide', tooLarge))).toContain('the argument is too large')
  // A file that nobody gave to Papertray cannot be read by guessing numbers.
  for (const file of [0, 1, 2, 1000])
    expect(await call('readOfferedFile', { file })).toMatchObject({ ok: true, value: { key: null } })
  expect(await app.papers()).toEqual(before)
})

test('the protocol serves the built window and nothing else', async ({ app, window }) => {
  app.watch.expect(/Failed to load resource|Content Security Policy|Fetch API cannot load/)
  const status = (path: string, method = 'GET'): Promise<unknown> =>
    window.page.evaluate(
      async ([address, how]) =>
        fetch(address ?? '', { method: how ?? 'GET' }).then(
          (response) => response.status,
          () => 'failed'
        ),
      [path, method]
    )
  expect(await status('/')).toBe(200)
  expect(await status('/licences.json')).toBe(200)
  for (const path of [
    '/../main/desktop.js',
    '/%2e%2e/main/desktop.js',
    '/..%2fmain/desktop.js',
    '/%2e%2e%2fmain%2fdesktop.js',
    '/..%5cmain%5cdesktop.js',
    '/assets/../../main/desktop.js',
    '/%2fetc/passwd',
    '/C:/Windows/win.ini',
    '/.built',
    '/index.html%00.js',
    '/nothing'
  ])
    expect(await status(path), path).toBe(404)
  expect(await status('/', 'POST')).toBe(405)
  // Another host of the same scheme is none of ours.
  expect(await status('//etc/passwd')).toBe('failed')
})

test('every answer carries the policies', async ({ window }) => {
  const headers = await window.page.evaluate(async () => {
    const response = await fetch('/')
    return Object.fromEntries(response.headers.entries())
  })
  expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'")
  expect(headers['content-security-policy']).toContain("require-trusted-types-for 'script'")
  expect(headers['x-content-type-options']).toBe('nosniff')
})

test('nothing runs that the page was not built with', async ({ app, window }) => {
  app.watch.expect(/Content Security Policy|TrustedHTML|TrustedScript|policy violated/)
  const outcomes = await window.page.evaluate(() => {
    const tried = (act: () => void): string => {
      try {
        act()
        return 'done'
      } catch (cause) {
        return (cause as Error).name
      }
    }
    return [
      tried(() => {
        document.body.innerHTML = '<img src=x onerror="globalThis.ran = 1">'
      }),
      tried(() => {
        document.createElement('script').text = 'globalThis.ran = 1'
      })
    ]
  })
  expect(outcomes).toEqual(['TypeError', 'TypeError'])
  expect(await window.page.evaluate('globalThis.ran')).toBeUndefined()
})

test('the page may copy text, and asks for everything else in vain', async ({ window, standIn }) => {
  expect(await standIn.askPermission('clipboard-sanitized-write')).toEqual({ check: true, request: true })
  expect(await standIn.askPermission('clipboard-sanitized-write', 'https://evil.example')).toEqual({
    check: false,
    request: false
  })
  for (const permission of [
    'media',
    'geolocation',
    'notifications',
    'midi',
    'midiSysex',
    'pointerLock',
    'fullscreen',
    'openExternal',
    'window-management',
    'clipboard-read',
    'display-capture',
    'mediaKeySystem',
    'keyboardLock',
    'idle-detection',
    'speaker-selection',
    'storage-access',
    'hid',
    'serial',
    'usb',
    'fileSystem'
  ])
    expect(await standIn.askPermission(permission), permission).toEqual({ check: false, request: false })
  for (const deviceType of ['hid', 'serial', 'usb'] as const)
    expect(await standIn.ask('askDevice', { deviceType, origin: 'app://papertray' })).toEqual({
      isGranted: false
    })
  expect(
    await window.page.evaluate(
      `navigator.permissions.query({ name: 'geolocation' }).then(({ state }) => state)`
    )
  ).toBe('denied')
})

test('an address that is not encrypted is shown in the system’s dialog first', async ({ standIn }) => {
  const call = (url: string): Promise<unknown> => standIn.callFrom({}, channel, 'openLink', { url })
  await call('http://plain.example/page?a=1')
  const { options } = await standIn.waitFor('dialog')
  expect((options as { readonly detail: string }).detail).toContain('http://plain.example/page?a=1')
  expect(standIn.recorded('openExternal')).toEqual([])
  await standIn.answerDialog({ response: 0 })
  await call('http://plain.example/page?a=1')
  expect(standIn.recorded('openExternal')).toEqual([{ url: 'http://plain.example/page?a=1' }])
  for (const url of ['file:///etc/passwd', 'javascript:1', 'http://eve:x@evil.example/', 'smb://x/y'])
    await call(url)
  expect(standIn.recorded('dialog')).toHaveLength(2)
  expect(standIn.recorded('openExternal')).toHaveLength(1)
})
