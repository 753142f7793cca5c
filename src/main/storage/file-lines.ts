import { decodeLine } from '#main/storage/line-codec'

/** A line of a file, without its line feed. */
export interface FileLine {
  /** 1-based. */
  readonly number: number
  readonly offset: number
  readonly bytes: Buffer
  /** False for a last line that ends without a line feed. */
  readonly whole: boolean
}

export function* linesOf(bytes: Buffer): Generator<FileLine> {
  let number = 1
  for (let offset = 0; offset < bytes.length; number++) {
    const feed = bytes.indexOf(0x0a, offset)
    const line = bytes.subarray(offset, feed < 0 ? bytes.length : feed)
    const length = firstOf(line)
    yield { number, offset, bytes: line.subarray(0, length), whole: feed >= 0 || length < line.length }
    offset += length + 1
  }
}

const beginning = Buffer.from('{"crc":"')
const brace = 0x7d

/**
 * The length of a line: where a line feed was damaged, of the first of the records that run together. Each of them is
 * as good as it was, which its checksum proves.
 */
function firstOf(line: Buffer): number {
  let next = line.indexOf(beginning, 1)
  while (next > 0 && line[next - 2] !== brace) next = line.indexOf(beginning, next + 1)
  // Only this one is tried: to compute a checksum for each would take long in a file of noise.
  return next > 0 && decodeLine(line.subarray(0, next - 1)).ok ? next - 1 : line.length
}
