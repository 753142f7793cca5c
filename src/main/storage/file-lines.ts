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
    const end = feed < 0 ? bytes.length : feed
    yield { number, offset, bytes: bytes.subarray(offset, end), whole: feed >= 0 }
    offset = end + 1
  }
}
