import type { LibraryEvent, Reply, Transport } from '#core/contract'

export interface ToldTransport extends Transport {
  /** Requests so far. */
  readonly asked: (readonly [name: string, argument: unknown])[]
  emit: (event: LibraryEvent) => void
}

/** A library that answers as a test says; what it says nothing of fails. */
export function toldTransport(
  answers: Readonly<Record<string, (argument: never) => unknown>>
): ToldTransport {
  const listeners = new Set<(event: LibraryEvent) => void>()
  const transport: ToldTransport = {
    asked: [],
    request: async (name, argument): Promise<Reply> => {
      transport.asked.push([name, argument])
      try {
        return { ok: true, value: await answers[name]?.(argument as never) }
      } catch {
        return { ok: false, error: { code: 'writeFailed', message: 'refused' } }
      }
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
