/** Characters that show nothing, or that turn the direction of what stands around them. */
// eslint-disable-next-line no-control-regex -- these are what is looked for
const controls = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g

/** A text as it stands, in which what nobody would see is named: `⟨U+202E⟩`. */
export function visibleControls(text: string): string {
  return text.replaceAll(controls, (character) => {
    const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
    return `⟨U+${code}⟩`
  })
}
