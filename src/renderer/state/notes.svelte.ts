import type { PaperDetail } from '#core/contract'
import type { ArxivId } from '#core/domain/arxiv-id'
import type { Acts } from './acts.svelte'
import type { App } from './app.svelte'
import type { Reader } from './reader.svelte'

/** Milliseconds without a key before what was typed is saved. */
const pause = 400

/** UTF-16 code units that a browser surely still sends for a page that is being left, see HttpTransport. */
const surelySent = 15_000

/** What is being written into one paper's note: it lives until it is on disk, whether or not its editor is open. */
export class NoteDraft {
  readonly paper: ArxivId
  /** One visit to the editor is one step for undo, however often it saves. */
  readonly visit = crypto.randomUUID()
  /** What the note was when the visit began. */
  readonly basedOn: readonly string[]
  text = $state('')
  saved = $state('')
  refused = $state(false)
  /** The last text on its way to the library. */
  requested: string
  /** The last one of this visit: to undo it is to undo all of them. */
  decision: string | null = null
  /** Editors that show it. */
  open = 0
  timer: ReturnType<typeof setTimeout> | undefined

  constructor({ paper: { id }, note, noteRevisions }: PaperDetail) {
    this.paper = id
    this.text = this.saved = this.requested = note ?? ''
    // Of two texts beside each other the one that is shown is written on; the other one stays until the user chooses.
    this.basedOn = noteRevisions.slice(0, 1)
  }

  get status(): 'saved' | 'saving' | 'refused' {
    if (this.refused) return 'refused'
    return this.text === this.saved ? 'saved' : 'saving'
  }
}

/** Notes that are being written. What was typed is kept here until the library has it: nothing typed is ever dropped. */
export class Notes {
  readonly #acts: Acts
  readonly #reader: Reader
  #drafts = $state.raw<ReadonlyMap<ArxivId, NoteDraft>>(new Map())

  constructor(acts: Acts, reader: Reader) {
    this.#acts = acts
    this.#reader = reader
    addEventListener('pagehide', () => {
      this.#saveAll()
    })
    addEventListener('beforeunload', (event) => {
      this.#saveAll()
      // Only then does the browser ask: what it would not carry on would be lost.
      if (this.unsaved.some(isInDanger)) event.preventDefault()
    })
  }

  /** What was typed into a paper's note and is not on disk yet; undefined where all of it is. */
  draft(paper: ArxivId): NoteDraft | undefined {
    return this.#drafts.get(paper)
  }

  /** What was typed and is not on disk yet. */
  get unsaved(): NoteDraft[] {
    return [...this.#drafts.values()]
  }

  /** Opens an editor: upon what was typed before, where that is not saved yet, else upon the note. */
  begin(detail: PaperDetail): NoteDraft {
    const draft = this.#drafts.get(detail.paper.id) ?? new NoteDraft(detail)
    draft.open++
    this.#drafts = new Map(this.#drafts).set(draft.paper, draft)
    return draft
  }

  /** Saves what was refused before: the library can be reached again. */
  saveAgain(): void {
    for (const draft of this.unsaved) if (draft.refused) void this.save(draft)
  }

  /** Does what a key does in the editor, where that was not there yet. @returns False for one that ends the visit. */
  press(draft: NoteDraft, key: string): boolean {
    if (key === 'Escape') return false
    if (key === 'Backspace') draft.text = draft.text.slice(0, -1)
    else if (key === 'Enter') draft.text += '\n'
    else if (key.length === 1) draft.text += key
    this.typed(draft)
    return true
  }

  typed(draft: NoteDraft): void {
    clearTimeout(draft.timer)
    draft.timer = setTimeout(() => void this.save(draft), pause)
  }

  /** Closes an editor. Whatever ends the visit, the last word is kept. */
  end(draft: NoteDraft): void {
    draft.open--
    void this.save(draft)
  }

  async save(draft: NoteDraft): Promise<void> {
    clearTimeout(draft.timer)
    const { paper, text, visit, basedOn } = draft
    if (text === draft.requested) {
      // Written back to what is on disk, or on its way already.
      if (text === draft.saved) draft.refused = false
      this.#drop(draft)
      return
    }
    draft.requested = text
    const done = await this.#acts.saveNote(paper, { note: text, noteBasedOn: basedOn }, visit)
    if (done === null) {
      draft.refused = true
      if (draft.requested === text) draft.requested = draft.saved
      return
    }
    draft.refused = false
    draft.saved = text
    draft.decision = done.decision ?? draft.decision
    if (done.decision !== null) this.#reader.noteSaved(paper, text, done.decision)
    this.#drop(draft)
  }

  #drop(draft: NoteDraft): void {
    if (draft.open > 0 || draft.status !== 'saved' || this.#drafts.get(draft.paper) !== draft) return
    const rest = new Map(this.#drafts)
    rest.delete(draft.paper)
    this.#drafts = rest
    if (draft.decision !== null) this.#acts.told('Note saved', draft.decision)
  }

  #saveAll(): void {
    for (const draft of this.unsaved) void this.save(draft)
  }
}

/** The notes of a window, for whoever begins to write one. */
export function openNotes(app: App): Notes {
  return (app.notes ??= new Notes(app.acts, app.reader))
}

function isInDanger(draft: NoteDraft): boolean {
  return draft.status === 'refused' || (draft.status === 'saving' && draft.text.length > surelySent)
}
