import type { ArxivId } from '#core/domain/arxiv-id'
import type { FileReport } from '#core/domain/file-report'
import type { App } from '../../state/app.svelte'
import type { ImportRun } from '../../state/import-run.svelte'

/** The reports of texts that are no digests but name papers, which can be added. */
export function offersOf({ reports }: ImportRun): FileReport[] {
  return reports.filter(({ problems }) => problems[0]?.reason === 'onlyIds')
}

/** How many ids texts were found to name. */
export function idsIn(offers: readonly FileReport[]): number {
  return offers.reduce((sum, { problems }) => sum + Number(problems[0]?.excerpt), 0)
}

/** Adds the papers that texts name, as an import of its own: one undo takes them back. */
export async function addIds(
  { client }: Pick<App, 'client'>,
  run: ImportRun,
  offers: readonly FileReport[]
): Promise<void> {
  const { session } = await client.request('beginImport', { window: client.window })
  try {
    for (const offer of offers) {
      const bytes = run.texts.get(offer)
      if (bytes === undefined) continue
      const reports = await client.request('importFile', { session, name: offer.file, bytes, ids: true })
      run.texts.delete(offer)
      run.reports = run.reports.flatMap((each) => (each === offer ? reports : [each]))
    }
  } finally {
    await client.request('finishImport', { session })
  }
}

/** Adds one paper of which only the id is known, until a digest completes it. */
export async function addId({ client, toasts }: Pick<App, 'client' | 'toasts'>, id: ArxivId): Promise<void> {
  const { session } = await client.request('beginImport', { window: client.window })
  try {
    const bytes = new TextEncoder().encode(id)
    await client.request('importFile', { session, name: `arXiv:${id}`, bytes, ids: true })
  } finally {
    await client.request('finishImport', { session })
  }
  toasts.done(`Added arXiv:${id}`)
}
