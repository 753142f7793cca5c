import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface StartArguments {
  /** The library that was named. */
  readonly library: string | null
  /** Absolute paths of files and folders to import. */
  readonly files: readonly string[]
}

export interface StartPlace {
  /** True where the program itself is the application, and is not given its folder first. */
  readonly packaged: boolean
  readonly folder: string
}

/**
 * Reads what Papertray was started with. Chromium's own switches stand among it, so what is not known is passed over
 * instead of refused.
 */
export function readStart(argv: readonly string[], { packaged, folder }: StartPlace): StartArguments {
  let library: string | null = null
  const names: string[] = []
  const left = argv.slice(1).values()
  for (const argument of left) {
    if (argument === '--') names.push(...left)
    else if (argument === '--library') library = left.next().value ?? null
    else if (argument.startsWith('--library=')) library = argument.slice('--library='.length)
    else if (argument !== '' && !argument.startsWith('-')) names.push(argument)
  }
  const files = packaged ? names : names.slice(1)
  return {
    library: library === null || library === '' ? null : resolve(folder, library),
    files: files.map((name) => resolve(folder, pathOf(name)))
  }
}

/** Desktops of Linux hand files over as addresses. */
function pathOf(name: string): string {
  if (!name.startsWith('file://')) return name
  try {
    return fileURLToPath(name)
  } catch {
    return name
  }
}
