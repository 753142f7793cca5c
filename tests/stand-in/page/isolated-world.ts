import { strictModule } from '../strict'
import { pack, unpack } from '../clone'
import { Bridge } from './bridge'
import { makeIpcRenderer } from './ipc-renderer'
import { tellTitle } from './title'
import { tellUserActs } from './user-acts'

interface Element extends EventTarget {
  readonly setAttribute: (name: string, value: string) => void
  readonly append: (child: Element) => void
}

// Pages have no types of their own here: the sources around are for Node.
declare const window: EventTarget & { readonly top: unknown }
declare const document: { readonly createElement: (name: string) => Element; readonly body: Element }

type Binding = (message: string) => void

const bindingNamed = (name: string): Binding =>
  (globalThis as unknown as Record<string, Binding>)[name] ?? ignore

function ignore(): void {
  // A frame that is being thrown away has no debugger's binding any more.
}

type Preload = (require: (name: string) => object, module: object, exports: object) => void

/** Runs the preload as a sandboxed window would, in a world that the page's scripts cannot reach. */
export function runPreload(secret: string, binding: string, preload: Preload): void {
  if (window.top !== window) return
  tellUserActs(bindingNamed(binding))
  tellTitle(bindingNamed(binding))
  const bridge = new Bridge(`${secret} down`, `${secret} up`)
  const electron = strictModule('electron in a sandboxed preload', {
    contextBridge: strictModule('contextBridge', {
      exposeInMainWorld: (key: string, value: unknown) => {
        bridge.expose(key, value)
      }
    }),
    ipcRenderer: strictModule('ipcRenderer', makeIpcRenderer(bindingNamed(binding)))
  })
  const require = (name: string): object => {
    if (name === 'electron' || name === 'electron/renderer') return electron
    throw new Error(`module not found: ${name}`)
  }
  const module = { exports: {} }
  preload(require, module, module.exports)
}

/** What code that has taken over a frame could do: say anything on the channel. @param args Packed. */
export async function callAsFrame(binding: string, channel: string, args: string): Promise<string> {
  const globals = globalThis as { standInCaller?: { invoke: (...args: unknown[]) => Promise<unknown> } }
  globals.standInCaller ??= makeIpcRenderer(bindingNamed(binding)) as typeof globals.standInCaller & object
  const invoke = globals.standInCaller.invoke
  return pack(await invoke(channel, ...(unpack(args) as unknown[])))
}

/** Puts a frame into the page and waits until it has loaded. */
export async function addFrame(url: string): Promise<void> {
  const frame = document.createElement('iframe')
  frame.setAttribute('src', url)
  await new Promise((resolve) => {
    frame.addEventListener('load', resolve)
    document.body.append(frame)
  })
}
