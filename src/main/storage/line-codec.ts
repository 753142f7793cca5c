import { crc32 } from 'node:zlib'

/** A record of a journal or an entry segment: a JSON object that says its kind. */
export interface LineRecord {
  readonly kind: string
}

export type DecodedLine =
  | { readonly ok: true; readonly record: LineRecord }
  | { readonly ok: false; readonly reason: 'checksum' | 'shape' }

const opening = '{"crc":"'
/** `{"crc":"8 hex digits",` */
const headLength = opening.length + 8 + 2

/** One record as a line with its checksum. */
export function encodeLine(record: LineRecord): Buffer {
  return encodeJsonLine(JSON.stringify(record))
}

/** The same for an object that is JSON already. */
export function encodeJsonLine(json: string): Buffer {
  const length = Buffer.byteLength(json) - 1
  const line = Buffer.allocUnsafe(headLength + length + 1)
  line.write(json.slice(1), headLength)
  line.write(`${opening}${checksum(line.subarray(headLength, headLength + length - 1))}",`, 0, 'latin1')
  line[headLength + length] = 0x0a
  return line
}

/** Reads a line, given without its line feed. */
export function decodeLine(line: Buffer): DecodedLine {
  if (line.length <= headLength || line.toString('latin1', 0, opening.length) !== opening)
    return { ok: false, reason: 'shape' }
  const claimed = line.toString('latin1', opening.length, opening.length + 8)
  if (claimed !== checksum(line.subarray(headLength, line.length - 1)))
    return { ok: false, reason: 'checksum' }
  // The checksum covers neither the closing brace nor what stands before it.
  if (line[line.length - 1] !== 0x7d || line.toString('latin1', headLength - 2, headLength) !== '",') {
    return { ok: false, reason: 'shape' }
  }
  // The record as it was written: without the checksum.
  const record = parseJson(`{${line.toString('utf8', headLength)}`)
  return isRecord(record) ? { ok: true, record } : { ok: false, reason: 'shape' }
}

/** A checksum proves that bytes are what was written, not who wrote them. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isRecord(value: unknown): value is LineRecord {
  return typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string'
}

function checksum(bytes: Buffer): string {
  return crc32(bytes).toString(16).padStart(8, '0')
}
