/** Addresses longer than this are shown with their middle left out, in UTF-16 code units. */
const longest = 72

/** Leaves the middle of a very long address out, so that its host and its end stay readable. */
export function shortened(address: string): string {
  return address.length <= longest ? address : `${address.slice(0, 44)}…${address.slice(-24)}`
}
