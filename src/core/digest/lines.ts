/** Walks over the lines of one digest within a file's text, without making a string of each. */
export class Lines {
  readonly #text: string
  readonly #end: number
  readonly #opensNext: (offset: number) => boolean
  #next: number
  /** Where the current line begins. */
  start = 0
  /** Where the current line ends, trailing spaces left out. */
  end = 0
  /** The current line's number in the file, 1-based. */
  number: number

  /**
   * @param text A file's text, with line feeds only.
   * @param from Offset of the first line and its number, 1-based.
   * @param end Offset at which the lines end.
   * @param opensNext Whether the line at an offset opens another digest, where these lines end before `end`.
   */
  constructor(
    text: string,
    from: { readonly offset: number; readonly line: number },
    end = text.length,
    opensNext: (offset: number) => boolean = () => false
  ) {
    this.#text = text
    this.#end = end
    this.#opensNext = opensNext
    this.#next = from.offset
    this.number = from.line - 1
  }

  /** Goes to the next line; false when there is none. */
  advance(): boolean {
    if (this.#next >= this.#end || this.#opensNext(this.#next)) return false
    this.start = this.#next
    const feed = this.#text.indexOf('\n', this.start)
    let end = feed < 0 || feed > this.#end ? this.#end : feed
    this.#next = end + 1
    while (end > this.start && isSpace(this.#text.charCodeAt(end - 1))) end--
    this.end = end
    this.number++
    return true
  }

  /** Where the line after the current one begins, and its number. */
  get following(): { offset: number; line: number } {
    return { offset: Math.min(this.#next, this.#text.length), line: this.number + 1 }
  }

  /** True where the line is blank. */
  get blank(): boolean {
    return this.end === this.start
  }

  /** True on the last line of a file that ends without a line feed: it may have been cut. */
  get unfinished(): boolean {
    return this.#next > this.#text.length
  }

  get length(): number {
    return this.end - this.start
  }

  startsWith(prefix: string): boolean {
    return this.#text.startsWith(prefix, this.start)
  }

  /** The line from an offset within it, without trailing spaces. */
  from(offset = 0): string {
    return this.#text.slice(this.start + offset, this.end)
  }
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09
}

/** The line that begins at an offset, or as much of it as `longest` allows, without trailing spaces. */
export function lineAt(text: string, offset: number, longest = 1000): string {
  const line = text.slice(offset, offset + longest)
  const feed = line.indexOf('\n')
  return (feed < 0 ? line : line.slice(0, feed)).trimEnd()
}

/** Where the line after the one at an offset begins; the end of the text where it is the last one. */
export function lineAfter(text: string, offset: number): number {
  const feed = text.indexOf('\n', offset)
  return feed < 0 ? text.length : feed + 1
}
