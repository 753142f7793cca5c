/*
 * Chromium opens no unknown scheme by routing, so the application's own addresses are shown under a name that no network
 * can answer, over https, which is a secure context as Electron's privileged schemes are. Everything inside the
 * stand-in's border knows only the second origin, the host only the first.
 */

export const hostOrigin = 'app://papertray'
export const pageOrigin = 'https://papertray.invalid'

const replaceOrigin = (text: string, from: string, to: string): string =>
  text === from || ['/', '?', '#'].some((next) => text.startsWith(from + next))
    ? to + text.slice(from.length)
    : text

/** An address or origin as the host names it, for Chromium. */
export const toPage = (url: string): string => replaceOrigin(url, hostOrigin, pageOrigin)

/** An address or origin as Chromium names it, for the host. */
export const toHost = (url: string): string => replaceOrigin(url, pageOrigin, hostOrigin)

/** A header's value, wherever in it the origin stands: policies, redirects. */
export const headerToPage = (value: string): string => value.replaceAll(hostOrigin, pageOrigin)

export const headerToHost = (value: string): string => value.replaceAll(pageOrigin, hostOrigin)

export const isOwn = (pageUrl: string): boolean => toHost(pageUrl) !== pageUrl
