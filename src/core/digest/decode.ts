import { problem, type Problem } from '#core/domain/problem'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

export type Decoded =
  | {
      readonly ok: true
      readonly text: string
      readonly encoding: Encoding
      readonly problems: readonly Problem[]
    }
  | { readonly ok: false; readonly reason: 'fileEmpty' | 'fileBinary' }

/** How far into a file the look for signs of a binary one goes, in bytes. */
const sampleLength = 65_536

/**
 * Reads a digest's bytes as text: UTF-8 with or without a byte order mark, UTF-16 with one, else line by line
 * whichever of UTF-8 and windows-1252 fits. Line ends become line feeds.
 */
export function decodeDigest(bytes: Uint8Array): Decoded {
  const encoding = unicodeMark(bytes)
  if (encoding !== null) return decoded(new TextDecoder(encoding).decode(bytes), encoding)
  if (isBinary(bytes)) return { ok: false, reason: 'fileBinary' }
  try {
    return decoded(new TextDecoder('utf-8', { fatal: true }).decode(bytes), 'utf-8')
  } catch {
    return decodeByLine(bytes)
  }
}

function decoded(text: string, encoding: Encoding, problems: readonly Problem[] = []): Decoded {
  if (!/\S/.test(text)) return { ok: false, reason: 'fileEmpty' }
  return { ok: true, text: text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text, encoding, problems }
}

function unicodeMark(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return null
}

/** True where more than one byte in a hundred is a control character that text does not hold. */
function isBinary(bytes: Uint8Array): boolean {
  const end = Math.min(bytes.length, sampleLength)
  let odd = 0
  for (let at = 0; at < end; at++) {
    const byte = bytes[at] ?? 0
    if (byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d) && byte !== 0x1b) odd++
  }
  return odd * 100 > end
}

/** A file put together from several may hold lines of either encoding. */
function decodeByLine(bytes: Uint8Array): Decoded {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const lenient = new TextDecoder('utf-8', { ignoreBOM: true })
  const western = new TextDecoder('windows-1252')
  const lines: string[] = []
  const problems: Problem[] = []
  let encoding: Encoding = 'utf-8'
  for (let start = 0; start <= bytes.length;) {
    const feed = bytes.indexOf(0x0a, start)
    const end = feed < 0 ? bytes.length : feed
    const line = bytes.subarray(start, end)
    try {
      lines.push(strict.decode(line))
    } catch {
      if (mostlyUtf8(line)) {
        const text = lenient.decode(line)
        problems.push(problem(lines.length + 1, 'badCharacters', aroundReplacement(text)))
        lines.push(text)
      } else {
        encoding = 'windows-1252'
        lines.push(western.decode(line))
      }
    }
    start = end + 1
  }
  const text = lines.join('\n')
  return decoded(text.startsWith('\ufeff') ? text.slice(1) : text, encoding, problems)
}

/** True where more sequences of several bytes are whole than are broken: UTF-8 with damage rather than Latin-1. */
function mostlyUtf8(line: Uint8Array): boolean {
  let whole = 0
  let broken = 0
  for (let at = 0; at < line.length;) {
    const byte = line[at] ?? 0
    const length =
      byte < 0x80
        ? 1
        : byte >= 0xc2 && byte < 0xe0
          ? 2
          : byte >= 0xe0 && byte < 0xf0
            ? 3
            : byte >= 0xf0 && byte < 0xf5
              ? 4
              : 0
    let follow = 1
    while (follow < length && ((line[at + follow] ?? 0) & 0xc0) === 0x80) follow++
    if (length === 0 || follow < length) broken++
    else if (length > 1) whole++
    at += Math.max(1, length === 0 ? 1 : follow)
  }
  return whole > broken
}

function aroundReplacement(text: string): string {
  return text.slice(Math.max(0, text.indexOf('\ufffd') - 40))
}
