const mark = ' …'

/** Marks a text of which a digest gives the beginning alone: it ends behind its last whole word. */
export function breakOff(text: string): string {
  const space = text.lastIndexOf(' ')
  return `${space < 0 ? text : text.slice(0, space)}${mark}`
}

/** Whether a text is only the beginning of one. */
export function isBrokenOff(text: string): boolean {
  return text.endsWith(mark)
}
