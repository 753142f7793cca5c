/** Longest name of a file in an archive, in UTF-16 code units; of longer ones the end is kept. */
const longestName = 200

/** Control characters, what turns directions round, and what is not seen at all. */
// eslint-disable-next-line no-control-regex -- control characters are what this looks for
const unseen = /[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g

/** A name from inside an archive, to be shown and for nothing else: no file is ever looked for or written by it. */
export function innerName(name: string): string {
  const shown = segments(name.slice(-16 * longestName).replace(unseen, '')).join('/')
  if (shown.length <= longestName) return shown === '' ? 'unnamed' : shown
  // A character of two code units stays whole or goes whole.
  return `…${shown.slice(1 - longestName).replace(/^[\udc00-\udfff]/, '')}`
}

/** True for what a walk through a folder leaves out too, and what macOS adds to its archives. */
export function isHidden(name: string): boolean {
  return segments(name).some((segment) => segment.startsWith('.') || segment === '__MACOSX')
}

function segments(name: string): string[] {
  return name.split(/[\\/]/).filter((segment) => segment !== '' && segment !== '.' && segment !== '..')
}
