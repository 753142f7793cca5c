import type { BrowserContext, Page } from '@playwright/test'

/** What must never happen in a window, whatever a test is about; all of a context's windows together. */
export class Watch {
  /** Warnings, errors, dialogs: each in a line. */
  readonly complaints: string[] = []
  /** Addresses outside the host that a window asked for. */
  readonly outside: string[] = []
  readonly #origins = new Set<string>()
  #expected: readonly RegExp[] = []

  /** Begins to watch. What windows ask of others is noted; it finds no address, see the configuration. */
  async follow(context: BrowserContext): Promise<void> {
    context.on('page', (page) => {
      this.listen(page)
    })
    context.on('dialog', (dialog) => {
      this.#complain(`dialog: ${dialog.type()} ${dialog.message()}`)
      void dialog.dismiss()
    })
    // Not by a route: each of the host's own answers would have to go through it.
    context.on('request', (request) => {
      if (!this.#isOwn(new URL(request.url()))) this.outside.push(request.url())
    })
    // Refusals by the Content Security Policy or Trusted Types, also those that the console does not tell.
    await context.addInitScript(() => {
      addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => {
        // eslint-disable-next-line no-console -- in the page, whose console is listened to
        console.error(`policy violated: ${violatedDirective} ${blockedURI} ${sample}`)
      })
    })
  }

  /** Answers what windows ask of others with a page, for a test about what is opened outside. */
  async answerOutside(context: BrowserContext): Promise<void> {
    await context.route(
      (url) => !this.#isOwn(url),
      (route) => route.fulfill({ contentType: 'text/html', body: '<title>Outside</title>' })
    )
  }

  /** Hears what goes wrong in a page. */
  listen(page: Page): void {
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.#complain(message.text())
    })
    page.on('pageerror', (error) => {
      this.#complain(error.stack ?? error.message)
    })
  }

  /** Requests to it are the application's own. */
  allow(origin: string): void {
    this.#origins.add(origin)
  }

  /** Complaints of this kind belong to what a test does. */
  expect(...complaints: readonly RegExp[]): void {
    this.#expected = [...this.#expected, ...complaints]
  }

  /** What windows have asked of others since this was last called. */
  takeOutside(): string[] {
    return this.outside.splice(0)
  }

  #isOwn(url: URL): boolean {
    return this.#origins.has(url.origin) || ['data:', 'blob:', 'about:'].includes(url.protocol)
  }

  #complain(text: string): void {
    if (!this.#expected.some((pattern) => pattern.test(text))) this.complaints.push(text)
  }
}
