import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const from = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  resolve: {
    alias: [
      { find: /^#core\/(.*)$/, replacement: from('src/core/$1.ts') },
      { find: /^#main\/(.*)$/, replacement: from('src/main/$1.ts') }
    ]
  },
  test: {
    include: ['tests/**/*.test.ts'],
    testTimeout: 60_000
  }
})
