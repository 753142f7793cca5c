/** What Papertray unpacks. A `gzip` holds one file, or a tar. */
export type ArchiveKind = 'zip' | 'gzip' | 'tar'

/** Length of a header of tar, and of the pieces that everything in one is made of, in bytes. */
export const tarBlock = 512

/** Which archive bytes are, told by what they begin with and never by a name; null where they are none. */
export function archiveKind(bytes: Uint8Array): ArchiveKind | null {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8) return 'gzip'
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    // A file, the end of an empty archive, or the mark of one that was cut into several.
    const [, , third = 0, fourth = 0] = bytes
    if ((third === 3 || third === 5 || third === 7) && fourth === third + 1) return 'zip'
  }
  return isTar(bytes) ? 'tar' : null
}

/** By the mark of the formats of today, or else, since 1979 there was none, by the checksum of the first header. */
function isTar(bytes: Uint8Array): boolean {
  if (bytes.length < tarBlock) return false
  if (asciiAt(bytes, 257, 5) === 'ustar') return true
  const written = /^ *([0-7]{1,7})[\0 ]/.exec(asciiAt(bytes, 148, 8))?.[1]
  if (written === undefined || bytes[0] === 0) return false
  let sum = 8 * 0x20
  for (let at = 0; at < tarBlock; at++) if (at < 148 || at >= 156) sum += bytes[at] ?? 0
  return sum === parseInt(written, 8)
}

function asciiAt(bytes: Uint8Array, from: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(from, from + length))
}
