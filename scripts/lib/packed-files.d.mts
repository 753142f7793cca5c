/** For tests; see packed-files.mjs. */
export function packedFiles(): string[]
