import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'electron-vite'
import { licences } from './scripts/lib/licences.mjs'
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
          desktop: 'src/main/desktop/main.ts'
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
    plugins: [svelte({ configFile: false, compilerOptions: { runes: true } }), woff2Only(), licences()],
    build: {
      target: 'chrome120',
      minify: true,
      // A font inside a style sheet is a data: address, which the Content Security Policy refuses.
      assetsInlineLimit: 0,
      // Every browser that the window runs in knows it.
      modulePreload: { polyfill: false },
      rolldownOptions: { input: 'src/renderer/index.html' }
    }
  }
})
