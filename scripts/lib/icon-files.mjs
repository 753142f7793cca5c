/** Kinds of pictures in an .icns file that may be PNG, with their sizes in pixels; several are for dense displays. */
const macKinds = Object.entries({
  ic07: 128,
  ic08: 256,
  ic09: 512,
  ic10: 1024,
  ic11: 32,
  ic12: 64,
  ic13: 256,
  ic14: 512
})

/** An .icns file, for macOS; `draw` gives the drawing in a size: `{ png, pixels }`. */
export function macIcon(draw) {
  const pictures = macKinds.map(([kind, size]) => block(kind, draw(size).png))
  return block('icns', Buffer.concat(pictures))
}

/** What .icns files consist of: four letters, the length with this head, the content. */
function block(kind, content) {
  const head = Buffer.alloc(8)
  head.write(kind, 'latin1')
  head.writeUInt32BE(head.length + content.length, 4)
  return Buffer.concat([head, content])
}

const windowsSizes = [16, 24, 32, 48, 64, 128, 256]

/** An .ico file, for Windows. */
export function windowsIcon(draw) {
  const pictures = windowsSizes.map((size) => ({ size, content: windowsPicture(size, draw(size)) }))
  const head = Buffer.from([0, 0, 1, 0, pictures.length, 0])
  let offset = head.length + 16 * pictures.length
  const entries = pictures.map(({ size, content }) => {
    // Nought stands for 256. One plane, 32 bits a pixel.
    const entry = Buffer.from([size % 256, size % 256, 0, 0, 1, 0, 32, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    entry.writeUInt32LE(content.length, 8)
    entry.writeUInt32LE(offset, 12)
    offset += content.length
    return entry
  })
  return Buffer.concat([head, ...entries, ...pictures.map(({ content }) => content)])
}

/** The largest as PNG; the others as bitmaps, because some programs know no other kind in small sizes. */
function windowsPicture(size, { png, pixels }) {
  return size === 256 ? png : bitmap(size, pixels)
}

/** Its pixels are RGBA, with colours that alpha was multiplied into; the bitmap's are not. Rows from the bottom up, blue first, and after them a mask of one bit a pixel, which alpha makes superfluous. */
function bitmap(size, pixels) {
  const head = Buffer.alloc(40)
  head.writeUInt32LE(head.length, 0)
  head.writeInt32LE(size, 4)
  head.writeInt32LE(2 * size, 8)
  head.writeUInt16LE(1, 12)
  head.writeUInt16LE(32, 14)
  const colours = Buffer.alloc(4 * size * size)
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      const [red, green, blue, alpha] = pixels.subarray(4 * (y * size + x))
      const plain = (colour) => (alpha === 0 ? 0 : Math.round((colour * 255) / alpha))
      colours.set([plain(blue), plain(green), plain(red), alpha], 4 * ((size - 1 - y) * size + x))
    }
  const mask = Buffer.alloc(4 * Math.ceil(size / 32) * size)
  return Buffer.concat([head, colours, mask])
}
