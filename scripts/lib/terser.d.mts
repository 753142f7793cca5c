import type { Plugin } from 'vite'

/** For electron.vite.config.ts; see terser.mjs. */
export function terser(): Plugin
