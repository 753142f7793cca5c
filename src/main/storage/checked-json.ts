import { crc32 } from 'node:zlib'

/**
 * A document with the CRC-32 of its other fields: one flipped bit may leave it valid JSON that says something else. What
 * has no `crc` was written before there was one.
 */
export function withChecksum<T extends object>(document: T): T & { readonly crc: string } {
  return { ...document, crc: checksum(document) }
}

/** The document without its checksum; null where that is not its own. */
export function checked(value: unknown): object | null {
  if (typeof value !== 'object' || value === null) return null
  const { crc, ...document } = value as { readonly crc?: unknown }
  return crc === undefined || crc === checksum(document) ? document : null
}

function checksum(document: object): string {
  return crc32(JSON.stringify(document)).toString(16).padStart(8, '0')
}
