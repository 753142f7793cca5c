import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'electron-vite'
import { licences } from './scripts/lib/licences.mjs'
import { plainImports } from './scripts/lib/plain-imports.mjs'
import { plainSvelte } from './scripts/lib/plain-svelte.mjs'
import { shortClass } from './scripts/lib/short-class.mjs'
import { terser } from './scripts/lib/terser.mjs'
import { woff2Only } from './scripts/lib/woff2-only.mjs'

export default defineConfig({
  main: {
    build: {
      // Everything the main process needs is bundled, so that a built application carries no node_modules.
      externalizeDeps: false,
      target: 'node20',
      minify: false,
      rolldownOptions: {
        input: {
          papertray: 'src/main/cli/papertray.ts',
          browser: 'src/main/browser/main.ts',
          desktop: 'src/main/desktop/main.ts',
          'segment-worker': 'src/main/library/search/segment-worker.ts'
        }
      }
    }
  },
  preload: {
    build: {
      externalizeDeps: false,
      minify: false,
      rolldownOptions: {
        input: 'src/preload/index.ts',
        // A sandboxed window loads nothing but one CommonJS file.
        output: { format: 'cjs', entryFileNames: 'index.cjs', codeSplitting: false }
      }
    }
  },
  renderer: {
    root: 'src/renderer',
    base: './',
    plugins: [
      svelte({
        configFile: false,
        compilerOptions: { runes: true, cssHash: shortClass, discloseVersion: false }
      }),
      woff2Only(),
      licences(),
      plainImports(),
      plainSvelte(),
      terser()
    ],
    build: {
      target: 'chrome120',
      minify: true,
      // A font inside a style sheet is a data: address, which the Content Security Policy refuses.
      assetsInlineLimit: 0,
      // One style sheet: what fetches those of each part would be a twentieth of the first view's code.
      modulePreload: false,
      cssCodeSplit: false,
      rolldownOptions: { input: 'src/renderer/index.html' }
    }
  }
})
