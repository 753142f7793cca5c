import type { Protocol } from './cdp'
import { strict } from './strict'
import { toHost } from './translate'

type Details = Electron.OnBeforeRequestListenerDetails
type Listener = (details: Details, callback: (response: Electron.CallbackResponse) => void) => void

let filter: readonly string[] = ['<all_urls>']
let listener: Listener | undefined

const members = ['onBeforeRequest'] as const

const implementation = {
  onBeforeRequest: (first: Electron.WebRequestFilter | Listener | null, second?: Listener | null): void => {
    const given = typeof first === 'function' || first === null ? first : second
    filter = typeof first === 'function' || first === null ? ['<all_urls>'] : first.urls
    listener = given ?? undefined
  }
} satisfies Record<(typeof members)[number], unknown>

export const webRequest = strict<Electron.WebRequest>(implementation, { name: 'session.webRequest', members })

let lastId = 0

/** Whether the host's listener wants a request not to be made. */
export async function isCancelled(
  { request, resourceType }: Protocol.Fetch.requestPausedPayload,
  webContentsId: number
): Promise<boolean> {
  const url = toHost(request.url)
  const asked = listener
  if (asked === undefined || !filter.some((pattern) => matches(pattern, url))) return false
  const details = {
    id: ++lastId,
    url,
    method: request.method,
    webContentsId,
    resourceType: resourceTypes[resourceType] ?? 'other',
    referrer: toHost(request.headers.Referer ?? ''),
    timestamp: Date.now(),
    uploadData: []
  } satisfies Partial<Details>
  const { cancel = false } = await new Promise<Electron.CallbackResponse>((resolve) => {
    asked(details, resolve)
  })
  return cancel
}

const resourceTypes: Readonly<Partial<Record<Protocol.Network.ResourceType, Details['resourceType']>>> = {
  Document: 'mainFrame',
  Stylesheet: 'stylesheet',
  Script: 'script',
  Image: 'image',
  Font: 'font',
  XHR: 'xhr',
  Fetch: 'xhr',
  Ping: 'ping',
  Media: 'media',
  WebSocket: 'webSocket'
}

/** Match patterns as extensions have them: `https://*.example.org/*`, `*://*\/*`, `<all_urls>`. */
export function matches(pattern: string, url: string): boolean {
  if (pattern === '<all_urls>') return true
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')
  return new RegExp(`^${escaped}$`).test(url)
}
