import { minify } from 'terser'

/** Characters: what is larger is a library's engine, which comes as small as it gets and would take seconds. */
const largest = 90_000

/**
 * A plugin for Vite: goes once more over what the bundler's own minifier has made, which leaves a fiftieth to be had.
 * As Vite's minifier, Terser would see the modules before that, and make more of them than both together.
 */
export function terser() {
  return {
    name: 'terser',
    apply: 'build',
    async generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter(
        (file) => file.type === 'chunk' && file.code.length < largest
      )
      for (const chunk of chunks) {
        const { code } = await minify(chunk.code, {
          module: true,
          ecma: 2020,
          // Reading state is what an effect follows it by: no such read may go.
          compress: { passes: 2, pure_getters: false, unsafe_arrows: true }
        })
        if (code === undefined) throw new Error(`Terser made nothing of ${chunk.fileName}`)
        chunk.code = code
      }
    }
  }
}
