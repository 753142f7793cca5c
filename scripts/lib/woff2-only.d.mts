import type { Plugin } from 'vite'

/** For electron.vite.config.ts; see woff2-only.mjs. */
export function woff2Only(): Plugin
