import { expect, test } from 'vitest'
import { newUser } from '../cli/support/command-line'
import { contractCases, type Connection } from '../library/support/contract-cases'
import { openEvents } from './support/events'
import { startHost } from './support/host'

for (const { name, run } of contractCases(expect)) {
  test(`over HTTP: ${name}`, async () => {
    const host = await startHost(await newUser())
    const connection: Connection = {
      request: host.request,
      subscribe: async (listener) => (await openEvents(host, 'POST', listener)).close
    }
    await run(connection)
    expect(host.err()).toBe('')
  })
}
