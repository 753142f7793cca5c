import { openService, type LibraryService, type ServiceOptions } from '#main/library/library-service'
import type { LibraryLocation } from '#main/library/open-library'
import { OwnLibrary } from '#main/handover/own-library'
import { HandoverServer } from '#main/handover/server'
import { newToken } from '#main/http/token'

/** A library open for windows, to which commands hand over what they would write. */
export interface HandingService extends LibraryService {
  /** Whether a command's import is under way: it ends with the service. */
  readonly importingForCommand: () => boolean
}

/** @throws Failure as openService does. */
export async function openHandingService(
  location: LibraryLocation,
  options: ServiceOptions
): Promise<HandingService> {
  const service = await openService(location, options)
  const server = await startServer(service, location.directories.userData)
  const close = async (): Promise<void> => {
    await server?.close()
    await service.close()
  }
  let closing: Promise<void> | null = null
  return {
    ...service,
    importingForCommand: () => server?.importing === true,
    close: () => (closing ??= close())
  }
}

/** Null where there can be no socket: then commands are told who has the library open, and everything else goes on. */
async function startServer({ library }: LibraryService, userData: string): Promise<HandoverServer | null> {
  const token = newToken()
  const server = new HandoverServer(new OwnLibrary(library), token)
  try {
    const socket = await server.listen({ userData, folder: library.folder })
    if (socket === null) return null
    library.announce({ handover: { socket, token } })
    return server
  } catch {
    await server.close()
    return null
  }
}
