import { expect, type Locator, type Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'

/** A window of the application, as a person sees it. */
export class AppWindow {
  /** Another one after a restart of the desktop. */
  page: Page

  constructor(page: Page) {
    this.page = page
  }

  get sidebar(): Locator {
    return this.page.getByRole('navigation', { name: 'Views' })
  }

  /** The list of papers. */
  get list(): Locator {
    return this.page.locator('#paper-list')
  }

  get rows(): Locator {
    return this.list.getByRole('option')
  }

  /** The current paper's row. */
  get row(): Locator {
    return this.list.locator('[role=option].selected')
  }

  get reader(): Locator {
    return this.page.getByRole('article')
  }

  get search(): Locator {
    return this.page.getByRole('combobox', { name: 'Search papers' })
  }

  /** The card of an import. */
  get card(): Locator {
    return this.page.getByRole('region', { name: 'Import', exact: true })
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog')
  }

  get note(): Locator {
    return this.page.getByRole('textbox', { name: 'Note' })
  }

  get tagField(): Locator {
    return this.page.getByRole('combobox', { name: 'Add a tag' })
  }

  /** What is told of the last act. */
  toast(text: string | RegExp): Locator {
    return this.page.getByRole('status').filter({ hasText: text })
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name })
  }

  /** An entry of the sidebar. */
  view(label: string): Locator {
    return this.sidebar.getByRole('button', { name: new RegExp(`^${label}(\\s*[\\d,]+)?$`) })
  }

  /** The list's heading and what it counts. */
  async expectList(title: string, papers: number): Promise<void> {
    const count = `${papers.toLocaleString('en')} paper${papers === 1 ? '' : 's'}`
    await expect(this.page.getByRole('heading', { level: 1, name: title, exact: true })).toBeVisible()
    await expect(this.page.getByRole('main').locator('header [aria-live=polite]')).toHaveText(count)
  }

  async expectCount(view: string, papers: number): Promise<void> {
    const pattern = papers === 0 ? `^${view}$` : `^${view}\\s*${papers.toLocaleString('en')}$`
    await expect(this.sidebar.getByRole('button', { name: new RegExp(pattern) })).toBeVisible()
  }

  /** Waits until the reader shows the paper with this id. */
  async expectPaper(id: string | undefined): Promise<void> {
    expect(id).toBeDefined()
    await expect(this.reader.getByRole('button', { name: new RegExp(`^${id}(v\\d+)?$`) })).toBeVisible()
  }

  /** Waits until the paper at a place of the list, from 0, is the current one. */
  async expectPlace(place: number): Promise<void> {
    await expect(this.list).toHaveAttribute('aria-activedescendant', `paper-${place}`)
  }

  /** Waits until a part of the window that is not in its first view has come: it cannot where the host is gone. */
  async expectPart(name: string): Promise<void> {
    await this.page.waitForFunction(
      (part) => performance.getEntriesByType('resource').some((entry) => entry.name.includes(`/${part}`)),
      name
    )
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key)
  }

  /** Chooses files as in the system's dialog. */
  async choose(files: Parameters<Locator['setInputFiles']>[0]): Promise<void> {
    const input = 'input[type=file]:not([webkitdirectory])'
    if (!Array.isArray(files) || !files.every((file) => typeof file === 'string')) {
      await this.page.locator(input).setInputFiles(files)
      return
    }
    await this.page.locator(input).waitFor({ state: 'attached' })
    // Playwright sends a browser that it attached to every byte, at 1 MB a second; Chromium can read them itself.
    const session = await this.page.context().newCDPSession(this.page)
    const { root } = await session.send('DOM.getDocument')
    const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector: input })
    await session.send('DOM.setFileInputFiles', { files, nodeId })
    await session.detach()
  }

  /** Imports one digest with one paper, and shows that paper. */
  async showOnly(id: string, digest: string): Promise<void> {
    await this.choose({ name: 'today.md', mimeType: 'text/plain', buffer: Buffer.from(digest) })
    await this.expectImport('1 new paper')
    await this.button('1 new paper').click()
    await expect(this.rows.first()).toContainText(`Paper ${id}`)
    await this.rows.first().click()
    await this.expectPaper(id)
  }

  /** Waits for an import to end. */
  async expectImport(heading: string): Promise<void> {
    await expect(this.card.getByRole('heading', { name: heading, exact: true })).toBeVisible({
      timeout: 30_000
    })
  }

  /** Lets go of a real DataTransfer with these files over the window, as a person does who drags them in. */
  async drag(paths: readonly string[]): Promise<{ readonly drop: () => Promise<void> }> {
    const files = paths.map((path) => ({
      name: basename(path),
      base64: readFileSync(path).toString('base64')
    }))
    const transfer = await this.page.evaluateHandle((given) => {
      const made = new DataTransfer()
      for (const { name, base64 } of given) {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
        made.items.add(new File([bytes], name, { type: 'text/plain' }))
      }
      return made
    }, files)
    const send = async (type: string): Promise<void> => {
      await this.page.locator('body').dispatchEvent(type, { dataTransfer: transfer })
    }
    await send('dragenter')
    await send('dragover')
    return { drop: () => send('drop') }
  }
}
