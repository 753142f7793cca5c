import { readFileSync } from 'node:fs'
import { strict } from './strict'

type Image = Electron.NativeImage

const members = ['createFromPath', 'createEmpty', 'createFromBuffer', 'createFromDataURL'] as const
const imageMembers = ['isEmpty', 'getSize'] as const

/** Whether there is an image; nothing here looks at its pixels. */
const implementation = {
  createEmpty: () => image(Buffer.alloc(0)),
  createFromBuffer: (bytes: Buffer) => image(bytes),
  createFromDataURL: (url: string) => image(Buffer.from(url.split(',')[1] ?? '', 'base64')),
  createFromPath: (path: string) => {
    try {
      return image(readFileSync(path))
    } catch {
      // A file that is not there makes an empty image, as in Electron.
      return image(Buffer.alloc(0))
    }
  }
} satisfies Record<(typeof members)[number], unknown>

export const nativeImage = strict<typeof Electron.NativeImage>(implementation, {
  name: 'nativeImage',
  members
})

const png = Buffer.from([0x89, 0x50, 0x4e, 0x47])

function image(bytes: Buffer): Image {
  const isPng = bytes.subarray(0, 4).equals(png)
  const size = isPng
    ? { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
    : { width: 0, height: 0 }
  const made: Pick<Image, (typeof imageMembers)[number]> = {
    isEmpty: () => bytes.length === 0,
    getSize: () => size
  }
  return strict<Image>(made, { name: 'NativeImage', members: imageMembers })
}
