// @vitest-environment jsdom
import { expect, test, vi } from 'vitest'
import { App } from '../../../src/renderer/state/app.svelte'
import '../support/locks'

test('a command of the host waits for the part of the window that speaks with it', async () => {
  const asked: [name: string, argument: unknown][] = []
  const app = new App({
    request: (name, argument) => {
      asked.push([name, argument])
      return Promise.resolve({ ok: true, value: undefined })
    },
    subscribe: () => () => undefined
  })
  // The library is not open yet, and nothing of that part has been asked for.
  app.runOnHost('zoomIn')
  await vi.waitFor(() => {
    expect(asked).toContainEqual(['zoom', { by: 1 }])
  })
})
