import { followRules } from '../components/rules/follow-rules'
import type { App } from './app.svelte'
import { followSeen } from './follow-seen'
import { followWatchFolder } from './watched-folder'

/** Begins what goes on beside all else for as long as the window is there. */
export function followLater(app: App): void {
  followSeen(app)
  followRules(app)
  if (app.can('watchFolder')) followWatchFolder(app)
}
