import type { Section } from '#core/commands'
import type { App } from '../state/app.svelte'
import { commands, type Command } from './commands'

const order: readonly Section[] = ['Papers', 'Go to', 'Move', 'Window']

/** What the user can do here, as help and settings list it. */
export function commandSections(app: Pick<App, 'can'>): { section: Section; commands: Command[] }[] {
  return order.map((section) => ({
    section,
    commands: commands.filter((each) => each.section === section && app.can(each.needs))
  }))
}
