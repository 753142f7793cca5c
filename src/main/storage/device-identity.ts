import { randomBytes } from 'node:crypto'
import { link, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '#core/failure'
import { checked, withChecksum } from '#main/storage/checked-json'
import { DurableJson } from '#main/storage/durable-json'
import { makeFolder, syncFolder } from '#main/storage/sync-folder'

interface DeviceIdentity {
  readonly kind: 'deviceIdentity'
  /** 16 hex digits. */
  readonly id: string
}

/**
 * This device's random id. It stands in the user-data folder and never in a library, so that a copied library is not
 * written by two devices of one name. Made at first use; of two processes that make it at once, one wins for both.
 */
export async function deviceIdentity(userData: string): Promise<string> {
  const path = join(userData, 'device.json')
  const known = await readIdentity(path)
  if (known !== null) {
    await keepTwice(path, known)
    return known.id
  }
  await makeFolder(userData)
  const made = withChecksum<DeviceIdentity>({ kind: 'deviceIdentity', id: randomBytes(8).toString('hex') })
  const temporary = join(userData, `.device.${made.id}`)
  await writeFile(temporary, `${JSON.stringify(made)}\n`, { flag: 'wx', flush: true })
  try {
    await link(temporary, path)
    await syncFolder(userData)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause
  } finally {
    await unlink(temporary)
  }
  const winner = await readIdentity(path)
  if (winner === null) throw new Failure('libraryDamaged', { file: path })
  await keepTwice(path, winner)
  return winner.id
}

/** The same where it was made already; null where this device never wrote to a library. */
export async function knownDevice(userData: string): Promise<string | null> {
  return (await readIdentity(join(userData, 'device.json')))?.id ?? null
}

/** So that it can be read from the generation before, should the document be damaged; and so that it then is mended. */
async function keepTwice(path: string, { kind, id }: DeviceIdentity): Promise<void> {
  const document = new DurableJson(path, isDeviceIdentity)
  const isKept =
    (await document.isWhole()) && (await new DurableJson(`${path}.previous`, isDeviceIdentity).isWhole())
  // What cannot be written there is told by the lock, which is written there too.
  if (!isKept) await document.write(withChecksum<DeviceIdentity>({ kind, id })).catch(() => undefined)
}

async function readIdentity(path: string): Promise<DeviceIdentity | null> {
  try {
    return await new DurableJson(path, isDeviceIdentity).read()
  } catch (cause) {
    if (cause instanceof SyntaxError) throw new Failure('libraryDamaged', { file: path }, cause)
    throw cause
  }
}

function isDeviceIdentity(value: unknown): value is DeviceIdentity {
  const document = checked(value) as Partial<DeviceIdentity> | null
  return document !== null && /^[\da-f]{16}$/.test(String(document.id))
}
