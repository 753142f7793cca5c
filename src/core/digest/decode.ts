import { countSequences } from '#core/digest/utf-8'
import { decodeWindows1252 } from '#core/digest/windows-1252'
import { problem, ProblemList, type Problem } from '#core/domain/problem'

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
  if (encoding !== null) {
    const text = new TextDecoder(encoding).decode(bytes)
    return decoded(text, encoding, brokenIn(text))
  }
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

/** Where text stopped being UTF-16: told once, for what follows is rarely of any use. */
function brokenIn(text: string): Problem[] {
  const at = text.indexOf('\ufffd')
  if (at < 0) return []
  const line = text.slice(0, at).split(/\r\n?|\n/).length
  return [problem(line, 'badCharacters', aroundReplacement(text))]
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

/** How many pieces of text are kept apart: each of them takes far more memory than its few characters. */
const mostPieces = 4096

/** A file put together from several may hold lines of either encoding. */
function decodeByLine(bytes: Uint8Array): Decoded {
  const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })
  const problems = new ProblemList()
  const chunks: string[] = []
  let pieces: string[] = []
  let encoding: Encoding = 'utf-8'
  let number = 1
  for (let start = 0; start < bytes.length; number++) {
    const end = lineEnd(bytes, start)
    const line = bytes.subarray(start, end)
    const { whole, broken } = countSequences(line)
    // Where more is whole than broken, a line is UTF-8 with damage.
    if (broken > 0 && whole <= broken) {
      encoding = 'windows-1252'
      pieces.push(decodeWindows1252(line))
    } else {
      const text = utf8.decode(line)
      if (broken > 0) problems.add(problem(number, 'badCharacters', aroundReplacement(text)))
      pieces.push(text)
    }
    if (pieces.length === mostPieces) {
      chunks.push(pieces.join(''))
      pieces = []
    }
    start = end
  }
  const text = chunks.join('') + pieces.join('')
  return decoded(text.startsWith('\ufeff') ? text.slice(1) : text, encoding, problems.list())
}

/** Where the line after the one at an offset begins: after a line feed, a carriage return, or both. */
function lineEnd(bytes: Uint8Array, start: number): number {
  let at = start
  while (at < bytes.length && bytes[at] !== 0x0a && bytes[at] !== 0x0d) at++
  return Math.min(bytes.length, at + (bytes[at] === 0x0d && bytes[at + 1] === 0x0a ? 2 : 1))
}

function aroundReplacement(text: string): string {
  return text.slice(Math.max(0, text.indexOf('\ufffd') - 40))
}
