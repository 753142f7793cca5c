import './locks'
import { onTestFinished } from 'vitest'
import type { LibraryEvent, Transport } from '#core/contract'
import { dispatch } from '#core/dispatch'
import { decodeWire, encodeWire } from '#core/wire'
import { openService, type LibraryService } from '#main/library/library-service'
import { Client, type RequestFailed } from '../../../src/renderer/state/client'
import { newPlace } from '../../library/support/places'

/** A library on disk, served as hosts serve it but without a network between. */
export async function serve(): Promise<LibraryService> {
  const service = await openService(await newPlace(), { version: '1.2.3', capabilities: [] })
  onTestFinished(() => service.close())
  return service
}

export interface TestTransport extends Transport {
  /** Names of the requests so far. */
  readonly asked: string[]
  /** Refuses every request while true, as a host that is gone does. */
  gone: boolean
  /** Tells the window an event that its transport made itself. */
  emit: (event: LibraryEvent) => void
}

/** Everything crosses as bytes, so that nothing is shared by accident. */
export function transportOf(service: LibraryService): TestTransport {
  const listeners = new Set<(event: LibraryEvent) => void>()
  service.subscribe((event) => {
    for (const listener of listeners) listener(decodeWire(encodeWire(event)) as LibraryEvent)
  })
  const transport: TestTransport = {
    asked: [],
    gone: false,
    request: async (name, argument) => {
      transport.asked.push(name)
      if (transport.gone) return { ok: false, error: { code: 'disconnected', message: 'gone' } }
      const reply = await dispatch(service.api, name, decodeWire(encodeWire(argument)))
      return decodeWire(encodeWire(reply)) as typeof reply
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    emit: (event) => {
      for (const listener of listeners) listener(event)
    }
  }
  return transport
}

/** A window's client, and what it was refused in the background. */
export function clientOf(transport: Transport): { client: Client; refused: RequestFailed[] } {
  const refused: RequestFailed[] = []
  const client = new Client(transport, {
    lost: () => undefined,
    slow: () => undefined,
    failed: (cause) => {
      refused.push(cause)
    }
  })
  return { client, refused }
}

/** Imports digests past any window. */
export async function bring(service: LibraryService, ...digests: readonly Uint8Array[]): Promise<void> {
  for (const bytes of digests) await service.library.importFile('digest.md', bytes)
}
