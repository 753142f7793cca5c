import type { Api, EventName, Events, LibraryEvent, OpenedView, View } from '#core/contract'
import type { ArxivId } from '#core/domain/arxiv-id'
import type { LibraryLocation } from '#main/library/open-library'
import { openService, type LibraryService } from '#main/library/library-service'

/** The window of a test that has only one. */
export const window = 'w1'

/** Opens a library for windows, and closes it when the work is done. */
export async function serving<T>(
  place: LibraryLocation,
  work: (api: Api, service: LibraryService) => Promise<T>
): Promise<T> {
  const service = await openService(place, { version: '1.2.3', capabilities: ['zoom'] })
  try {
    return await work(service.api, service)
  } finally {
    await service.close()
  }
}

/** Imports files as one session, and answers its result. */
export async function importSession(
  api: Api,
  files: readonly Uint8Array[]
): Promise<Awaited<ReturnType<Api['finishImport']>> & { readonly session: string }> {
  const { session } = await api.beginImport({ window })
  await Promise.all(files.map((bytes, index) => api.importFile({ session, name: `${index}.md`, bytes })))
  return { ...(await api.finishImport({ session })), session }
}

/** What a list shows of all its rows, from the rows that are asked for one by one. */
export async function idsOf(api: Api, { generation, order }: OpenedView): Promise<ArxivId[]> {
  const ids: ArxivId[] = []
  for (let from = 0; from < order.length; from += 1000) {
    const rows = await api.rows({ generation, rows: order.slice(from, from + 1000) })
    ids.push(...rows.map(({ id }) => id))
  }
  return ids
}

/** The ids of a view, without those that its search would still find. */
export async function viewIds(api: Api, view: View, query = ''): Promise<ArxivId[]> {
  return idsOf(api, await api.openView({ view, query }))
}

/** Remembers every event from now on. */
export function eventsOf(service: LibraryService): LibraryEvent[] {
  const events: LibraryEvent[] = []
  service.subscribe((event) => events.push(event))
  return events
}

/** What the events of one name told. */
export function told<N extends EventName>(events: readonly LibraryEvent[], name: N): Events[N][] {
  return events.filter((event) => event.name === name).map(({ payload }) => payload as Events[N])
}
