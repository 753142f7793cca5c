import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository's folder, wherever a script was started from (`import.meta.dirname` needs Node 20.11). */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** A path inside the repository. */
export const inRoot = (...parts) => join(root, ...parts)
