import { beforeEach, describe, expect, test } from 'vitest'
import { contentSecurityPolicy } from '#main/renderer-files/content-security-policy'
import { newUser } from '../cli/support/command-line'
import { post, startHost, type Host } from './support/host'
import { rawRequest, sendRaw } from './support/raw'

let host: Host
beforeEach(async () => {
  host = await startHost(await newUser())
})

/** One raw request for data, with the right token, so that nothing but the header under test can be at fault. */
async function statusWith(headers: Record<string, string>, path = '/request/counts'): Promise<number> {
  const type = 'application/octet-stream'
  const all = { 'x-papertray-token': host.token, 'content-type': type, 'content-length': '0', ...headers }
  return (await sendRaw(host.port, rawRequest('POST', path, all))).status
}

test('the policy is the agreed one, word for word', () => {
  expect(contentSecurityPolicy).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; font-src 'self'; img-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types papertray svelte-trusted-html"
  )
})

test('this machine is served by its names, whatever the port: a tunnel may begin at another one', async () => {
  for (const name of ['127.0.0.1', 'localhost', '[::1]'])
    for (const end of [`:${host.port}`, ':1', ':65535', ''])
      expect({ name, end, status: await statusWith({ host: `${name}${end}` }) }).toEqual({
        name,
        end,
        status: 200
      })
})

test('a request with another host name is refused, as of a page whose name was led here', async () => {
  const foreign = [
    'evil.example',
    `evil.example:${host.port}`,
    `127.0.0.1.evil.example:${host.port}`,
    `evil.example:${host.port}@127.0.0.1`,
    `127.0.0.1@evil.example`,
    `localhost.evil.example`,
    'xlocalhost',
    'localhost.',
    '127.0.0.2',
    '127.0.0.1x',
    '127.1',
    '0.0.0.0',
    '2130706433',
    '::1',
    '[::1',
    '[::2]',
    '[::ffff:127.0.0.1]',
    '127.0.0.1:80:80',
    '127.0.0.1:',
    '127.0.0.1:x',
    `127.0.0.1:${host.port} evil.example`,
    ''
  ]
  for (const name of foreign) {
    expect({ name, status: await statusWith({ host: name }) }).toEqual({ name, status: 403 })
    const page = await sendRaw(host.port, rawRequest('GET', '/', { host: name }))
    expect({ name, status: page.status }).toEqual({ name, status: 403 })
  }
})

test('a request without a host name is refused', async () => {
  expect((await sendRaw(host.port, rawRequest('GET', '/', {}))).status).toBe(403)
  expect((await sendRaw(host.port, 'GET / HTTP/1.0\r\n\r\n')).status).toBe(403)
})

test('an Origin is the address itself or the request is refused', async () => {
  const own = `127.0.0.1:${host.port}`
  expect(await statusWith({ host: own, origin: `http://${own}` })).toBe(200)
  const foreign = [
    'null',
    '',
    'http://evil.example',
    `https://${own}`,
    `http://localhost:${host.port}`,
    'http://127.0.0.1',
    'http://127.0.0.1:1',
    `http://${own}.evil.example`,
    `http://${own}/`,
    `http://evil.example http://${own}`
  ]
  for (const origin of foreign) {
    for (const path of ['/request/counts', '/events'])
      expect({ origin, path, status: await statusWith({ host: own, origin }, path) }).toEqual({
        origin,
        path,
        status: 403
      })
    const page = await sendRaw(host.port, rawRequest('GET', '/', { host: own, origin }))
    expect({ origin, status: page.status }).toEqual({ origin, status: 403 })
  }
})

test('what a browser says comes from another site gets no data', async () => {
  const own = { host: `127.0.0.1:${host.port}` }
  for (const site of ['same-origin', 'none'])
    expect(await statusWith({ ...own, 'sec-fetch-site': site })).toBe(200)
  for (const site of ['cross-site', 'same-site', '', 'anything'])
    for (const path of ['/request/counts', '/events'])
      expect({ site, path, status: await statusWith({ ...own, 'sec-fetch-site': site }, path) }).toEqual({
        site,
        path,
        status: 403
      })
})

test('a link of another site may lead to the window', async () => {
  const headers = { host: `127.0.0.1:${host.port}`, 'sec-fetch-site': 'cross-site' }
  expect((await sendRaw(host.port, rawRequest('GET', '/', headers))).status).not.toBe(403)
})

describe('data is given only with the token', () => {
  test.each(['/request/counts', '/request/', '/request/nothing', '/request/../index.html', '/events'])(
    '%s',
    async (path) => {
      const { token } = host
      const flipped = (token.startsWith('A') ? 'B' : 'A') + token.slice(1)
      const lastFlipped = token.slice(0, -1) + (token.endsWith('A') ? 'Q' : 'A')
      const wrong = ['', token.slice(1), token.slice(0, -1), `${token}A`, token + token, flipped, lastFlipped]
      const host127 = { host: `127.0.0.1:${host.port}` }
      for (const given of [...wrong, token.toLowerCase(), `${token}, ${token}`, 'é'.repeat(43), 'undefined'])
        expect({
          given,
          status: await statusWith(
            { ...host127, 'x-papertray-token': Buffer.from(given).toString('latin1') },
            path
          )
        }).toEqual({ given, status: 401 })
      const without = await sendRaw(
        host.port,
        rawRequest('POST', path, { ...host127, 'content-length': '0' })
      )
      expect(without.status).toBe(401)
      // Nowhere else than in its header.
      const elsewhere = {
        ...host127,
        cookie: `token=${token}; x-papertray-token=${token}`,
        authorization: token
      }
      const target = `${path}?token=${token}&x-papertray-token=${token}`
      expect((await sendRaw(host.port, rawRequest('GET', target, elsewhere))).status).toBe(401)
    }
  )
})

test('the token is another one with each start', async () => {
  const other = await startHost(await newUser())
  expect(other.token).not.toBe(host.token)
  expect((await post({ address: other.address, token: host.token }, '/request/counts')).status).toBe(401)
})

test('only the methods that are meant are answered', async () => {
  const statuses: Record<string, number> = {}
  const own = { host: `127.0.0.1:${host.port}`, 'x-papertray-token': host.token }
  for (const path of ['/request/counts', '/events', '/', '/index.html', '/nothing'])
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE', 'PROPFIND']) {
      if (path === '/events' && (method === 'GET' || method === 'POST')) continue
      const { status, head } = await sendRaw(host.port, rawRequest(method, path, own))
      if (status === 405) expect(head).toMatch(/^allow: [A-Z, ]+\r?$/m)
      statuses[`${method} ${path}`] = status
    }
  const allowed = Object.entries(statuses).filter(([, status]) => status !== 405)
  expect(Object.fromEntries(allowed)).toEqual({
    // Without a body's type.
    'POST /request/counts': 415,
    'GET /': expect.any(Number) as number,
    'HEAD /': expect.any(Number) as number,
    'GET /index.html': expect.any(Number) as number,
    'HEAD /index.html': expect.any(Number) as number,
    'GET /nothing': 404,
    'HEAD /nothing': 404
  })
})

test('every answer carries the security headers, refusals included', async () => {
  const own = { host: `127.0.0.1:${host.port}` }
  const withToken = { ...own, 'x-papertray-token': host.token }
  const requests = {
    200: rawRequest('POST', '/request/counts', { ...withToken, 'content-type': 'application/octet-stream' }),
    400: 'no HTTP at all\r\n\r\n',
    401: rawRequest('POST', '/request/counts', own),
    403: rawRequest('GET', '/', { host: 'evil.example' }),
    404: rawRequest('GET', '/nothing', own),
    405: rawRequest('PUT', '/', own),
    413: rawRequest('POST', '/request/counts', {
      ...withToken,
      'content-type': 'application/octet-stream',
      'content-length': '99999999999'
    }),
    415: rawRequest('POST', '/request/counts', { ...withToken, 'content-type': 'text/plain' }),
    431: rawRequest('GET', '/', { ...own, cookie: 'x'.repeat(100_000) })
  }
  for (const [status, text] of Object.entries(requests)) {
    const answer = await sendRaw(host.port, text)
    expect(answer.status).toBe(Number(status))
    const lines = answer.head.split('\r\n').map((line) => line.toLowerCase())
    for (const line of [
      `content-security-policy: ${contentSecurityPolicy}`,
      'x-content-type-options: nosniff',
      'referrer-policy: no-referrer',
      'cross-origin-opener-policy: same-origin',
      'cross-origin-resource-policy: same-origin'
    ])
      expect({ status, lines }).toEqual({
        status,
        lines: expect.arrayContaining([line.toLowerCase()]) as string[]
      })
    expect(answer.head).not.toMatch(/access-control/i)
  }
})

test('nobody is told that another page may ask: a preflight gets nothing', async () => {
  const answer = await sendRaw(
    host.port,
    rawRequest('OPTIONS', '/request/counts', {
      host: `127.0.0.1:${host.port}`,
      origin: 'http://evil.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'x-papertray-token'
    })
  )
  expect(answer.status).toBe(403)
  expect(answer.head).not.toMatch(/access-control/i)
})

test('nobody outside of this machine can connect', async () => {
  const { networkInterfaces } = await import('node:os')
  const others = Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
  for (const { address } of others) await expect(fetch(`http://${address}:${host.port}/`)).rejects.toThrow()
})
