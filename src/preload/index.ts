import { contextBridge } from 'electron'
contextBridge.exposeInMainWorld('papertray', {})
