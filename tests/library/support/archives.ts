import { crc32, deflateRawSync, gzipSync } from 'node:zlib'

/** A file of a zip that a test makes; what is left out is as it should be. */
export interface ZipFile {
  readonly name: string
  readonly content: Uint8Array
  /** 0 stored, 8 deflate (without it), or one that nobody knows. */
  readonly method?: number
  /** What the headers say instead of the truth. */
  readonly size?: number
  readonly packedSize?: number
  readonly crc32?: number
  readonly flags?: number
  /** Unix mode: 0o120777 is a link. */
  readonly mode?: number
  /** True where sizes stand behind the packed bytes only, as in archives that were written to a pipe. */
  readonly piped?: boolean
  /** Points to the local header of the file with this number instead of to its own. */
  readonly sameAs?: number
}

export function zip(files: readonly ZipFile[], comment = ''): Buffer {
  const parts: Buffer[] = []
  const list: Buffer[] = []
  const offsets: number[] = []
  let at = 0
  for (const file of files) {
    const { method = 8, mode = 0o100644, piped = false } = file
    const name = Buffer.from(file.name)
    const packed = method === 8 ? deflateRawSync(file.content) : Buffer.from(file.content)
    const flags = (file.flags ?? 0) | 0x800 | (piped ? 8 : 0)
    const sums = numbers(
      [file.crc32 ?? crc32(file.content), 4],
      [file.packedSize ?? packed.length, 4],
      [file.size ?? file.content.length, 4]
    )
    offsets.push(at)
    const own = Buffer.concat([
      numbers([0x04034b50, 4], [20, 2], [flags, 2], [method, 2], [0, 4]),
      piped ? Buffer.alloc(12) : sums,
      numbers([name.length, 2], [0, 2]),
      name,
      packed,
      ...(piped ? [numbers([0x08074b50, 4]), sums] : [])
    ])
    if (file.sameAs === undefined) {
      parts.push(own)
      at += own.length
    }
    list.push(
      numbers([0x02014b50, 4], [0x314, 2], [20, 2], [flags, 2], [method, 2], [0, 4]),
      sums,
      numbers([name.length, 2], [0, 2], [0, 2], [0, 2], [0, 2], [mode * 0x10000, 4]),
      numbers([offsets[file.sameAs ?? offsets.length - 1] ?? 0, 4]),
      name
    )
  }
  const directory = Buffer.concat(list)
  const count = Math.min(files.length, 0xffff)
  return Buffer.concat([
    ...parts,
    directory,
    ...(files.length > 0xffff ? zip64End(files.length, directory.length, at) : []),
    numbers([0x06054b50, 4], [0, 4], [count, 2], [count, 2], [directory.length, 4], [at, 4]),
    numbers([comment.length, 2]),
    Buffer.from(comment)
  ])
}

function zip64End(files: number, length: number, at: number): Buffer[] {
  return [
    numbers([0x06064b50, 4], [44, 8], [45, 2], [45, 2], [0, 8], [files, 8], [files, 8], [length, 8], [at, 8]),
    numbers([0x07064b50, 4], [0, 4], [at + length, 8], [1, 4])
  ]
}

/** A file of a tar that a test makes. */
export interface TarFile {
  readonly name: string
  readonly content?: Uint8Array
  /** `0` a file, `2` a link, `3` a device, `5` a folder, `x` a record of pax, `L` a long name. */
  readonly type?: string
  /** What the header says instead of the truth. */
  readonly size?: number | string
  readonly checksum?: number
  /** False for a tar of before 1988. */
  readonly mark?: boolean
}

export function tar(files: readonly TarFile[], { ended = true } = {}): Buffer {
  const parts = files.flatMap((file) => {
    const content = file.content ?? new Uint8Array()
    return [tarHeader(file, content.length), content, Buffer.alloc((512 - (content.length % 512)) % 512)]
  })
  return Buffer.concat([...parts, Buffer.alloc(ended ? 1024 : 0)])
}

function tarHeader({ name, type = '0', size, checksum, mark = true }: TarFile, length: number): Buffer {
  const header = Buffer.alloc(512)
  header.write(name, 0, 100)
  header.write('0000644\0', 100)
  header.write(typeof size === 'string' ? size : `${octal(size ?? length, 11)}\0`, 124)
  header.write(`${octal(0, 11)}\0`, 136)
  header.write('        ', 148)
  header.write(type, 156)
  if (mark) header.write('ustar\u000000', 257)
  const sum = header.reduce((all, byte) => all + byte, 0)
  header.write(`${octal(checksum ?? sum, 6)}\0 `, 148)
  return header
}

/** A record of pax for the file after it. */
export function paxRecord(key: string, value: string): TarFile {
  const rest = ` ${key}=${value}\n`
  let length = Buffer.byteLength(rest)
  while (`${length}`.length + Buffer.byteLength(rest) !== length)
    length = `${length}`.length + Buffer.byteLength(rest)
  return { name: 'PaxHeader', type: 'x', content: Buffer.from(`${length}${rest}`) }
}

export function gz(content: Uint8Array): Buffer {
  return gzipSync(content)
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0')
}

/** Numbers one after the other, little-endian, each in so many bytes. */
function numbers(...values: readonly (readonly [value: number, bytes: number])[]): Buffer {
  return Buffer.concat(
    values.map(([value, length]) => {
      const bytes = Buffer.alloc(8)
      bytes.writeBigUInt64LE(BigInt(value))
      return bytes.subarray(0, length)
    })
  )
}
