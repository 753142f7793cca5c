import { archiveKind, tarBlock, type ArchiveKind } from '#core/archive-kind'
import { ByteSource } from '#main/library/archive/byte-source'
import { gunzip, together, type Pieces } from '#main/library/archive/inflate'
import { limits as ordinary, type Limits } from '#main/library/archive/limits'
import { unpackTar } from '#main/library/archive/unpack-tar'
import { unpackZip } from '#main/library/archive/unpack-zip'
import type { Unpacked } from '#main/library/archive/unpacked'

/** Bytes of a tar that are looked at between two turns of the event loop. */
const tarPiece = 1024 * 1024

/**
 * Everything that an archive holds, file after file. It never throws: what is wrong with the archive is told as a problem,
 * and what was whole before that is given all the same.
 */
export async function* unpackArchive(
  kind: ArchiveKind,
  bytes: Uint8Array,
  limits: Limits = ordinary
): AsyncGenerator<Unpacked, void> {
  if (kind === 'zip') yield* unpackZip(bytes, limits)
  else if (kind === 'gzip') yield* unpackGzip(bytes, limits)
  else {
    const source = new ByteSource(piecesOf(bytes), limits.unpacked)
    yield* unpackTar(source, limits, () => source.taken)
  }
}

async function* unpackGzip(packed: Uint8Array, limits: Limits): AsyncGenerator<Unpacked, void> {
  const { pieces, used } = gunzip(packed, limits)
  const source = new ByteSource(pieces, limits.unpacked)
  try {
    const first = await source.read(tarBlock)
    source.putBack(first)
    const inside = archiveKind(first)
    if (inside === 'tar') {
      yield* unpackTar(source, limits, used)
    } else if (inside !== null) {
      yield { kind: 'problem', name: null, reason: 'archiveNested', done: packed.length, of: 1 }
    } else {
      const { bytes, reason } = await together(source.rest(), limits.file)
      // Its one file has the archive's own name: the one inside is rarely another.
      if (bytes.length > 0 || reason === null)
        yield { kind: 'file', name: '', bytes, done: packed.length, of: 1 }
      if (reason !== null) yield { kind: 'problem', name: null, reason, done: packed.length, of: 1 }
    }
  } finally {
    await source.close()
  }
}

// eslint-disable-next-line @typescript-eslint/require-await -- as what is unpacked piece by piece
async function* piecesOf(bytes: Uint8Array): Pieces {
  for (let at = 0; at < bytes.length; at += tarPiece) yield bytes.subarray(at, at + tarPiece)
  return null
}
