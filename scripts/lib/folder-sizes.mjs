import { statSync } from 'node:fs'
import { inRoot } from './root.mjs'

/** What files of the repository weigh, a line for each folder of the second level, and one for all of them. */
export function folderSizes(files) {
  const folders = new Map()
  for (const path of files) {
    const folder = path.split('/').slice(0, 2).join('/')
    const { count, bytes } = folders.get(folder) ?? { count: 0, bytes: 0 }
    folders.set(folder, { count: count + 1, bytes: bytes + statSync(inRoot(path)).size })
  }
  const total = [...folders.values()].reduce((sum, { bytes }) => sum + bytes, 0)
  return [
    ...[...folders].map(([folder, { count, bytes }]) => `${folder}: ${counted(count)}, ${kilobytes(bytes)}`),
    `together: ${counted(files.length)}, ${kilobytes(total)}`
  ]
}

export function kilobytes(bytes) {
  return `${Math.ceil(bytes / 1000).toLocaleString('en')} kB`
}

const counted = (count) => (count === 1 ? '1 file' : `${count} files`)
