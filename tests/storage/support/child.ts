/** What tests let processes of their own do: one message is one request, and each is answered by one message. */
import { unlinkSync, writeFileSync } from 'node:fs'
import { Failure } from '#core/failure'
import { openBackup } from '#main/library/backup/contents'
import { restore } from '#main/library/backup/restore'
import { openLibrary } from '#main/library/open-library'
import { listBackups } from '#main/storage/backup/backup-list'
import { makeBackup } from '#main/storage/backup/make-backup'
import { deviceIdentity } from '#main/storage/device-identity'
import { directories } from '#main/storage/directories'
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
  /** Backs a library up, and dies as by `kill -9` before it writes for the nth time. */
  | { readonly kind: 'backup'; readonly folder: string; readonly device: string; readonly dieAt: number }
  /** The same for a restore from the newest backup. */
  | { readonly kind: 'restore'; readonly home: string; readonly dieAt: number }

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

function dyingAt(last: number): () => void {
  let count = 0
  return () => {
    if (++count === last) process.kill(process.pid, 'SIGKILL')
  }
}

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
    case 'backup': {
      const { folder, device, dieAt } = request
      await makeBackup({ folder, device, why: 'daily', papers: () => 0, guard: dyingAt(dieAt) })
      return 'backed up'
    }
    case 'restore': {
      const places = directories({ PAPERTRAY_HOME: request.home })
      const library = await openLibrary({ folder: places.library, directories: places }, 'test')
      Object.defineProperty(library, 'checkLock', { value: dyingAt(request.dieAt) })
      const [newest] = (await listBackups(places.library)).backups
      const contents = newest === undefined ? null : await openBackup(newest.path, newest.name)
      if (contents !== null) await restore(library, contents, { less: true })
      await library.close()
      return 'restored'
    }
  }
}
