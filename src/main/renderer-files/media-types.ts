import { extname } from 'node:path'

/** The kinds of files that a built renderer consists of. */
const mediaTypes: ReadonlyMap<string, string> = new Map([
  ['.css', 'text/css; charset=utf-8'],
  ['.html', 'text/html; charset=utf-8'],
  ['.ico', 'image/x-icon'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.json', 'application/json'],
  ['.png', 'image/png'],
  ['.svg', 'image/svg+xml'],
  ['.txt', 'text/plain; charset=utf-8'],
  ['.woff2', 'font/woff2']
])

/** What a file's name says it is; a browser that is told not to sniff runs and shows nothing else. */
export function mediaTypeOf(path: string): string {
  return mediaTypes.get(extname(path)) ?? 'application/octet-stream'
}
