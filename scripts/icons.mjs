/**
 * `node scripts/icons.mjs`: draws resources/icon.png, those of Windows and macOS, and resources/icons/ anew from the SVG
 * files. All are in the repository, so that the drawing package is nothing that building or testing needs.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Failure, main } from './lib/failure.mjs'
import { macIcon, windowsIcon } from './lib/icon-files.mjs'
import { inRoot } from './lib/root.mjs'

const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024]
// Too few pixels for the full drawing: these sizes have drawings of their own.
const drawnApart = [16, 24]

await main(() => {
  const { Resvg } = loadResvg()
  const drawFile = (name, size) => {
    const svg = readFileSync(inRoot('resources', name))
    const drawing = new Resvg(svg, { fitTo: { mode: 'width', value: size } }).render()
    return { png: drawing.asPng(), pixels: drawing.pixels }
  }
  const draw = (size) => drawFile(drawnApart.includes(size) ? `icon-${size}.svg` : 'icon.svg', size)
  mkdirSync(inRoot('resources', 'icons'), { recursive: true })
  for (const size of sizes) writeFileSync(inRoot('resources', 'icons', `${size}x${size}.png`), draw(size).png)
  writeFileSync(inRoot('resources', 'icon.png'), draw(512).png)
  // The mark that Windows lays over the icon on its taskbar while papers are unread.
  writeFileSync(inRoot('resources', 'badge.png'), drawFile('badge.svg', 32).png)
  writeFileSync(inRoot('resources', 'icon.ico'), windowsIcon(draw))
  writeFileSync(inRoot('resources', 'icon.icns'), macIcon(draw))
})

/** By `require`, because that also looks into the folders of NODE_PATH, where a package may be kept apart. */
function loadResvg() {
  try {
    return createRequire(import.meta.url)('@resvg/resvg-js')
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error
    throw new Failure(
      'Drawing icons needs a package: install it with `npm install --no-save @resvg/resvg-js`.'
    )
  }
}
