import { createServer, type Server } from 'node:http'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { chromium, type Browser, type Page } from '@playwright/test'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contentSecurityPolicy } from '#main/renderer-files/content-security-policy'
import { findChromium } from '../../../scripts/lib/chromium.mjs'
import { woff2Only } from '../../../scripts/lib/woff2-only.mjs'
import { attacks, seedTexts } from './support'

const executablePath = findChromium()
const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2'
}

let folder: string
let server: Server
let browser: Browser
let origin: string
let texts: { tex: readonly string[]; notes: readonly string[] }

interface Visit {
  readonly page: Page
  /** Paths of the same origin, then foreign addresses. */
  readonly requests: readonly string[]
  readonly dialogs: readonly string[]
  /** Uncaught errors, and what the Content Security Policy refused. */
  readonly errors: readonly string[]
}

async function visit(tex: readonly string[], notes: readonly string[]): Promise<Visit> {
  texts = { tex, notes }
  const page = await browser.newPage()
  const [requests, dialogs, errors]: string[][] = [[], [], []]
  page.on('request', (request) => requests?.push(request.url().replace(`${origin}/`, '')))
  page.on('dialog', (dialog) => {
    dialogs?.push(dialog.message())
    void dialog.dismiss()
  })
  page.on('pageerror', (error) => errors?.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') errors?.push(message.text())
  })
  await page.goto(`${origin}/index.html`)
  // Formulas and notes have a plain reading until KaTeX and markdown-it have come.
  await page.waitForFunction(() => document.title === 'ready' && document.querySelector('.plain') === null)
  return { page, requests: requests ?? [], dialogs: dialogs ?? [], errors: errors ?? [] }
}

describe('in Chromium, under the Content Security Policy', () => {
  beforeAll(async () => {
    if (executablePath === undefined)
      throw new Error('this needs a Chromium, Chrome or Edge: install one, or name it in PAPERTRAY_CHROMIUM')
    folder = await mkdtemp(join(tmpdir(), 'papertray-page-'))
    await build({
      configFile: false,
      logLevel: 'silent',
      root: join(import.meta.dirname, 'page'),
      base: './',
      plugins: [svelte({ configFile: false, compilerOptions: { runes: true } }), woff2Only()],
      build: { outDir: folder, emptyOutDir: true, target: 'chrome120', assetsInlineLimit: 0 }
    })
    server = createServer((request, response) => {
      const path = new URL(request.url ?? '/', 'http://localhost').pathname
      response.setHeader('Content-Security-Policy', contentSecurityPolicy)
      if (path === '/texts.json') {
        response.end(JSON.stringify(texts))
        return
      }
      readFile(join(folder, path)).then(
        (bytes) => response.setHeader('Content-Type', mediaTypes[extname(path)] ?? 'text/plain').end(bytes),
        () => response.writeHead(404).end()
      )
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  })

  afterAll(async () => {
    await browser.close()
    server.close()
    await rm(folder, { recursive: true })
  })

  test('formulas and notes are shown, and nothing is refused', async () => {
    const abstracts = await seedTexts('abstract')
    const { page, errors, requests } = await visit(abstracts, ['# Note\n\nwith $x^2$ and **bold**'])
    expect(errors).toEqual([])
    expect(await page.locator('.tex.block .katex').count()).toBe(36)
    expect(await page.locator('.tex.block .katex math').count()).toBe(36)
    expect(await page.locator('.failed').count()).toBe(0)
    expect(await page.locator('.note h3').innerText()).toBe('Note')
    expect(await page.locator('.note .katex').count()).toBe(1)
    // Whatever is shown in a font that has not come yet asks for it: a machine that is busy is waited for.
    await page.waitForFunction(() => document.fonts.check('16px KaTeX_Main'))
    expect(requests.filter((request) => /\.(?:woff|ttf)$/.test(request))).toEqual([])
    await page.close()
  })

  test('no line ends between a formula and what touches it, and long formulas still break', async () => {
    const long = Array.from({ length: 12 }, (_, index) => `x_{${index}}`).join(' + ')
    const { page } = await visit(['The $L_0$, $R$etrieval of 10$^{15}$ eV', `A $${long}$, so`], [])
    const torn = await page.evaluate(() => {
      const found: string[] = []
      const [first, second] = document.querySelectorAll<HTMLElement>('.tex.block p')
      const groups = [...(first?.querySelectorAll('.unbroken') ?? [])]
      for (let width = 40; width < 400; width += 3) {
        document.body.style.width = `${width}px`
        for (const group of groups) {
          const parts = [...group.querySelectorAll('.katex-base')].map((base) => base.getBoundingClientRect())
          for (const node of group.childNodes) {
            if (node.nodeType !== Node.TEXT_NODE || node.nodeValue?.trim() === '') continue
            const range = document.createRange()
            range.selectNode(node)
            parts.push(range.getBoundingClientRect())
          }
          const overlap =
            Math.min(...parts.map(({ bottom }) => bottom)) - Math.max(...parts.map(({ top }) => top))
          if (parts.length < 2 || overlap < 4) found.push(`${group.textContent} at ${width}`)
        }
      }
      document.body.style.width = '200px'
      const bases = [...(second?.querySelectorAll('.katex-base') ?? [])]
      const lines = new Set(bases.map((base) => Math.round(base.getBoundingClientRect().top / 10)))
      return { found, groups: groups.length, lines: lines.size }
    })
    expect(torn.found).toEqual([])
    expect(torn.groups).toBe(3)
    expect(torn.lines).toBeGreaterThan(1)
    await page.close()
  })

  test('texts without a formula fetch neither KaTeX nor its fonts, and no note no Markdown', async () => {
    const { page, requests } = await visit(['Plain \\emph{title} for $5 and 50\\%'], [])
    expect(requests.filter((request) => /katex|notes/i.test(request))).toEqual([])
    await page.close()
    const withMath = await visit(['A $x^2$ title'], [])
    expect(withMath.requests.filter((request) => /katex/i.test(request))).not.toEqual([])
    await withMath.page.close()
  })

  test('hostile texts run and load nothing', async () => {
    const { page, requests, dialogs, errors } = await visit(attacks, attacks)
    await page.mouse.move(200, 200)
    await page.waitForTimeout(200)
    expect(dialogs).toEqual([])
    expect(errors).toEqual([])
    expect(requests.filter((request) => /^[a-z]+:/.test(request))).toEqual([])
    expect(await page.locator('script:not([src]), img, iframe, [onerror], [onload], [onclick]').count()).toBe(
      0
    )
    await page.close()
  })

  test('HTML that the one module did not make is refused by the browser', async () => {
    const { page } = await visit(['plain'], [])
    const refused = await page.evaluate(() => {
      try {
        document.body.innerHTML = '<b>x</b>'
        return false
      } catch {
        return true
      }
    })
    expect(refused).toBe(true)
    await page.close()
  })

  test('fonts come in the one format that is needed', async () => {
    const fonts = (await readdir(folder, { recursive: true })).filter((file) =>
      /\.(?:woff2?|ttf)$/.test(file)
    )
    expect(fonts).toHaveLength(20)
    expect(fonts.filter((file) => !file.endsWith('.woff2'))).toEqual([])
  })
})
