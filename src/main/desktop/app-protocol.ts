import { readFile } from 'node:fs/promises'
import { protocol, type Session } from 'electron'
import { findRendererFile } from '#main/renderer-files/find-renderer-file'
import { mediaTypeOf } from '#main/renderer-files/media-types'
import { securityHeaders } from '#main/renderer-files/security-headers'
import { appScheme, isAppAddress } from '#main/desktop/app-origin'

/** Must be called before the application is ready. */
export function declareAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: appScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true }
    }
  ])
}

/** @param folder Of the built renderer: nothing else is served. */
export function serveRenderer(session: Session, folder: string): void {
  session.protocol.handle(appScheme, (request) => answer(request, folder))
}

async function answer({ method, url }: Pick<Request, 'method' | 'url'>, folder: string): Promise<Response> {
  if (method !== 'GET' && method !== 'HEAD') return refusal(405)
  if (!isAppAddress(url)) return refusal(404)
  const { pathname } = new URL(url)
  const file = await findRendererFile(folder, pathname)
  // A page with a status would count as loaded, and the window stay empty.
  if (file === null) return pathname === '/' ? Response.error() : refusal(404)
  const content = await readFile(file)
  return new Response(method === 'HEAD' ? null : content, {
    headers: {
      ...securityHeaders,
      'content-type': mediaTypeOf(file),
      'content-length': String(content.length),
      // It comes from the disk already.
      'cache-control': 'no-store'
    }
  })
}

function refusal(status: number): Response {
  return new Response(null, { status, headers: securityHeaders })
}
