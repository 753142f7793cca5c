import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { StandIn, type StartOptions } from '../../e2e/support/stand-in'

/** What the probe is told to do otherwise than usually, see probe/main.js. */
export interface Wishes {
  readonly navigates?: boolean
  readonly staysOpen?: boolean
  readonly refusesToQuit?: boolean
  readonly said?: string
  readonly opensAll?: boolean
}

interface Launched {
  readonly host: StandIn
  readonly end: () => Promise<void>
}

/** Starts the probe, for several tests; without a home it has one of its own. */
export async function launchProbe(
  wishes: Wishes = {},
  options: Partial<StartOptions> = {}
): Promise<Launched> {
  const own = await mkdtemp(join(tmpdir(), 'papertray-'))
  const host = await StandIn.start({
    home: own,
    application: join(import.meta.dirname, '..', 'probe'),
    env: { PROBE: JSON.stringify(wishes) },
    ...options
  })
  const end = async (): Promise<void> => {
    if (wishes.staysOpen === true) await host.kill()
    else await host.end()
    await rm(own, { recursive: true, force: true })
  }
  return { host, end }
}

/** Starts the probe; it ends with the test. */
export async function startProbe(wishes?: Wishes, options?: Partial<StartOptions>): Promise<StandIn> {
  const { host, end } = await launchProbe(wishes, options)
  onTestFinished(end)
  return host
}
