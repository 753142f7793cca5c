import { defineConfig } from 'electron-vite'

export default defineConfig({
  main: {
    build: {
      // Everything the main process needs is bundled, so that a built application carries no node_modules.
      externalizeDeps: false,
      target: 'node20',
      minify: false,
      rolldownOptions: { input: { papertray: 'src/main/cli/papertray.ts' } }
    }
  }
})
