import { electronRuntime } from '../../../scripts/lib/electron-runtime.mjs'
import type { Application } from '../support/application'
import { DesktopApplication } from '../support/desktop-application'
import { ElectronProcess } from '../support/electron-process'
import { expect, test } from '../support/test'

const runtime = await electronRuntime({ fetch: false })

function processOf(app: Application): ElectronProcess {
  if (app instanceof DesktopApplication && app.process instanceof ElectronProcess) return app.process
  throw new Error('this application does not run on Electron itself')
}

test.describe('on Electron itself', { tag: '@electron' }, () => {
  test.skip('reason' in runtime, 'reason' in runtime ? runtime.reason : '')

  test('the window has the settings it was made with', async ({ app, window }) => {
    await expect(window.list).toBeVisible()
    const { application } = processOf(app)
    const preferences = await application.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
        getLastWebPreferences: () => Record<string, unknown>
      }
      return contents.getLastWebPreferences()
    })
    expect(preferences).toMatchObject({ contextIsolation: true, nodeIntegration: false, sandbox: true })
    expect(preferences).not.toMatchObject({ webSecurity: false })
    expect(preferences).not.toMatchObject({ allowRunningInsecureContent: true })
  })

  test('the page is alone in a sandboxed process', async ({ app, window }) => {
    await expect(window.list).toBeVisible()
    const { page } = window
    expect(new URL(page.url()).protocol).toBe('app:')
    expect(await page.evaluate('[typeof require, typeof process, typeof module]')).toEqual([
      'undefined',
      'undefined',
      'undefined'
    ])
    expect(await page.evaluate('Object.keys(papertray).sort()')).toEqual(['request', 'subscribe'])
    const metrics = await processOf(app).application.evaluate(({ app: electron }) => electron.getAppMetrics())
    const renderers = metrics.filter(({ type }) => type === 'Tab')
    expect(renderers.length).toBeGreaterThan(0)
    // Only macOS and Windows tell.
    for (const { sandboxed } of renderers) expect([true, undefined]).toContain(sandboxed)
  })

  test('the page goes nowhere, and opens nothing', async ({ app, window }) => {
    await expect(window.list).toBeVisible()
    const { page } = window
    const { application } = processOf(app)
    // Nothing of the user's is opened by a test.
    await application.evaluate(({ shell }) => {
      const opened: string[] = []
      Object.assign(globalThis, { opened })
      shell.openExternal = (url) => {
        opened.push(url)
        return Promise.resolve()
      }
    })
    const address = page.url()
    for (const script of [
      `location.href = 'https://evil.invalid/'`,
      `location.href = 'file:///etc/passwd'`,
      `open('https://arxiv.org/abs/2312.10854', '_blank', 'noopener')`,
      `open('http://plain.invalid/', '_blank', 'noopener')`
    ])
      await page.evaluate(`{ ${script} }`)
    await expect
      .poll(() => application.evaluate(() => (globalThis as unknown as { opened: string[] }).opened))
      .toEqual(['https://arxiv.org/abs/2312.10854'])
    expect(page.url()).toBe(address)
    expect(application.windows()).toHaveLength(1)
  })

  test('the protocol serves the built window and nothing else', async ({ app, window }) => {
    app.watch.expect(/Failed to load resource/)
    const status = (path: string): Promise<unknown> =>
      window.page.evaluate((address) => fetch(address).then((response) => response.status), path)
    expect(await status('/licences.json')).toBe(200)
    expect(await status('/..%2fmain/desktop.js')).toBe(404)
    const policy = await window.page.evaluate(() =>
      fetch('/').then(({ headers }) => headers.get('content-security-policy'))
    )
    expect(policy).toContain("default-src 'none'")
  })
})
