import { getContext, setContext, tick } from 'svelte'
import type { OpenedLibrary, Transport, View } from '#core/contract'
import { failureText } from '#core/messages'
import { listId } from '../keyboard/element-ids'
import { Acts } from './acts.svelte'
import { Client, isUnreached } from './client'
import { Dialogs } from './dialogs.svelte'
import { Imports, type ImportRun } from './imports.svelte'
import { Layout } from './layout.svelte'
import { Overview } from './overview.svelte'
import { PaperList } from './paper-list.svelte'
import { Reader } from './reader.svelte'
import { Toasts } from './toasts.svelte'

/** Everything that a window shows, put together; components find it with {@link useApp}. */
export class App {
  readonly client: Client
  readonly toasts = new Toasts()
  readonly dialogs = new Dialogs()
  readonly layout: Layout
  readonly overview: Overview
  readonly list: PaperList
  readonly reader: Reader
  readonly imports: Imports
  readonly acts: Acts
  #opened = $state.raw<OpenedLibrary | null>(null)
  #lost = $state<string | null>(null)
  #saving = $state(0)
  /** Why the library could not be opened at all. */
  #failure = $state<string | null>(null)
  /** What is being edited of which paper, so that a key can begin it and moving on ends it. */
  editing = $state.raw<{ readonly row: number; readonly what: 'tags' | 'note' } | null>(null)
  /** Raised to put the focus into the search field. */
  searches = $state(0)

  constructor(transport: Transport) {
    this.client = new Client(transport, {
      slow: (waiting) => {
        this.#saving = waiting
      },
      lost: (reason) => {
        this.#lost = reason?.message ?? null
      },
      failed: ({ code, message }) => {
        // The window says by itself that the library cannot be reached, and a list reads itself again.
        if (!isUnreached({ code }) && code !== 'staleView') this.toasts.error(message)
      }
    })
    this.client.on('connectionChanged', ({ connected }) => {
      this.#lost = connected ? null : (this.#lost ?? failureText('disconnected'))
      if (!connected) this.client.tryAgainSoon()
    })
    this.layout = new Layout(this.client)
    this.overview = new Overview(this.client)
    this.list = new PaperList(this.client)
    this.reader = new Reader(this.client)
    this.imports = new Imports(this.client, (run) => {
      this.#afterImport(run)
    })
    this.acts = new Acts(this.client, this.list, this.toasts)
  }

  /** Null until the library has answered. */
  get library(): OpenedLibrary | null {
    return this.#opened
  }

  /** Why the library cannot be reached now, in the user's words; null while it can. */
  get lost(): string | null {
    return this.#lost
  }

  get failure(): string | null {
    return this.#failure
  }

  /** True while a change has been on its way to the disk for longer than a moment. */
  get saving(): boolean {
    return this.#saving > 0
  }

  /** True where there is nothing yet: the window then says how to begin. */
  get empty(): boolean {
    return this.overview.empty && this.overview.digests.length === 0
  }

  async open(): Promise<void> {
    try {
      const [opened] = await Promise.all([
        this.client.request('openLibrary'),
        this.list.open({ kind: 'inbox' }),
        this.overview.readDigests()
      ])
      this.layout.take(opened.settings)
      this.#opened = opened
      await tick()
      // Whoever listens to the window instead of seeing it begins in the list.
      document.getElementById(listId)?.focus()
      if (opened.damages.length > 0)
        this.toasts.error(failureText('partsDamaged', { count: opened.damages.length }))
    } catch (cause) {
      this.#failure = cause instanceof Error ? cause.message : String(cause)
    }
  }

  /** Shows a view of the sidebar. */
  show(view: View): void {
    this.layout.drawerOpen = false
    this.layout.reading = false
    this.client.background(this.list.open(view))
  }

  /** Lets the user choose digests; set by the component that holds the file inputs. */
  choose: (what: 'files' | 'folder') => void = () => undefined

  /** Looks for words in all papers, as clicking on an author does. */
  search(query: string): void {
    this.layout.reading = false
    this.client.background(this.list.open({ kind: 'all' }, query))
  }

  /** Reads the sample digests as an import like any other. */
  async openSamples(): Promise<void> {
    const { sampleDigests } = await import('./sample-digests')
    this.imports.start(await sampleDigests(), { sample: true })
  }

  #afterImport(run: ImportRun): void {
    const { list } = this
    // Whoever has just dropped a digest and has not gone down the list wants to see it.
    if (run.newPapers > 0 && list.query === '' && list.cursor <= 0 && list.top === 0)
      this.client.background(list.refresh().then(() => list.moveTo(0)))
  }
}

const key = Symbol('app')

export function provideApp(app: App): App {
  return setContext(key, app)
}

export function useApp(): App {
  return getContext<App>(key)
}
