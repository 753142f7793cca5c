export interface ToastAction {
  readonly label: string
  readonly run: () => void
  /** Whether the key for undo does the same: it takes back what was done in this window first. */
  readonly key: boolean
  /** It takes back what the history knows nothing of: while it is offered, that key means it. */
  readonly takesUndoKey?: boolean
}

/** A short message about what was just done. */
export interface Toast {
  readonly id: number
  readonly text: string
  readonly kind: 'done' | 'error'
  readonly action: ToastAction | null
}

/** Milliseconds for which a message stays: an error has to be read. */
const stay = { done: 6000, error: 12_000 }

/** At most one message at a time: the next act's takes the place of the last one's. */
export class Toasts {
  #current = $state.raw<Toast | null>(null)
  #timer: ReturnType<typeof setTimeout> | undefined
  #next = 1

  get current(): Toast | null {
    return this.#current
  }

  done(text: string, action: Toast['action'] = null): void {
    this.#show({ id: this.#next++, text, kind: 'done', action })
  }

  error(text: string): void {
    this.#show({ id: this.#next++, text, kind: 'error', action: null })
  }

  /** @returns Whether what is told of was taken back, so that undo has nothing more to do. */
  takeUndoKey(): boolean {
    const action = this.#current?.action
    if (action?.takesUndoKey !== true) return false
    this.dismiss()
    action.run()
    return true
  }

  dismiss(): void {
    clearTimeout(this.#timer)
    this.#current = null
  }

  /** Somebody is reading it, or about to press its button. */
  hold(): void {
    clearTimeout(this.#timer)
  }

  release(): void {
    const toast = this.#current
    if (toast !== null) this.#expire(toast)
  }

  #show(toast: Toast): void {
    this.#current = toast
    this.#expire(toast)
  }

  #expire({ kind }: Toast): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#current = null
    }, stay[kind])
  }
}
