const units = ['bytes', 'kB', 'MB', 'GB'] as const

/** A number of bytes as people read it: `1.2 MB`, `178 MB`. */
export function sizeWords(bytes: number): string {
  let [size, unit] = [bytes, 0]
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000
    unit++
  }
  const shown = size.toLocaleString('en', { maximumFractionDigits: unit > 0 && size < 10 ? 1 : 0 })
  return `${shown} ${units[unit] ?? ''}`
}
