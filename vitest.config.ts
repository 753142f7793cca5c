import { fileURLToPath } from 'node:url'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'

const from = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  plugins: [svelte({ configFile: false, compilerOptions: { runes: true } })],
  resolve: {
    // Without it Svelte's server half would be tested, in which effects never run.
    conditions: ['browser'],
    alias: [
      { find: /^#core\/(.*)$/, replacement: from('src/core/$1.ts') },
      { find: /^#main\/(.*)$/, replacement: from('src/main/$1.ts') }
    ]
  },
  test: {
    include: ['tests/**/*.test.ts'],
    setupFiles: ['tests/support/property-seed.ts'],
    testTimeout: 60_000,
    // Vitest leaves one processor alone: half of a machine with two.
    maxWorkers: '100%'
  }
})
