const reasons: Readonly<Record<string, string>> = {
  daily: 'daily',
  asked: 'asked for',
  migration: 'before an update',
  restore: 'before a restore'
}

/** Why a backup was made. */
export function reasonWords(why: string): string {
  return reasons[why] ?? why
}
