import { application } from './application'
import { record } from './control'
import { NotInStandIn, strict } from './strict'

type Handler = (request: GlobalRequest) => GlobalResponse | Promise<GlobalResponse>

const schemes = new Map<string, Electron.Privileges>()
const handlers = new Map<string, Handler>()

const members = ['handle', 'isProtocolHandled', 'unhandle', 'registerSchemesAsPrivileged'] as const

const implementation: Pick<Electron.Protocol, (typeof members)[number]> = {
  registerSchemesAsPrivileged: (customSchemes) => {
    if (application.isReady) {
      throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
    }
    record('schemes', customSchemes)
    schemes.clear()
    for (const { scheme, privileges = {} } of customSchemes) schemes.set(scheme, privileges)
  },
  handle: (scheme, handler) => {
    if (!application.isReady) throw new Error('protocol.handle cannot be called before app is ready')
    if (scheme !== 'app') throw new NotInStandIn(`scheme ${scheme}`)
    if (handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`)
    handlers.set(scheme, handler)
  },
  unhandle: (scheme) => {
    handlers.delete(scheme)
  },
  isProtocolHandled: (scheme) => handlers.has(scheme)
}

export const protocol = strict<Electron.Protocol>(implementation, { name: 'protocol', members })

/**
 * Asks the host for an address of its own. The page has a secure standard origin whatever the host said of its scheme, so
 * that a scheme without these privileges, under which no relative address would work, is refused here.
 */
export async function answerRequest(request: Request): Promise<Response> {
  const { standard = false, secure = false } = schemes.get('app') ?? {}
  if (!standard || !secure)
    throw new NotInStandIn('page of a scheme that is not registered as standard and secure')
  const handler = handlers.get('app')
  if (handler === undefined) return Response.error()
  return handler(request)
}
