import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright'
import { findChromium } from '../../scripts/lib/chromium.mjs'
import { firstText, referenceFiles, watchFirstRows } from './interface-pages'
import { categories, Trace } from './interface-traces'

const view = { width: 1280, height: 800 }

/**
 * A copy of the built application with the pages for comparison beside its window, so that one host serves both; and so
 * that nothing changes under a measurement when somebody builds.
 * @param built The folder out/ of the repository.
 */
export async function setStage(built: string, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true })
  for (const part of ['main', 'renderer'])
    await cp(join(built, part), join(folder, part), { recursive: true })
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  for (const [name, content] of Object.entries(referenceFiles))
    await writeFile(join(folder, 'renderer', name), content)
  return join(folder, 'main', 'browser.js')
}

/** A browser host in a process of its own. */
export class Host {
  readonly #child: ChildProcess
  /** Of the window, with the token. */
  readonly address: string

  private constructor(child: ChildProcess, address: string) {
    this.#child = child
    this.address = address
  }

  static async start(program: string, home: string): Promise<Host> {
    const child = spawn(process.execPath, [program, '--no-open'], {
      env: { ...process.env, PAPERTRAY_HOME: home },
      stdio: ['ignore', 'pipe', 'inherit']
    })
    let said = ''
    const address = await new Promise<string>((resolve, reject) => {
      child.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString('utf8')
        const found = /is open at (http:\S+)\n/.exec(said)?.[1]
        if (found !== undefined) resolve(found)
      })
      child.once('close', () => {
        reject(new Error(`the host ended: ${said}`))
      })
    })
    return new Host(child, address)
  }

  /** The address of one of {@link referenceFiles}. */
  reference(name: string): string {
    return new URL(name, this.address).href.replace(/#.*$/, '')
  }

  async end(): Promise<void> {
    const closed = once(this.#child, 'close')
    this.#child.kill('SIGINT')
    await closed
  }
}

/** @throws Error where there is no Chromium. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = process.env.PAPERTRAY_CHROMIUM ?? findChromium()
  if (executablePath === undefined)
    throw new Error('--ui needs a Chromium, Chrome or Edge: install one, or name it in PAPERTRAY_CHROMIUM.')
  const quiet = ['--disable-background-networking', '--disable-component-update', '--no-first-run']
  // Chromium refuses to sandbox what root runs.
  const args = process.getuid?.() === 0 ? ['--no-sandbox', ...quiet] : quiet
  // Only now: the other parts measure the memory of processes that run this very file.
  const { chromium } = await import('playwright')
  return chromium.launch({ executablePath, args })
}

/** A fresh profile: nothing in any cache, nothing compiled. */
export async function newContext(browser: Browser): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: view })
  await context.addInitScript(watchFirstRows)
  return context
}

/** Leads a page somewhere. @returns Milliseconds until the first text was painted. */
export async function open(page: Page, address: string): Promise<number> {
  // An address that differs in its token alone would be no navigation.
  if (address.includes('#') && page.url().split('#')[0] === address.split('#')[0])
    await page.goto('about:blank')
  await page.goto(address)
  // Gives up after a while, which the promise would not.
  await page.locator(firstText).first().waitFor()
  const passed = await page.evaluate('firstRows')
  // What follows the first rows must not meet what is measured next.
  await page.waitForTimeout(500)
  return Number(passed)
}

/** What the page's main thread does meanwhile. */
export async function traced(page: Page, work: () => Promise<unknown>): Promise<Trace> {
  const browser = page.context().browser()
  if (browser === null) throw new Error('the browser has gone')
  await browser.startTracing(page, { categories: [...categories] })
  await work()
  return new Trace(await browser.stopTracing())
}

/** Presses a key again and again, in step with the clock as a keyboard does that repeats a held key. */
export async function pressed(page: Page, key: string, times: number, every: number): Promise<void> {
  const start = performance.now()
  for (let time = 0; time < times; time++) {
    await page.keyboard.press(key)
    const rest = start + (time + 1) * every - performance.now()
    if (rest > 0) await page.waitForTimeout(rest)
  }
}

/** Turns the wheel over the list. @param speed CSS pixels a second. */
export async function scrolled(page: Page, distance: number, speed: number): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Input.synthesizeScrollGesture', {
    // Over the list in the window as in the page for comparison.
    x: 400,
    y: 400,
    yDistance: -distance,
    speed,
    gestureSourceType: 'mouse',
    preventFling: true
  })
  await session.detach()
}
