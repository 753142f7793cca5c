import { harmless } from '#main/terminal/sentences'

/** A sentence for whoever started Papertray. */
export function say(sentence: string): void {
  process.stderr.write(`${harmless(sentence)}\n`)
}
