import type { HeldParts, RestoredParts, RestorePreview } from '#core/domain/restore-preview'
import { counted } from '#core/words/counted'

/**
 * What going back to a backup would do, a sentence each: what comes back, what was done since, what is to be thought of.
 *
 * @param keep Only what is lost is to be brought back.
 * @param moment When the backup was made, in words.
 */
export function restoreWords(
  { brings, takes, less, damagedFiles }: RestorePreview,
  keep: boolean,
  moment: string
): string[] {
  const back = partsOf(brings)
  const lines = [
    back.length > 0
      ? `Would bring back: ${back.join(', ')}.`
      : 'Nothing of it is lost: there is nothing to bring back.'
  ]
  const taken = takenWords(takes)
  if (keep) lines.push('Would keep everything that was done since.')
  else if (taken.length > 0) lines.push(`Would take back what was done since ${moment}: ${taken.join('; ')}.`)
  else lines.push('Nothing was done since that would be taken back.')
  if (less !== null)
    lines.push(
      `This backup holds less than the library does now: ${heldWords(less.then)}, now ${heldWords(less.now)}.`
    )
  if (damagedFiles > 0)
    lines.push(
      `${counted(damagedFiles, 'file')} of the backup cannot be read whole: what is whole of it is used.`
    )
  return lines
}

/** Whether a restore would change anything at all. */
export function changesAnything({ brings, takes }: RestorePreview): boolean {
  return [brings, takes].some((parts) => Object.values(parts).some((count) => count > 0))
}

export function heldWords({ digests, papers, notes }: HeldParts): string {
  return [counted(digests, 'digest'), counted(papers, 'paper'), counted(notes, 'note')].join(', ')
}

function partsOf({ digests, papers, marks, notes }: RestoredParts): string[] {
  return [
    digests > 0
      ? `${counted(digests, 'digest')}${papers > 0 ? ` with ${counted(papers, 'paper')}` : ''}`
      : '',
    ...markWords({ marks, notes })
  ].filter(Boolean)
}

function takenWords({ digests, papers, marks, notes }: RestoredParts): string[] {
  const done = markWords({ marks, notes }).join(', ')
  const removed = `would remove ${counted(digests, 'digest')} with ${counted(papers, 'paper')}`
  return [done, digests > 0 ? removed : ''].filter(Boolean)
}

function markWords({ marks, notes }: Pick<RestoredParts, 'marks' | 'notes'>): string[] {
  return [
    marks > 0 ? `marks of ${counted(marks, 'paper')}` : '',
    notes > 0 ? counted(notes, 'note') : ''
  ].filter(Boolean)
}
