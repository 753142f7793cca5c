import type { FailureDetails } from '#core/failure'

/** The failures of messages.ts that a window itself tells of: the others come to it in the library's replies. */
export const windowFailures = {
  disconnected: 'Papertray cannot be reached: start it again, and go on in the window that it opens.',
  noToken:
    'This window has no key to the library: open the address that Papertray printed when it was started.',
  partsDamaged: 'Parts of the library could not be read and were set aside ({count}): a backup may hold them.'
} as const

export function windowFailureText(code: keyof typeof windowFailures, details: FailureDetails = {}): string {
  return withDetails(windowFailures[code], details)
}

/** Puts details in the places of a sentence. */
export function withDetails(sentence: string, details: FailureDetails): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(details[name] ?? whole))
}
