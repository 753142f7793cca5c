/** Longest tag, in UTF-16 code units. */
const longestTag = 100

/**
 * A tag in the form in which it is kept: NFC, single spaces, `/` between the levels of nested tags, no empty level.
 * Null where nothing usable is left.
 */
export function normaliseTag(text: string): string | null {
  const levels = text
    .normalize('NFC')
    // eslint-disable-next-line no-control-regex -- control characters are what this looks for
    .replace(/[\x00-\x1f\x7f-\x9f]/g, ' ')
    .split('/')
    .map((level) => level.trim().replaceAll(/\s+/g, ' '))
    .filter((level) => level !== '')
  const tag = levels.join('/')
  return tag === '' || tag.length > longestTag ? null : tag
}
