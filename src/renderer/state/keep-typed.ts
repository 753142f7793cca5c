import type { PaperDetail } from '#core/contract'
import type { ArxivId } from '#core/domain/arxiv-id'
import { normaliseTag } from '#core/domain/tag'
import type { App, Editing } from './app.svelte'
import { isUnreached, RequestFailed, type Client } from './client'
import { openNotes } from './notes.svelte'

/**
 * Writes what was typed for an editor that was still on its way when one went on to another paper: it is no less meant.
 */
export async function keepTyped(app: App, { what, paper }: Editing, keys: readonly string[]): Promise<void> {
  if (what === 'manyTags') {
    for (const tag of tagsTyped(keys)) app.selecting?.addTag(tag)
    return
  }
  if (what === 'tags') {
    app.acts.addTags(paper, tagsTyped(keys))
    return
  }
  const notes = openNotes(app)
  const draft = notes.begin(await read(app.client, paper.id))
  for (const key of keys) if (!notes.press(draft, key)) break
  notes.end(draft)
}

/**
 * The tags that keys would have added in the field for tags, had it been there: each is ended by Enter or a comma, and
 * Escape, or Enter after nothing, ends them all.
 */
export function tagsTyped(keys: readonly string[]): string[] {
  const tags: string[] = []
  let text = ''
  for (const key of keys) {
    if (key === 'Escape') break
    if (key === 'Enter' || key === ',') {
      const tag = normaliseTag(text)
      if (tag === null) break
      tags.push(tag)
      text = ''
    } else if (key === 'Backspace') text = text.slice(0, -1)
    else if (key.length === 1) text += key
  }
  return tags
}

/** A paper, however long it takes until the library can be reached. */
async function read(client: Client, id: ArxivId): Promise<PaperDetail> {
  for (;;) {
    try {
      return await client.request('paper', { id })
    } catch (cause) {
      if (!(cause instanceof RequestFailed) || !isUnreached(cause)) throw cause
      await reached(client)
    }
  }
}

async function reached(client: Client): Promise<void> {
  await new Promise<void>((resolve) => {
    const end = client.on('connectionChanged', ({ connected }) => {
      if (!connected) return
      end()
      resolve()
    })
  })
}
