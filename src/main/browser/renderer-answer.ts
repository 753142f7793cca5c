import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { relative, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { findRendererFile } from '#main/renderer-files/find-renderer-file'
import { mediaTypeOf } from '#main/renderer-files/media-types'
import { refuse } from '#main/http/refusal'

/** Answers with a file of the built renderer. None of them holds data, so no token is needed. */
export async function answerFile(
  request: IncomingMessage,
  response: ServerResponse,
  folder: string,
  path: string
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    refuse(request, response, 405, { allow: 'GET, HEAD' })
    return
  }
  const file = await findRendererFile(folder, path)
  if (file === null) {
    refuse(request, response, 404)
    return
  }
  const { size } = await stat(file)
  response.writeHead(200, {
    'content-type': mediaTypeOf(file),
    'content-length': size,
    'cache-control': cacheControl(relative(folder, file))
  })
  if (request.method === 'HEAD') response.end()
  // A window that is closed meanwhile does not want the rest.
  else await pipeline(createReadStream(file), response).catch(() => undefined)
}

/** Names of built assets have a hash of their content in them; the page that names them may change with each build. */
function cacheControl(path: string): string {
  if (path === 'index.html') return 'no-store'
  return path.startsWith(`assets${sep}`) ? 'public, max-age=31536000, immutable' : 'no-cache'
}
