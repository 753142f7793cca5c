import type { Plugin } from 'vite'

/** For electron.vite.config.ts; see licences.mjs. */
export function licences(): Plugin
