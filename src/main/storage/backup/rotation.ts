import { madeAt, type Backup } from '#main/storage/backup/backup-list'
import { bytesIn } from '#main/storage/backup/manifest'

/** Days, and weeks, of which one backup each is kept. */
const days = 7
const weeks = 4
/** The latest of each reason that are kept whatever their day. */
const ofEachReason = 3
const reasons = ['asked', 'migration', 'restore']

/** More than this are never kept. */
export const mostBackups = 1 + 2 + days + weeks + reasons.length * ofEachReason

const day = 24 * 60 * 60 * 1000

/**
 * Which backups stay: the newest, the fullest, one of each of the last days and weeks that have any (of several the
 * fullest), and the latest that were asked for or made before a migration or a restore.
 */
export function keptBackups(backups: readonly Backup[]): Set<Backup> {
  const newest = [...backups].sort((a, b) => madeAt(b) - madeAt(a))
  return new Set([
    ...newest.slice(0, 1),
    ...fullest(newest),
    ...onePer(newest, day, days),
    ...onePer(newest, 7 * day, weeks),
    ...reasons.flatMap((why) => newest.filter(({ manifest }) => manifest.why === why).slice(0, ofEachReason))
  ])
}

/** The one with most Decisions and the one with most bytes: nearly always the same. Of equal ones the newest. */
function fullest(newest: readonly Backup[]): Backup[] {
  const bytes = (backup: Backup): number => bytesIn(backup.manifest)
  return [mostOf(newest, decisions), mostOf(newest, bytes)].filter((each) => each !== undefined)
}

function onePer(newest: readonly Backup[], span: number, most: number): Backup[] {
  const groups = new Map<number, Backup[]>()
  for (const backup of newest) {
    const at = Math.floor(madeAt(backup) / span)
    groups.set(at, [...(groups.get(at) ?? []), backup])
  }
  return [...groups.values()].slice(0, most).flatMap((group) => mostOf(group, decisions) ?? [])
}

function decisions({ manifest }: Backup): number {
  return manifest.holds.decisions
}

function mostOf(newest: readonly Backup[], size: (backup: Backup) => number): Backup | undefined {
  return newest.reduce<Backup | undefined>(
    (most, each) => (most === undefined || size(each) > size(most) ? each : most),
    undefined
  )
}
