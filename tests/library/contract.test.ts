import { expect, test } from 'vitest'
import { dispatch } from '#core/dispatch'
import { decodeWire, encodeWire } from '#core/wire'
import type { Reply } from '#core/contract'
import { contractCases } from './support/contract-cases'
import { newPlace } from './support/places'
import { serving } from './support/service'

/** Everything goes through bytes, as it does between processes. */
test.each(contractCases(expect).map((each) => [each.name, each] as const))(
  'Contract: %s',
  async (_, { run }) => {
    await serving(await newPlace(), (api, service) =>
      run({
        request: async (name, argument) => {
          const reply = await dispatch(api, name, decodeWire(encodeWire(argument)))
          return decodeWire(encodeWire(reply)) as Reply
        },
        subscribe: (listener) => Promise.resolve(service.subscribe(listener))
      })
    )
  }
)
