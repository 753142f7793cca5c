import { EventEmitter } from 'node:events'
import type { Protocol, Session } from './cdp'
import { emitterMembers, strict } from './strict'
import { toHost } from './translate'

const members = [
  'detached',
  'frameToken',
  'frames',
  'framesInSubtree',
  'isDestroyed',
  'name',
  'origin',
  'parent',
  'processId',
  'routingId',
  'top',
  'url',
  'visibilityState'
] as const

let lastNumber = 0

/** A frame as Chromium's debugger tells of it, with the face that the host sees. */
export class Frame implements Pick<Electron.WebFrameMain, (typeof members)[number]> {
  readonly id: string
  readonly above: Frame | undefined
  readonly routingId = ++lastNumber
  readonly processId = 1
  readonly visibilityState = 'visible'
  readonly face: Electron.WebFrameMain
  readonly #frames: Frames
  /** As Chromium names them. */
  pageUrl = ''
  pageOrigin = ''
  name = ''
  isGone = false

  constructor(frames: Frames, id: string, above: Frame | undefined) {
    this.#frames = frames
    this.id = id
    this.above = above
    this.face = strict(Object.assign(this, emitting()), {
      name: 'WebFrameMain',
      members: [...members, ...emitterMembers],
      events: ['dom-ready']
    })
  }

  get url(): string {
    return toHost(this.pageUrl)
  }

  /** Opaque origins read `null`, as everywhere on the web. */
  get origin(): string {
    return ['', '://'].includes(this.pageOrigin) ? 'null' : toHost(this.pageOrigin)
  }

  get parent(): Electron.WebFrameMain | null {
    return this.above?.face ?? null
  }

  get top(): Electron.WebFrameMain | null {
    return (this.above === undefined ? this.face : this.above.top) ?? null
  }

  get frames(): Electron.WebFrameMain[] {
    return this.#frames.all.filter(({ above }) => above === this).map(({ face }) => face)
  }

  get framesInSubtree(): Electron.WebFrameMain[] {
    return [this.face, ...this.frames.flatMap((frame) => frame.framesInSubtree)]
  }

  get frameToken(): string {
    return this.id
  }

  get detached(): boolean {
    return this.isGone
  }

  isDestroyed(): boolean {
    return this.isGone
  }
}

/** Frames may be listened to; nothing is told of them that the page's own events do not tell. */
const emitting = (): Pick<EventEmitter, (typeof emitterMembers)[number]> => {
  const emitter = new EventEmitter()
  return Object.fromEntries(
    emitterMembers.map((member) => [member, emitter[member].bind(emitter)])
  ) as unknown as Pick<EventEmitter, (typeof emitterMembers)[number]>
}

/** The frames of one page, and the script worlds in them. */
export class Frames {
  readonly #frames = new Map<string, Frame>()
  readonly #contexts = new Map<number, { readonly frame: Frame; readonly world: string }>()
  readonly #session: Session
  /** Not known before the page has been asked for its frames. */
  top: Frame | undefined

  constructor(session: Session) {
    this.#session = session
  }

  get main(): Frame {
    if (this.top === undefined)
      throw new Error('the stand-in for Electron has no main frame before its page is open')
    return this.top
  }

  get all(): Frame[] {
    return [...this.#frames.values()]
  }

  byId(id: string): Frame | undefined {
    return this.#frames.get(id)
  }

  /** Whose script world it is. */
  ofContext(id: number): { readonly frame: Frame; readonly world: string } | undefined {
    return this.#contexts.get(id)
  }

  /** A world by its name; `''` is that of the page's own scripts. */
  contextOf(frame: Frame, world: string): number | undefined {
    for (const [id, context] of this.#contexts) {
      if (context.frame === frame && context.world === world) return id
    }
    return undefined
  }

  /** Begins to follow them. */
  async follow(onNavigated: (frame: Frame) => void): Promise<void> {
    const session = this.#session
    session.on('Page.frameAttached', ({ frameId, parentFrameId }) => {
      this.#add(frameId, parentFrameId)
    })
    session.on('Page.frameDetached', ({ frameId }) => {
      this.#remove(frameId)
    })
    session.on('Page.frameNavigated', ({ frame }) => {
      onNavigated(this.#update(frame))
    })
    session.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      const frame = this.#frames.get(frameId)
      if (frame !== undefined) frame.pageUrl = url
    })
    session.on('Runtime.executionContextCreated', ({ context }) => {
      this.#addContext(context)
    })
    session.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      this.#contexts.delete(executionContextId)
    })
    session.on('Runtime.executionContextsCleared', () => {
      this.#contexts.clear()
    })
    await session.send('Page.enable')
    const { frameTree } = await session.send('Page.getFrameTree')
    this.top = this.#update(frameTree.frame)
  }

  #add(id: string, parentId?: string): Frame {
    const known = this.#frames.get(id)
    if (known !== undefined) return known
    const frame = new Frame(this, id, parentId === undefined ? undefined : this.#frames.get(parentId))
    // A frame begins as an empty document of its parent's origin.
    frame.pageUrl = 'about:blank'
    frame.pageOrigin = frame.above?.pageOrigin ?? ''
    this.#frames.set(id, frame)
    return frame
  }

  #update({ id, parentId, url, urlFragment = '', name = '', securityOrigin }: Protocol.Page.Frame): Frame {
    const frame = this.#add(id, parentId)
    frame.pageUrl = url + urlFragment
    frame.pageOrigin = securityOrigin
    frame.name = name
    // A document that is replaced takes its inner frames with it.
    for (const inner of this.all) if (inner.above === frame) this.#remove(inner.id)
    return frame
  }

  #addContext({ id, origin, name, auxData }: Protocol.Runtime.ExecutionContextDescription): void {
    const about = auxData as { readonly frameId?: string; readonly isDefault?: boolean } | undefined
    const frame = this.#frames.get(about?.frameId ?? '')
    if (frame === undefined) return
    this.#contexts.set(id, { frame, world: about?.isDefault === true ? '' : name })
    // The script world knows its origin better than the navigation did: sandboxed, inherited, opaque.
    if (about?.isDefault === true) frame.pageOrigin = origin
  }

  #remove(id: string): void {
    const frame = this.#frames.get(id)
    if (frame === undefined) return
    frame.isGone = true
    this.#frames.delete(id)
    for (const [context, of] of this.#contexts) if (of.frame === frame) this.#contexts.delete(context)
    for (const inner of this.all) if (inner.above === frame) this.#remove(inner.id)
  }
}
