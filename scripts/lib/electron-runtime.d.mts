/** For tests; see electron-runtime.mjs. */
export const electronVersion: string
export function electronRuntime(options?: {
  readonly fetch?: boolean
  readonly again?: boolean
}): Promise<{ readonly path: string; readonly folder: string } | { readonly reason: string }>
