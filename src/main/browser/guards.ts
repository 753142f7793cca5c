import type { IncomingHttpHeaders } from 'node:http'

/** With any port: an SSH tunnel may end at another one than it begins at. */
const ownHost = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/

/**
 * True where a request was sent to this machine by its name, and by nobody's page but ours. A page of the web may have
 * its own name lead to 127.0.0.1 (DNS rebinding): then Host is that name.
 */
export function isOwnRequest({ host, origin }: IncomingHttpHeaders): boolean {
  if (host === undefined || !ownHost.test(host)) return false
  return origin === undefined || origin === `http://${host}`
}

/**
 * True unless the browser says that another page than ours asked. Only for what carries data: a link that leads to the
 * window comes from another site and may.
 */
export function isSameSite(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site']
  return site === undefined || site === 'same-origin' || site === 'none'
}
