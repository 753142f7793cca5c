/**
 * A plugin for Vite: leaves out the older formats of KaTeX's fonts, which no browser that runs Papertray would load
 * and which would triple what a package carries.
 */
export function woff2Only() {
  return {
    name: 'woff2-only',
    enforce: 'pre',
    transform: {
      filter: { id: /katex[^?]*\.css/ },
      handler(css) {
        return { code: css.replace(/,\s*url\([^)]*\.(?:woff|ttf)\)\s*format\("[^"]*"\)/g, ''), map: null }
      }
    }
  }
}
