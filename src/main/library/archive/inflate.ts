import { createGunzip, createInflateRaw, type Gunzip, type InflateRaw } from 'node:zlib'
import type { ProblemReason } from '#core/domain/problem'
import type { Limits } from '#main/library/archive/limits'

/** Bytes handed to zlib at once: no more than 17 MB come of them, so that limits are kept in time. */
const slice = 16 * 1024
const chunkSize = 64 * 1024

/** Bytes as they come, and at the end what was wrong with them. */
export type Pieces = AsyncGenerator<Uint8Array, ProblemReason | null, undefined>

export interface Inflating {
  readonly pieces: Pieces
  /** Bytes of what is packed that have been used so far. */
  readonly used: () => number
}

type Inflater = Gunzip | InflateRaw

/** @param packed One or more members of gzip, one after the other. */
export function gunzip(packed: Uint8Array, limits: Limits): Inflating {
  return inflating(() => createGunzip({ chunkSize }), packed, limits)
}

/** @param packed One stream of deflate; whatever follows it is left alone. */
export function inflateRaw(packed: Uint8Array, limits: Limits): Inflating {
  return inflating(() => createInflateRaw({ chunkSize }), packed, limits)
}

/** How far it has come in what is packed, and how many bytes came of it. */
interface Place {
  used: number
  unpacked: number
}

function inflating(make: () => Inflater, packed: Uint8Array, limits: Limits): Inflating {
  const place: Place = { used: 0, unpacked: 0 }
  return { pieces: withTail(make, packed, limits, place), used: () => Math.min(place.used, packed.length) }
}

/** What is whole before a damage is given all the same. */
async function* withTail(make: () => Inflater, packed: Uint8Array, limits: Limits, place: Place): Pieces {
  const reason = yield* pieces(make(), packed, limits, place, Infinity)
  if (reason !== 'archiveDamaged') return reason
  // zlib keeps to itself what it made of the slice in which it met the damage: once more, and that slice byte by byte.
  const { used, unpacked: given } = place
  place.unpacked = 0
  const again = pieces(make(), packed, limits, place, used)
  try {
    for (let step = await again.next(); step.done !== true; step = await again.next()) {
      const fresh = place.unpacked - given
      if (fresh > 0) yield step.value.subarray(Math.max(0, step.value.length - fresh))
    }
    return reason
  } finally {
    await again.return(null)
  }
}

/** @param byteByByte From where on bytes are handed over one by one. */
async function* pieces(
  stream: Inflater,
  packed: Uint8Array,
  limits: Limits,
  place: Place,
  byteByByte: number
): Pieces {
  const waiting: Buffer[] = []
  const state: { swollen: boolean; failure: NodeJS.ErrnoException | null } = { swollen: false, failure: null }
  let wake = (): void => undefined
  const ended = new Promise<void>((resolve) => {
    wake = resolve
  })
  let unpacked = 0
  stream.on('data', (piece: Buffer) => {
    waiting.push(piece)
    unpacked += piece.length
    state.swollen ||= unpacked > limits.expansionFrom && unpacked > limits.expansion * stream.bytesWritten
    if (state.swollen) stream.destroy()
  })
  stream.on('error', (cause) => {
    state.failure = cause
    wake()
  })
  stream.on('end', wake).on('close', wake)
  const isOver = (): boolean => state.failure !== null || stream.readableEnded || stream.destroyed
  const given = function* (): Generator<Buffer> {
    for (const piece of waiting.splice(0)) {
      place.unpacked += piece.length
      yield piece
    }
  }
  try {
    for (let at = 0; at < packed.length && !isOver();) {
      place.used = Math.max(place.used, at)
      const next = at + (at < byteByByte ? slice : 1)
      const taken = new Promise<void>((resolve) => {
        stream.write(packed.subarray(at, next), () => {
          resolve()
        })
      })
      await Promise.race([taken, ended])
      yield* given()
      at = next
    }
    if (!isOver()) {
      place.used = packed.length
      stream.end()
    }
    await ended
    yield* given()
    return reasonOf(state.swollen, state.failure)
  } finally {
    stream.destroy()
  }
}

function reasonOf(swollen: boolean, failure: NodeJS.ErrnoException | null): ProblemReason | null {
  if (swollen) return 'archiveSwollen'
  if (failure === null) return null
  return failure.code === 'Z_BUF_ERROR' ? 'archiveCut' : 'archiveDamaged'
}

export interface Whole {
  readonly bytes: Uint8Array
  readonly reason: ProblemReason | null
}

/** All pieces as one; where they are more than `most` bytes, none of them. */
export async function together(found: Pieces, most: number): Promise<Whole> {
  const kept: Uint8Array[] = []
  let length = 0
  for (;;) {
    const step = await found.next()
    if (step.done === true) {
      // Digests do not swell: what does is not worth half of it.
      const bytes = step.value === 'archiveSwollen' ? new Uint8Array() : joined(kept)
      return { bytes, reason: step.value }
    }
    length += step.value.length
    if (length > most) {
      await found.return(null)
      return { bytes: new Uint8Array(), reason: 'fileTooLarge' }
    }
    kept.push(step.value)
  }
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const [only] = pieces
  return pieces.length === 1 && only !== undefined ? only : Buffer.concat(pieces)
}
