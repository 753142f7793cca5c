import type { DigestPlace } from '#core/domain/decision'
import { sourceOf, type StoredSource } from '#main/storage/entry-records'
import { decodeLine } from '#main/storage/line-codec'
import type { Segments } from '#main/storage/segments'

/** Reads the file that a Digest was imported from; null where its record is missing or damaged. */
export async function readStoredSource(
  segments: Segments,
  { device, file, source: [offset, length] }: DigestPlace
): Promise<StoredSource | null> {
  const line = await segments.read({ device, file, offset, length })
  const decoded = line?.length === length && length > 0 ? decodeLine(line.subarray(0, -1)) : null
  if (decoded?.ok !== true) return null
  try {
    return await sourceOf(decoded.record)
  } catch {
    // What does not inflate is not what was imported.
    return null
  }
}
