/** Why a part of a digest could not be read. The words for people stand in messages.ts. */
export type ProblemReason =
  | 'fileEmpty'
  | 'fileBinary'
  | 'fileTooLarge'
  | 'fileUnknown'
  | 'fileMissing'
  | 'fileUnreadable'
  | 'filePassedOver'
  | 'onlyIds'
  | 'archiveEmpty'
  | 'archiveDamaged'
  | 'archiveCut'
  | 'archiveEncrypted'
  | 'archiveMethod'
  | 'archiveNested'
  | 'archiveTooLarge'
  | 'archiveTooMany'
  | 'archiveSwollen'
  | 'archiveMore'
  | 'libraryArchive'
  | 'badCharacters'
  | 'cutShort'
  | 'noId'
  | 'badDate'
  | 'missingFields'
  | 'strayText'
  | 'lineTooLong'
  | 'badHeading'
  | 'badXml'
  | 'xmlDoctype'
  | 'badJson'
  | 'more'

/** Something in a digest that could not be read. */
export interface Problem {
  /** 1-based. */
  readonly line: number
  readonly reason: ProblemReason
  /** The beginning of what stands there. */
  readonly excerpt: string
}

/** Longest excerpt of a Problem, in UTF-16 code units. */
const excerptLength = 120
/** Most Problems listed of one digest: a file of noise must not fill the library with them. */
const mostProblems = 500

export function problem(line: number, reason: ProblemReason, text: string): Problem {
  const start = (text.trimStart().split('\n', 1)[0] ?? '').trimEnd()
  const shown =
    start.length > excerptLength
      ? // A character of two code units stays whole or goes whole.
        `${start.slice(0, excerptLength - 1).replace(/[\ud800-\udbff]$/, '')}…`
      : start
  // Put together anew, so that a short excerpt does not keep a whole digest's text in memory.
  return { line, reason, excerpt: Array.from(shown).join('') }
}

/** Problems in the order of their lines; beyond a limit only counted. */
export class ProblemList {
  readonly #listed: Problem[] = []
  #more = 0
  #moreFrom = 0

  add(found: Problem): void {
    if (this.#listed.length < mostProblems) {
      this.#listed.push(found)
      return
    }
    if (this.#more === 0) this.#moreFrom = found.line
    this.#more++
  }

  /** What was added, with one last item that counts what went beyond the limit. */
  list(): Problem[] {
    if (this.#more === 0) return [...this.#listed]
    return [...this.#listed, { line: this.#moreFrom, reason: 'more', excerpt: String(this.#more) }]
  }
}
