import type { Group } from '../../state/paper-list.svelte'
import { longDayText } from '../../state/words'

/** What papers of a group have in common, in words. */
export function groupName({ name }: Pick<Group, 'name'>): string {
  if (name === null) return 'Muted papers'
  if (name === '') return 'No category'
  return /^\d{4}-\d\d-\d\d$/.test(name) ? longDayText(name) : name
}
