/** What tests let processes of their own do: one message is one request, and each is answered by one message. */
import { unlinkSync, writeFileSync } from 'node:fs'
import { Failure } from '#core/failure'
import { deviceIdentity } from '#main/storage/device-identity'
import { Lock } from '#main/storage/lock'

export type Request =
  | { readonly kind: 'identity'; readonly userData: string }
  | {
      readonly kind: 'acquire'
      readonly userData: string
      readonly folder: string
      readonly witness?: string
    }
  | { readonly kind: 'check' }
  | { readonly kind: 'release' }

export type Answer =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly code: string; readonly details: Readonly<Record<string, string | number>> }

let held: { readonly lock: Lock; readonly witness: string | undefined } | null = null

process.on('message', (request: Request) => {
  perform(request)
    .then((value): Answer => ({ ok: true, value }))
    .catch((cause: unknown): Answer => {
      if (cause instanceof Failure) return { ok: false, code: cause.code, details: cause.details }
      return { ok: false, code: String(cause), details: {} }
    })
    .then((answer) => process.send?.(answer))
    .catch(() => process.exit(1))
})

async function perform(request: Request): Promise<string> {
  switch (request.kind) {
    case 'identity':
      return deviceIdentity(request.userData)
    case 'acquire': {
      const { userData, folder, witness } = request
      const lock = await Lock.acquire(userData, 'library', folder)
      // Fails where another process that believes to be the owner has made it.
      if (witness !== undefined) writeFileSync(witness, String(process.pid), { flag: 'wx' })
      held = { lock, witness }
      return 'acquired'
    }
    case 'check':
      held?.lock.check()
      return 'checked'
    case 'release': {
      const giving = held
      held = null
      if (giving?.witness !== undefined) unlinkSync(giving.witness)
      await giving?.lock.release()
      return 'released'
    }
  }
}
