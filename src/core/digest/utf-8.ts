/**
 * Counts the sequences of several bytes that are UTF-8, and those that are not. A fatal TextDecoder only says whether
 * there is one, and throws an exception, which takes longer than all the rest.
 */
export function countSequences(bytes: Uint8Array): { whole: number; broken: number } {
  let whole = 0
  let broken = 0
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes[at] ?? 0, bytes[at + 1] ?? 0)
    let follow = 1
    while (follow < length && ((bytes[at + follow] ?? 0) & 0xc0) === 0x80) follow++
    if (length === 0 || follow < length) broken++
    else if (length > 1) whole++
    at += follow
  }
  return { whole, broken }
}

/** How many bytes a sequence of UTF-8 has by its first two; 0 where none begins so. */
function sequenceLength(first: number, second: number): number {
  if (first < 0x80) return 1
  if (first < 0xc2 || first > 0xf4) return 0
  if (first < 0xe0) return 2
  // Longer forms than needed, halves of surrogate pairs and what lies beyond Unicode are no characters.
  if (first < 0xf0) return (first === 0xe0 && second < 0xa0) || (first === 0xed && second >= 0xa0) ? 0 : 3
  return (first === 0xf0 && second < 0x90) || (first === 0xf4 && second >= 0x90) ? 0 : 4
}
