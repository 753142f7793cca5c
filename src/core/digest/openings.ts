import type { Dialect, Heading, Opening } from '#core/digest/dialect'
import { dialects } from '#core/digest/dialects'

/** A place in a text at which a digest begins. */
export interface FoundOpening {
  readonly dialect: Dialect
  /** Null where a record stands there without a heading. */
  readonly heading: Heading | null
}

interface Candidate {
  readonly dialect: Dialect
  readonly opening: Opening
}

/** The candidates for a line by its first three characters, which are told apart for every line of every file. */
const slots: (Candidate[] | undefined)[] = Array.from({ length: 4096 }, () => undefined)
for (const dialect of dialects)
  for (const opening of dialect.openings)
    for (const slot of slotsOf(opening.prefix)) (slots[slot] ??= []).push({ dialect, opening })

/** What opens at an offset, at which a line begins; null for nearly every line. Where several fit, the first dialect. */
export function openingAt(text: string, offset: number): FoundOpening | null {
  const candidates = slots[slotOf(text, offset)]
  if (candidates === undefined) return null
  for (const { dialect, opening } of candidates) {
    if (!text.startsWith(opening.prefix, offset)) continue
    const read = opening.read(text, offset)
    if (read !== null) return { dialect, heading: read === 'record' ? null : read }
  }
  return null
}

/** Where a line that begins so may be: one slot, or for two characters those of every third one. */
function slotsOf(prefix: string): number[] {
  const slot = slotOf(prefix, 0)
  return prefix.length > 2 ? [slot] : Array.from({ length: 64 }, (_, third) => slot ^ (third << 6))
}

/** Lines that begin alike share a slot; a few that do not share one too. */
function slotOf(text: string, offset: number): number {
  return (
    (text.charCodeAt(offset) ^ (text.charCodeAt(offset + 1) << 3) ^ (text.charCodeAt(offset + 2) << 6)) & 4095
  )
}
