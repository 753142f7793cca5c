import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron'
import type { LibraryEvent, Reply, Transport } from '#core/contract'
import { windowFailureText } from '#core/window-messages'

const channel = 'papertray'

/** All that the page is given of what stands outside of it. */
const transport: Transport = {
  request: (name, argument) =>
    (ipcRenderer.invoke(channel, name, argument) as Promise<Reply>).catch(() => ({
      ok: false,
      error: { code: 'disconnected', message: windowFailureText('disconnected') }
    })),
  subscribe: (listener) => {
    const hear = (_event: IpcRendererEvent, event: LibraryEvent): void => {
      listener(event)
    }
    ipcRenderer.on(channel, hear)
    return () => {
      ipcRenderer.off(channel, hear)
    }
  }
}

contextBridge.exposeInMainWorld('papertray', transport)
