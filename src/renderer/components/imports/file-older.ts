import type { Decided } from '#core/contract'
import type { App } from '../../state/app.svelte'
import type { ImportRun } from '../../state/import-run.svelte'

/** Files what was announced long ago under Read: one Decision. */
export async function fileOlder({ client }: Pick<App, 'client'>, run: ImportRun): Promise<Decided | null> {
  if (run.session === null) return null
  const decided = await client.change('fileOlder', { window: client.window, session: run.session })
  run.older = 0
  return decided
}
