import { expect } from '@playwright/test'
import { runPapertray } from '../../support/papertray'
import type { Host } from './host'
import type { Watch } from './watch'
import type { AppWindow } from './window'

/** A paper as `papertray list --json` tells it. */
export interface ListedPaper {
  readonly id: string
  readonly version: number | null
  readonly title: string
  readonly authors: readonly string[] | null
  readonly abstract: string | null
  readonly read: boolean
  readonly starred: boolean
  readonly tags: readonly string[]
  readonly note: string | null
}

/** The application of one test: a home folder and a host of its own, and the windows on it. */
export abstract class Application {
  readonly home: string
  readonly watch: Watch

  constructor(home: string, watch: Watch) {
    this.home = home
    this.watch = watch
  }

  /** Only the browser host has one: what needs it is tagged `@browser`. */
  get host(): Host {
    throw new Error('this application has no browser host')
  }

  abstract start(args?: readonly string[]): Promise<void>

  /** Ends it as Ctrl+C does, which must go well. */
  abstract end(): Promise<void>

  /** Opens a window, and waits until it shows the library. */
  abstract open(): Promise<AppWindow>

  /** Ends it, starts it again on the same home, and shows it in the window. */
  abstract restart(window: AppWindow): Promise<void>

  /** Loads the window's page anew. */
  abstract reload(window: AppWindow): Promise<void>

  /** Runs the command line on the same home, which must go well. */
  async command(...args: readonly string[]): Promise<string> {
    const { code, out, err } = await runPapertray(args, { home: this.home })
    expect(code, `papertray ${args.join(' ')}: ${out}${err}`).toBe(0)
    return out
  }

  /** Papers as the command line lists them, whether or not a window is open. */
  async papers(view = 'all'): Promise<ListedPaper[]> {
    const out = await this.command('list', '--view', view, '--json')
    return out
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as ListedPaper)
  }

  /** The inbox's order. */
  async inboxIds(): Promise<string[]> {
    return (await this.papers('inbox')).map(({ id }) => id)
  }

  async paper(id: string | undefined): Promise<ListedPaper> {
    const found = (await this.papers()).find((paper) => paper.id === id)
    if (found === undefined) throw new Error(`no paper ${id}`)
    return found
  }

  /** Waits until the command line tells this of a paper. */
  async expectMark(id: string | undefined, mark: Partial<ListedPaper>): Promise<void> {
    await expect.poll(() => this.paper(id)).toMatchObject(mark)
  }
}
