import type { CompileOptions } from 'svelte/compiler'

/** For electron.vite.config.ts; see short-class.mjs. */
export const shortClass: NonNullable<CompileOptions['cssHash']>
