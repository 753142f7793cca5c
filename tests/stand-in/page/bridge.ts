/*
 * One end of the context bridge. The two worlds of a page share its document and nothing else, so they talk by events of
 * a name that only they know: dispatched and answered synchronously, their `detail` copied by the structured clone
 * algorithm when it is read from the other world. Functions and promises cross as numbers that stand for them.
 * What is copied how follows Electron's page on contextBridge: prototypes are dropped, errors keep their message. Objects
 * that hold themselves are refused, which Electron's bridge carries.
 */

type Packed =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'array'; readonly items: readonly Packed[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [string, Packed])[] }
  | { readonly kind: 'error'; readonly message: string }
  | { readonly kind: 'function'; readonly id: number }
  | { readonly kind: 'promise'; readonly id: number }

type Message =
  | { readonly kind: 'expose'; readonly key: string; readonly value: Packed }
  | { readonly kind: 'call'; readonly id: number; readonly args: readonly Packed[] }
  | { readonly kind: 'returned'; readonly value: Packed }
  | { readonly kind: 'threw'; readonly error: Packed }
  | { readonly kind: 'settled'; readonly id: number; readonly isFulfilled: boolean; readonly value: Packed }

type Method = (...args: unknown[]) => unknown

declare const window: EventTarget

// Taken before the page's scripts run, which may replace them.
const dispatch = window.dispatchEvent.bind(window)
const listen = window.addEventListener.bind(window)
const Custom = CustomEvent
const detail = Object.getOwnPropertyDescriptor(Custom.prototype, 'detail')
const detailOf = (event: Event): unknown => detail?.get?.call(event)

export class Bridge {
  readonly #out: string
  readonly #functions: Method[] = []
  readonly #promises = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (error: unknown) => void }
  >()
  readonly #onExpose: ((key: string, value: unknown) => void) | undefined
  #lastPromise = 0
  /** What the other end answered, while a call of ours waits for it. */
  #answer: Message | undefined

  constructor(out: string, back: string, onExpose?: (key: string, value: unknown) => void) {
    this.#out = out
    this.#onExpose = onExpose
    listen(back, (event) => {
      this.#receive(detailOf(event) as Message)
    })
  }

  /** Puts a value into the other world. @throws Error if it may not be there. */
  expose(key: string, value: unknown): void {
    this.#ask({ kind: 'expose', key, value: this.#pack(value) })
  }

  #send(message: Message): void {
    dispatch(new Custom(this.#out, { detail: message }))
  }

  #ask(message: Message): unknown {
    this.#answer = undefined
    this.#send(message)
    // Calls may nest; the innermost answer is taken before the next one outward comes.
    const answer = this.#answer as Message | undefined
    if (answer?.kind === 'returned') return this.#unpack(answer.value)
    if (answer?.kind === 'threw') throw this.#unpack(answer.error)
    throw new Error('An object could not be cloned.')
  }

  #receive(message: Message): void {
    switch (message.kind) {
      case 'returned':
      case 'threw':
        this.#answer = message
        break
      case 'settled': {
        const waiting = this.#promises.get(message.id)
        this.#promises.delete(message.id)
        const value = this.#unpack(message.value)
        if (message.isFulfilled) waiting?.resolve(value)
        else waiting?.reject(value)
        break
      }
      case 'expose':
        this.#reply(() => this.#onExpose?.(message.key, freeze(this.#unpack(message.value))))
        break
      case 'call':
        this.#reply(() => this.#functions[message.id]?.(...message.args.map((item) => this.#unpack(item))))
        break
    }
  }

  #reply(work: () => unknown): void {
    let answer: Message
    try {
      answer = { kind: 'returned', value: this.#pack(work()) }
    } catch (error) {
      answer = { kind: 'threw', error: this.#pack(error) }
    }
    this.#send(answer)
  }

  #pack(value: unknown, above: readonly object[] = []): Packed {
    if (typeof value === 'function') {
      return { kind: 'function', id: this.#functions.push(value as Method) - 1 }
    }
    if (typeof value === 'symbol') throw new Error('An object could not be cloned.')
    if (typeof value !== 'object' || value === null) return { kind: 'value', value }
    if (above.includes(value) || above.length > 1000) {
      throw new Error('Electron contextBridge recursion depth exceeded.')
    }
    const inner = (item: unknown): Packed => this.#pack(item, [...above, value])
    if (value instanceof Promise) return { kind: 'promise', id: this.#follow(value) }
    if (value instanceof Error) return { kind: 'error', message: value.message }
    if (Array.isArray(value)) return { kind: 'array', items: value.map(inner) }
    if (isCloned(value)) return { kind: 'value', value }
    return {
      kind: 'object',
      entries: Object.entries(value).map(([key, item]) => [key, inner(item)] as const)
    }
  }

  #follow(promise: Promise<unknown>): number {
    const id = ++this.#lastPromise
    const settle = (isFulfilled: boolean, value: unknown): void => {
      try {
        this.#send({ kind: 'settled', id, isFulfilled, value: this.#pack(value) })
      } catch (error) {
        this.#send({ kind: 'settled', id, isFulfilled: false, value: this.#pack(error) })
      }
    }
    promise.then(
      (value) => {
        settle(true, value)
      },
      (error: unknown) => {
        settle(false, error)
      }
    )
    return id
  }

  #unpack(packed: Packed): unknown {
    switch (packed.kind) {
      case 'value':
        return packed.value
      case 'error':
        return new Error(packed.message)
      case 'array':
        return packed.items.map((item) => this.#unpack(item))
      case 'object':
        return Object.fromEntries(packed.entries.map(([key, item]) => [key, this.#unpack(item)]))
      case 'function':
        return (...args: unknown[]) =>
          this.#ask({ kind: 'call', id: packed.id, args: args.map((item) => this.#pack(item)) })
      case 'promise':
        return new Promise((resolve, reject) => {
          this.#promises.set(packed.id, { resolve, reject })
        })
    }
  }
}

/** What the structured clone algorithm keeps as it is; any other object loses its prototype. */
const isCloned = (value: object): boolean =>
  ArrayBuffer.isView(value) ||
  ['ArrayBuffer', 'Date', 'RegExp', 'Map', 'Set', 'Blob', 'File', 'FileList', 'ImageData'].includes(
    Object.prototype.toString.call(value).slice(8, -1)
  )

/** Exposed interfaces cannot be changed, down to the last object in them. */
function freeze(value: unknown): unknown {
  if (typeof value !== 'object' && typeof value !== 'function') return value
  if (value === null || ArrayBuffer.isView(value)) return value
  for (const item of Object.values(value)) freeze(item)
  return Object.freeze(value)
}
