/** For playwright.config.ts; see chromium.mjs. */
export function findChromium(): string | undefined
