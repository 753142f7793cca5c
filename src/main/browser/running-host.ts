import type { OpenedLibrary, Reply } from '#core/contract'
import { Failure } from '#core/failure'
import { failureText } from '#core/messages'
import { decodeWire, encodeWire } from '#core/wire'
import { holderOf, type LibraryLocation } from '#main/library/open-library'
import type { Announcement } from '#main/storage/lock'
import type { Ask } from '#main/browser/import-named'
import { wireType } from '#main/browser/request-answer'
import { tokenHeader } from '#main/http/token'

/** Milliseconds that the other process may take to say what it has open. */
const longestGreeting = 2000

/** Another process that has the library open and serves its windows. */
export interface RunningHost {
  readonly served: Announcement
  readonly ask: Ask
  /** The right to open one window, see Tickets; null where it gives none. */
  readonly ticket: () => Promise<string | null>
}

/** The process that serves a library; null where none does, or does not do so yet. */
export async function findRunningHost(location: LibraryLocation): Promise<RunningHost | null> {
  const served = (await holderOf(location))?.served
  if (served === undefined || !/^http:\/\/127\.0\.0\.1:\d{1,5}$/.test(served.address)) return null
  const ask = askThrough(served)
  return (await greets(served)) ? { served, ask, ticket: () => ticketOf(served) } : null
}

async function ticketOf({ address, token }: Announcement): Promise<string | null> {
  try {
    const response = await fetch(`${address}/ticket`, {
      method: 'POST',
      headers: { [tokenHeader]: token },
      redirect: 'error',
      signal: AbortSignal.timeout(longestGreeting)
    })
    return response.ok ? await response.text() : null
  } catch {
    return null
  }
}

function askThrough(served: Announcement): Ask {
  return async (name, argument) => {
    try {
      return await post(served, name, argument, null)
    } catch {
      return { ok: false, error: { code: 'disconnected', message: failureText('disconnected') } }
    }
  }
}

/** Whatever else may answer at that address by now does not speak like this. */
async function greets(served: Announcement): Promise<boolean> {
  try {
    const reply = await post(served, 'openLibrary', undefined, AbortSignal.timeout(longestGreeting))
    return reply.ok && typeof (reply.value as Partial<OpenedLibrary> | null)?.folder === 'string'
  } catch {
    return false
  }
}

async function post(
  { address, token }: Announcement,
  name: string,
  argument: unknown,
  signal: AbortSignal | null
): Promise<Reply> {
  const response = await fetch(`${address}/request/${name}`, {
    method: 'POST',
    headers: { 'content-type': wireType, [tokenHeader]: token },
    body: argument === undefined ? null : encodeWire(argument),
    redirect: 'error',
    signal
  })
  if (response.status !== 200 || response.headers.get('content-type') !== wireType)
    throw new Failure('disconnected')
  const reply = decodeWire(new Uint8Array(await response.arrayBuffer())) as Partial<Reply> | null
  if (typeof reply?.ok !== 'boolean') throw new Failure('disconnected')
  return reply as Reply
}
