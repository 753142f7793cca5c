import { connect, type Socket } from 'node:net'

export interface RawAnswer {
  readonly status: number
  readonly head: string
  readonly body: string
}

/** Sends bytes as they are, since `fetch` tidies paths and forbids headers; resolves when the connection ends. */
export async function sendRaw(port: number, text: string | Uint8Array): Promise<RawAnswer> {
  const socket = connect(port, '127.0.0.1')
  socket.write(text)
  return readAnswer(socket)
}

/** What comes until the other side ends the connection, or breaks it. */
export function readAnswer(socket: Socket): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.on('error', () => undefined)
    socket.on('close', () => {
      const [head = '', ...body] = Buffer.concat(chunks).toString('latin1').split('\r\n\r\n')
      resolve({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]), head, body: body.join('\r\n\r\n') })
    })
  })
}

/** A request without a body, on a connection that ends with its answer. */
export function rawRequest(method: string, path: string, headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}connection: close\r\n\r\n`
}
