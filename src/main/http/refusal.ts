import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http'

/** How long a refused sender may go on sending before the connection is cut, in milliseconds. */
const patience = 1000

/** Answers with a status and its words, and leaves the request's body unread. */
export function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>> = {}
): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    ...headers
  })
  response.end(`${STATUS_CODES[status] ?? 'Refused'}\n`)
  if (!request.readableEnded) throwAway(request)
}

/** To close at once would keep an honest sender from hearing why; to read on for ever is what others wait for. */
function throwAway(request: IncomingMessage): void {
  const { socket } = request
  const cut = setTimeout(() => socket.destroy(), patience)
  const done = (): void => {
    clearTimeout(cut)
    socket.off('close', done)
  }
  request.once('end', done)
  socket.once('close', done)
  request.resume()
}
