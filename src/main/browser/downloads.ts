import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { refuse } from '#main/http/refusal'

export const downloadPath = '/download/'

/** Milliseconds within which a browser must ask for a file that was made for it. */
const goodFor = 5 * 60_000

interface Download {
  readonly path: string
  readonly name: string
  readonly timer: NodeJS.Timeout
}

/**
 * Files that were made for a browser to save. A link cannot carry the token, so each has an address that nobody can
 * guess, good once and for a moment; then the file goes.
 */
export class Downloads {
  readonly #offered = new Map<string, Download>()

  /** @param path The file, which is removed afterwards. @returns Its address on this host. */
  offer(path: string, name: string): string {
    const key = randomBytes(32).toString('base64url')
    const timer = setTimeout(() => {
      this.#offered.delete(key)
      void rm(path, { force: true })
    }, goodFor).unref()
    this.#offered.set(key, { path, name, timer })
    return `${downloadPath}${key}`
  }

  async answer(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    if (request.method !== 'GET') {
      refuse(request, response, 405, { allow: 'GET' })
      return
    }
    const key = path.slice(downloadPath.length)
    const found = this.#offered.get(key)
    if (found === undefined) {
      refuse(request, response, 404)
      return
    }
    this.#offered.delete(key)
    clearTimeout(found.timer)
    try {
      const { size } = await stat(found.path)
      response.writeHead(200, {
        'content-type': 'application/gzip',
        'content-length': size,
        'content-disposition': `attachment; filename="${found.name}"`,
        'cache-control': 'no-store'
      })
      await pipeline(createReadStream(found.path), response).catch(() => undefined)
    } finally {
      await rm(found.path, { force: true })
    }
  }

  /** Nobody asks for them any more. */
  async close(): Promise<void> {
    const left = [...this.#offered.values()]
    this.#offered.clear()
    for (const { path, timer } of left) {
      clearTimeout(timer)
      await rm(path, { force: true })
    }
  }
}
