import { getContext, setContext, tick } from 'svelte'
import type { CommandId, HostCommand, Section } from '#core/commands'
import type { Capability, LibraryHealth, OpenedLibrary, Row, Transport, View } from '#core/contract'
import type { SavedSearch } from '#core/domain/rule'
import { windowFailureText } from '#core/window-messages'
import { focusList } from '../keyboard/focus'
import { Acts } from './acts.svelte'
import { Client, isUnreached } from './client'
import { Dialogs } from './dialogs.svelte'
import type * as DroppedFiles from './dropped-files'
import type { DigestFile } from './dropped-files'
import type * as Host from './host'
import { Imports } from './imports.svelte'
import { Layout } from './layout.svelte'
import { NamedThings } from './named.svelte'
import type { Notes } from './notes.svelte'
import { Overview } from './overview.svelte'
import { PaperList } from './paper-list.svelte'
import { Reader } from './reader.svelte'
import type { Selecting } from './selecting'
import { Toasts } from './toasts.svelte'

export interface Editing {
  readonly paper: Row
  /** `manyTags`: of the selected papers. */
  readonly what: 'tags' | 'note' | 'manyTags'
}

/** Lists that one can go back to. */
const longestTrail = 50

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
  /** Those that are being written; null until the first one is. */
  notes = $state.raw<Notes | null>(null)
  readonly named: NamedThings
  #opened = $state.raw<OpenedLibrary | null>(null)
  #lost = $state<string | null>(null)
  #health = $state.raw<LibraryHealth | null>(null)
  #saving = $state(0)
  /** Why the library could not be opened at all. */
  #failure = $state<string | null>(null)
  #editing = $state.raw<Editing | null>(null)
  #editorIsOpen = false
  /** Keys pressed for an editor that is still on its way. */
  #typedAhead: KeyboardEvent[] = []
  /** Lists that were left for others, the last one last. */
  #trail: { readonly from: { readonly view: View; readonly query: string }; readonly to: string }[] = []
  /** What is shown in the place of list and reader, where they are not. */
  page = $state<'history' | null>(null)
  /** Whether the current paper has the whole window. */
  focused = $state(false)
  /** What commands do there, set by that page or by focus mode. @returns False for a command that it has no use for. */
  onPage: (command: CommandId) => boolean = () => false
  /** Whether the menu of how the list is ordered is open. */
  ordering = $state(false)
  /** What is selected, and what is done with it; null until that part of the window is there. */
  #selecting = $state.raw<Selecting | null>(null)
  /** Work that keys wait for. */
  #held = $state(0)
  /** Raised to put the focus into the search field. */
  searches = $state(0)
  /** False until the user does something: the first view loads nothing that may only be wanted later. */
  awake = $state(false)
  /** The query that one went to; it may have been edited since. */
  begun = $state('')
  /** The saved search that the list shows, as it was saved. */
  readonly saved = $derived.by(() => this.searchSavedAs(this.list.query))

  constructor(transport: Transport) {
    this.client = new Client(transport, {
      slow: (waiting) => {
        this.#saving = waiting
      },
      lost: (reason) => {
        const back = reason === null && this.#lost !== null
        this.#lost = reason?.message ?? null
        if (back) this.notes?.saveAgain()
      },
      failed: ({ code, message }) => {
        // The window says by itself that the library cannot be reached, and a list reads itself again.
        if (!isUnreached({ code }) && code !== 'staleView') this.toasts.error(message)
      }
    })
    this.client.on('connectionChanged', ({ connected }) => {
      this.#lost = connected ? null : (this.#lost ?? windowFailureText('disconnected'))
      if (!connected) this.client.tryAgainSoon()
    })
    this.client.on('healthChanged', (health) => {
      this.#takeHealth(health)
    })
    this.layout = new Layout(this.client)
    this.overview = new Overview(this.client)
    this.list = new PaperList(this.client, {
      busy: () => this.editing !== null || this.imports.fresh,
      filling: () => this.reading,
      order: (kind) => this.layout.orderOf(kind)
    })
    this.reader = new Reader(this.client)
    this.imports = new Imports(this.client, () => {
      // The key that it names takes back the import from now on.
      this.toasts.dismiss()
    })
    this.acts = new Acts(this.client, this.list, this.toasts, {
      endEditing: () => this.endEditing(),
      away: () => this.page !== null,
      digestsUndone: () => {
        this.imports.dismiss()
      }
    })
    this.named = new NamedThings(this.client)
  }

  /** Null until the library has answered. */
  get library(): OpenedLibrary | null {
    return this.#opened
  }

  /** Whether the host can do something; all of them can do what needs nothing. */
  can(needed: Capability | undefined): boolean {
    return needed === undefined || (this.#opened?.capabilities.includes(needed) ?? false)
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
    return this.overview.empty && this.overview.digests.length === 0 && !this.reading
  }

  /** What of the library's files does not show, and why; null until the library has answered. */
  get health(): LibraryHealth | null {
    return this.#health
  }

  /** True while lists are not complete, for the library's Entries are still being read. */
  get reading(): boolean {
    return this.#health !== null && this.#health.reading !== null
  }

  /** True where there is nothing to be told of {@link health}. */
  get healthy(): boolean {
    const { reading = null, damaged = 0, awaited = 0, conflictCopies = 0 } = this.#health ?? {}
    return reading === null && damaged + awaited + conflictCopies === 0
  }

  async open(): Promise<void> {
    this.#failure = null
    try {
      const [opened] = await Promise.all([
        this.client.request('openLibrary').then(async (library) => {
          // How the list is ordered, and where it was left.
          this.layout.take(library.settings)
          this.named.take(library.named)
          this.list.left.begin(library.places)
          await this.list.open({ kind: 'inbox' })
          return library
        }),
        this.overview.readDigests()
      ])
      this.#opened = opened
      this.#takeHealth(opened.health)
      // A host that has windows of its own tells them what comes by itself.
      if (this.can('readyToClose'))
        this.#withHost((host) => {
          host.followHost(this)
        })
      await tick()
      // Whoever listens to the window instead of seeing it begins in the list.
      focusList()
    } catch (cause) {
      this.#failure = cause instanceof Error ? cause.message : String(cause)
    }
  }

  /** Shows a view of the sidebar. */
  show(view: View): void {
    this.#go(view, '')
  }

  /** What was done, day by day. */
  showHistory(): void {
    this.editing = null
    this.layout.drawerOpen = false
    this.page = 'history'
  }

  get selecting(): Selecting | null {
    return this.#selecting
  }

  /** True while keys must wait for what was asked for before them. */
  get holding(): boolean {
    return this.#held > 0
  }

  /** Lets keys wait until some work is done. */
  hold(work: Promise<unknown>): void {
    this.#held++
    this.client.background(work.finally(() => this.#held--))
  }

  /** Does something with the selection, whose part of the window may still be on its way. */
  select(work: (selecting: Selecting) => void): void {
    if (this.#selecting !== null) work(this.#selecting)
    else this.hold(this.loadSelecting().then(work))
  }

  async loadSelecting(): Promise<Selecting> {
    const { Selecting } = await this.client.part(import('./selecting'))
    return (this.#selecting ??= new Selecting(this))
  }

  /** Commands for papers are not meant for those that are out of sight. @returns Whether the page has dealt with it. */
  pageTakes(id: CommandId, section: Section): boolean {
    if (this.onPage(id)) return true
    if (this.page === null) return false
    const isAboutPapers = section === 'Papers' || section === 'Move' || id === 'open' || id === 'focusMode'
    return isAboutPapers && id !== 'undo' && id !== 'redo'
  }

  /** Lets the user choose digests; set by the component that holds the file inputs. */
  choose: (what: 'files' | 'folder') => void = () => undefined

  /** What commands of the host do; that part of the window may still be on its way. */
  runOnHost(command: HostCommand): void {
    this.#withHost((host) => host.runOnHost(this, command))
  }

  /** A search of all papers that was saved with this query, while the list shows all. */
  searchSavedAs(query: string): SavedSearch | undefined {
    const { savedSearches } = this.named
    return this.list.view.kind === 'all' ? savedSearches.find((each) => each.query === query) : undefined
  }

  /** Looks for words in all papers, as clicking on an author does. */
  search(query: string): void {
    this.#go({ kind: 'all' }, query)
  }

  /** Shows again what was shown before, or the whole view where one had searched in it. @returns False where there is nothing. */
  goBack(): boolean {
    const { view, query } = this.list
    const last = this.#trail.at(-1)
    if (last !== undefined && (query === '' || last.to === JSON.stringify({ view, query }))) {
      this.#trail.pop()
      this.begun = last.from.query
      this.client.background(this.list.open(last.from.view, last.from.query))
    } else if (query !== '') this.client.background(this.list.open(view))
    else return false
    focusList()
    return true
  }

  /** What is being edited of which paper, so that a key can begin it and moving on ends it. */
  get editing(): Editing | null {
    return this.#editing
  }

  set editing(editing: Editing | null) {
    const [left, keys] = [this.#editing, this.#typedAhead.map(({ key }) => key)]
    this.#editing = editing
    this.#editorIsOpen = false
    this.#typedAhead = []
    if (left === null || keys.length === 0) return
    const keeping = this.client.part(import('./keep-typed'))
    this.client.background(keeping.then(({ keepTyped }) => keepTyped(this, left, keys)))
  }

  /** True while an editor was asked for and is not there yet: what is typed now is meant for it. */
  get opening(): boolean {
    const { editing, list } = this
    return editing !== null && editing.paper.row === list.currentNumber && !this.#editorIsOpen
  }

  /** A key for the editor that is on its way. Escape calls it off, where nothing was typed yet. */
  typeAhead(event: KeyboardEvent): void {
    if (event.key === 'Escape' && this.#typedAhead.length === 0) this.editing = null
    else this.#typedAhead.push(event)
  }

  /**
   * To be called by the editor once it is there.
   * @param press Told the keys that were pressed for it meanwhile; those after the one that closed it again are the window's.
   */
  editorOpened(press: (key: string) => void): void {
    const { editing } = this
    const typed = this.#typedAhead
    this.#typedAhead = []
    this.#editorIsOpen = true
    for (const event of typed) {
      if (this.#editing === editing) press(event.key)
      else dispatchEvent(new KeyboardEvent(event.type, event))
    }
  }

  /** Ends what is being written, which saves it. */
  async endEditing(): Promise<void> {
    this.editing = null
    await tick()
  }

  /** Once all papers of the inbox, or all new versions, are dealt with, it says so, instead of showing what has left. */
  async leaveEmptied(): Promise<void> {
    const { list } = this
    const { kind } = list.view
    if ((kind !== 'inbox' && kind !== 'updated') || list.query !== '') return
    await this.client.changesMade()
    const { views } = await this.client.request('counts')
    // Muted papers are no work that is left.
    if (views[kind] <= list.mutedUnread) await list.refresh()
  }

  #withHost(work: (host: typeof Host) => void | Promise<void>): void {
    this.client.background(this.client.part(import('./host')).then(work))
  }

  #takeHealth(health: LibraryHealth): void {
    const before = this.#health?.damaged ?? 0
    const wasReading = this.reading
    this.#health = health
    if (health.damaged > before)
      this.toasts.error(windowFailureText('partsDamaged', { count: health.damaged }))
    // The last papers came in while the list waited for its turn.
    if (wasReading && health.reading === null) this.client.background(this.list.refresh())
  }

  #go(view: View, query: string): void {
    const { list, layout } = this
    const [from, to] = [{ view: list.view, query: list.query }, JSON.stringify({ view, query })]
    if (JSON.stringify(from) !== to) this.#trail = [...this.#trail.slice(1 - longestTrail), { from, to }]
    this.page = null
    layout.drawerOpen = false
    layout.reading = false
    this.begun = query
    this.client.background(list.open(view, query))
    focusList()
  }

  /** Imports what was dropped, chosen or pasted. @param files Makes files of it. */
  importFiles(files: (of: typeof DroppedFiles) => DigestFile[] | Promise<DigestFile[]>): void {
    this.client.background(
      this.client
        .part(import('./dropped-files'))
        .then(files)
        .then((found) => {
          this.imports.start(found)
        })
    )
  }

  /** Reads the sample digests as an import like any other. */
  async openSamples(): Promise<void> {
    const samples = import('./sample-digests').then(({ sampleDigests }) => sampleDigests())
    this.imports.start(await this.client.part(samples), { sample: true })
  }
}

const key = Symbol('app')

export function provideApp(app: App): App {
  return setContext(key, app)
}

export function useApp(): App {
  return getContext<App>(key)
}
