import { beforeEach, expect, test, vi } from 'vitest'
import { newUser } from '../cli/support/command-line'
import { exchanged, post, startHost, type Host } from './support/host'
import { Tickets } from '#main/browser/tickets'

let host: Host
beforeEach(async () => {
  host = await startHost(await newUser())
})

async function newTicket(): Promise<string> {
  const response = await post(host, '/ticket')
  expect(response.status).toBe(200)
  expect(response.headers.get('cache-control')).toBe('no-store')
  return response.text()
}

test('who has the token gets tickets, each good for one exchange', async () => {
  const [first, second] = [await newTicket(), await newTicket()]
  expect(first).not.toBe(second)
  expect(first).not.toContain(host.token)
  expect(await exchanged(host, `#once-${first}`)).toBe(host.token)
  expect(await exchanged(host, `#once-${first}`)).toBeNull()
  expect(await exchanged(host, `#once-${second}`)).toBe(host.token)
})

test('nobody else gets one', async () => {
  expect((await post({ ...host, token: 'wrong' }, '/ticket')).status).toBe(401)
  expect((await fetch(`${host.address}/ticket`, { method: 'POST' })).status).toBe(401)
})

test.each([
  ['of another site', { origin: 'https://example.org' }],
  ['of another port', { origin: 'http://127.0.0.1:1' }],
  ['that a browser says is of another site', { 'sec-fetch-site': 'cross-site' }]
])('a page %s gets no token for a ticket, and uses none up', async (_, headers) => {
  const ticket = await newTicket()
  const response = await fetch(`${host.address}/token`, { method: 'POST', body: ticket, headers })
  expect(response.status).toBe(403)
  expect(await exchanged(host, `#once-${ticket}`)).toBe(host.token)
})

test('what is no ticket is refused', async () => {
  for (const body of ['', 'x', host.token, 'a'.repeat(43)])
    expect((await fetch(`${host.address}/token`, { method: 'POST', body })).status).toBe(401)
  expect((await fetch(`${host.address}/token`, { method: 'POST', body: 'a'.repeat(10_000) })).status).toBe(
    413
  )
  expect((await fetch(`${host.address}/token`)).status).toBe(405)
})

test('a ticket is good for a moment, and so many at a time', () => {
  const now = vi.spyOn(performance, 'now').mockReturnValue(1000)
  const tickets = new Tickets()
  const [early, late] = [tickets.make(), tickets.make()]
  now.mockReturnValue(1000 + 119_000)
  expect(tickets.take(early)).toBe(true)
  now.mockReturnValue(1000 + 121_000)
  expect(tickets.take(late)).toBe(false)
  const many = Array.from({ length: 21 }, () => tickets.make())
  expect(many.map((ticket) => tickets.take(ticket))).toEqual([
    false,
    ...Array.from({ length: 20 }, () => true)
  ])
  now.mockRestore()
})
