import type { Plugin } from 'vite'

/** For electron.vite.config.ts; see plain-imports.mjs. */
export function plainSvelte(): Plugin
