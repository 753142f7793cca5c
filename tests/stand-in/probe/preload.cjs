/* global window */
const { contextBridge, ipcRenderer } = require('electron')

let heard
ipcRenderer.on('news', (_, ...values) => {
  heard?.(...values)
})

function attempt(work) {
  try {
    return work()
  } catch (error) {
    return error.message
  }
}

contextBridge.exposeInMainWorld('probe', {
  invoke: (channel, ...values) => ipcRenderer.invoke(channel, ...values),
  hear: (listener) => {
    heard = listener
  },
  double: (numbers) => numbers.map((number) => number * 2),
  nested: { list: [1, { deep: new Uint8Array([9]) }] },
  about: {
    node: attempt(() => require('node:fs')),
    process: typeof process,
    buffer: typeof Buffer,
    page: typeof window.external2,
    unknown: attempt(() => ipcRenderer.sendSync)
  }
})
