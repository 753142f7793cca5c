import { createHash } from 'node:crypto'
import { join, resolve } from 'node:path'
import { createReadStream } from 'node:fs'
import { digestIdentity } from '#core/domain/digest'
import { Failure } from '#core/failure'
import type { LibraryLocation } from '#main/library/open-library'
import type { Damage } from '#main/storage/damage'
import { linesOf } from '#main/storage/file-lines'
import { deviceFolders, loadJournals } from '#main/storage/journal'
import { findLibrary } from '#main/storage/library-folder'
import { decodeLine } from '#main/storage/line-codec'
import { logFiles } from '#main/storage/line-log'
import { segmentPrefix, Segments } from '#main/storage/segments'
import { readStoredDigest } from '#main/storage/stored-digest'

/** What a check of a library found. */
export interface LibraryCheck {
  readonly devices: number
  readonly decisions: number
  /** In the library now. */
  readonly digests: number
  readonly entries: number
  readonly papers: number
  readonly damages: readonly Damage[]
}

/**
 * Reads every record of a library, whether or not anything still needs it, and computes each Digest's key again from
 * its Entries. Changes nothing and needs no lock.
 */
export async function checkLibrary({ folder }: LibraryLocation): Promise<LibraryCheck> {
  const path = resolve(folder)
  if ((await findLibrary(path)) === null) throw new Failure('noLibrary', { folder: path })
  const { marks, decisions, damages: journalDamages } = await loadJournals(path)
  const damages: Damage[] = [...journalDamages]
  const devices = await deviceFolders(path)
  for (const device of devices) damages.push(...(await checkSegments(path, device)))

  const segments = new Segments(path)
  const papers = new Set<string>()
  let digests = 0
  let entries = 0
  try {
    for (const { key, present, places } of marks.digests()) {
      if (!present) continue
      digests++
      let found = null
      for (const place of places) found ??= await readStoredDigest(segments, place)
      const file = places[0] === undefined ? 'devices' : `devices/${places[0].device}/${places[0].file}`
      if (found === null) {
        damages.push({ file, line: 0, reason: 'missing' })
        continue
      }
      const { digest, entries: located } = found
      const hash = createHash('sha256')
      const ordered = located.map(({ entry }) => entry)
      for (const piece of digestIdentity({ ...digest, entries: ordered })) hash.update(piece)
      if (hash.digest('hex') !== key && found.damages.length === 0)
        damages.push({ file, line: 0, reason: 'mismatch' })
      entries += located.length
      for (const { id } of ordered) papers.add(id)
    }
  } finally {
    await segments.close()
  }
  return { devices: devices.length, decisions, digests, entries, papers: papers.size, damages }
}

async function checkSegments(folder: string, device: string): Promise<Damage[]> {
  const damages: Damage[] = []
  const deviceFolder = join(folder, 'devices', device)
  for (const name of await logFiles(deviceFolder, segmentPrefix)) {
    const file = `devices/${device}/${name}`
    const check = (bytes: Buffer, whole: boolean, before: number): number => {
      let lines = 0
      for (const line of linesOf(bytes)) {
        const decoded = whole && line.whole ? decodeLine(line.bytes) : null
        lines++
        if (decoded?.ok === true) continue
        damages.push({ file, line: before + line.number, reason: decoded === null ? 'torn' : decoded.reason })
      }
      return lines
    }
    // A segment is up to 64 MB and one import more: it is read piece by piece.
    let rest = Buffer.alloc(0)
    let lines = 0
    for await (const chunk of createReadStream(join(deviceFolder, name), {
      highWaterMark: 4 * 1024 * 1024
    })) {
      const bytes = Buffer.concat([rest, chunk as Buffer])
      const end = bytes.lastIndexOf(0x0a) + 1
      lines += check(bytes.subarray(0, end), true, lines)
      rest = bytes.subarray(end)
    }
    check(rest, false, lines)
  }
  return damages
}
