import type { ResolveHook } from 'node:module'

/** For `module.register`: `import 'electron'` becomes the stand-in. */
export const resolve: ResolveHook = (specifier, context, next) => {
  if (specifier === 'electron' || specifier === 'electron/main') {
    return { url: new URL('electron-module.js', import.meta.url).href, shortCircuit: true }
  }
  return next(specifier, context)
}
