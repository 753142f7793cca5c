import { fromBufferPromise, getFileNameLowLevel, parseExtraFields, type ExtraField } from 'yauzl'
import { Pace } from '#main/storage/pace'

/** One file as a zip tells of it. Nothing of this has been looked at yet, and all of it may be wrong. */
export interface ZipEntry {
  readonly name: string
  /** Where its packed bytes begin and end. */
  readonly from: number
  readonly to: number
  /** Where its local header begins. */
  readonly header: number
  readonly method: number
  /** Null where it is not known: then it stands behind the packed bytes. */
  readonly crc32: number | null
  readonly encrypted: boolean
  readonly link: boolean
  /** True where its packed bytes lie over those of another, or where they end cannot be known. */
  broken: boolean
}

export interface ZipEntries {
  readonly entries: readonly ZipEntry[]
  /** True where the list at the end of the archive is missing or damaged: then this is what could be found without it. */
  readonly damaged: boolean
}

const localHeader = 0x04034b50
const mark = Buffer.from([0x50, 0x4b, 3, 4])
const localHeaderLength = 30
const encryptedBit = 1
const sizesFollowBit = 8
const utf8Bit = 0x800
const unknownSize = 0xffffffff

/** How files are packed: not at all, or as zlib does. */
export const stored = 0
export const deflate = 8

/**
 * What a zip holds, by the list at its end, read by the package `yauzl`, else by the headers before each of its files.
 * Folders are left out.
 *
 * @param most Entries that are listed; one more shows that there are more.
 */
export async function zipEntries(bytes: Buffer, most: number): Promise<ZipEntries> {
  const entries: ZipEntry[] = []
  try {
    await readList(bytes, most, entries)
    markOverlaps(entries)
    return { entries, damaged: false }
  } catch {
    return { entries: await walk(bytes, most), damaged: true }
  }
}

/** @throws Error */
async function readList(bytes: Buffer, most: number, entries: ZipEntry[]): Promise<void> {
  // Names are decoded below: an odd one is no reason to read nothing. Sizes are counted when it is unpacked.
  const zip = await fromBufferPromise(bytes, { decodeStrings: false, validateEntrySizes: false })
  for await (const entry of zip.eachEntry()) {
    const { relativeOffsetOfLocalHeader: header, compressedSize, generalPurposeBitFlag: flags } = entry
    const name = getFileNameLowLevel(flags, entry.fileNameRaw, entry.extraFields, false)
    if (name.endsWith('/')) continue
    const from = dataAt(bytes, header)
    entries.push({
      name,
      header,
      from,
      to: from + compressedSize,
      method: entry.compressionMethod,
      crc32: entry.crc32,
      encrypted: (flags & encryptedBit) !== 0,
      link: ((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000,
      broken: false
    })
    if (entries.length > most) return
  }
}

/** Where the packed bytes behind a local header begin. @throws Error where there is none. */
function dataAt(bytes: Buffer, header: number): number {
  // What is beyond the end is thrown by Buffer itself.
  if (bytes.readUInt32LE(header) !== localHeader) throw new Error('no local header')
  return header + localHeaderLength + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28)
}

/** Files that share packed bytes are how a small archive becomes petabytes: no program makes them by accident. */
function markOverlaps(entries: readonly ZipEntry[]): void {
  const byPlace = [...entries].sort((a, b) => a.header - b.header)
  let last: ZipEntry | null = null
  for (const entry of byPlace) {
    if (last !== null && entry.header < last.to) last.broken = entry.broken = true
    if (last === null || entry.to > last.to) last = entry
  }
}

/** Goes from local header to local header. Whoever knows its packed size is believed, as far as another header follows. */
async function walk(bytes: Buffer, most: number): Promise<ZipEntry[]> {
  const pace = new Pace()
  const entries: ZipEntry[] = []
  for (let at = bytes.indexOf(mark); at >= 0 && entries.length <= most;) {
    if (pace.due) await pace.rest()
    const entry = localEntry(bytes, at)
    const next = bytes.indexOf(mark, entry === null ? at + mark.length : entry.to)
    if (entry !== null && !entry.name.endsWith('/')) entries.push(entry)
    at = next
  }
  return entries
}

function localEntry(bytes: Buffer, header: number): ZipEntry | null {
  if (header + localHeaderLength > bytes.length) return null
  const flags = bytes.readUInt16LE(header + 6)
  const method = bytes.readUInt16LE(header + 8)
  const nameEnd = header + localHeaderLength + bytes.readUInt16LE(header + 26)
  const from = nameEnd + bytes.readUInt16LE(header + 28)
  if (from > bytes.length) return null
  const packed = bytes.readUInt32LE(header + 18)
  const known = (flags & sizesFollowBit) === 0 && packed !== unknownSize
  // A stream of deflate knows its end by itself; anything else ends where the next header is found.
  const to = known ? Math.min(from + packed, bytes.length) : endOf(bytes, from)
  return {
    name: getFileNameLowLevel(
      flags & utf8Bit,
      bytes.subarray(header + localHeaderLength, nameEnd),
      extraFields(bytes.subarray(nameEnd, from)),
      false
    ),
    header,
    from,
    to,
    method,
    crc32: known ? bytes.readUInt32LE(header + 14) : null,
    encrypted: (flags & encryptedBit) !== 0,
    link: false,
    broken: !known && method !== deflate
  }
}

function endOf(bytes: Buffer, from: number): number {
  const next = bytes.indexOf(mark, from)
  return next < 0 ? bytes.length : next
}

function extraFields(raw: Buffer): ExtraField[] {
  try {
    return parseExtraFields(raw)
  } catch {
    return []
  }
}
