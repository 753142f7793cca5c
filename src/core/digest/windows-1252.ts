/** What windows-1252 holds in place of the control characters U+0080 to U+009F; five of them it leaves as they are. */
const instead = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'

const decoder = new TextDecoder('windows-1252')

/** Reads bytes as windows-1252. Several releases of Node decode it as Latin-1, so the difference is made up here. */
export function decodeWindows1252(bytes: Uint8Array): string {
  return decoder
    .decode(bytes)
    .replace(/[\x80-\x9f]/g, (control) => instead.charAt(control.charCodeAt(0) - 0x80))
}
