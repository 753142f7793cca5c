/** What a window is until its page is painted: `--canvas` of the renderer's tokens.css. */
export const ground = { light: '#f4f1ea', dark: '#101415' } as const
