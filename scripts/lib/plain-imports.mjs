/**
 * A plugin for Vite: leaves out its own helper around every import(), which fetches the style sheets of the part that
 * is imported. The window has one style sheet, so that nothing is left for it to do.
 */
export function plainImports() {
  return {
    name: 'plain-imports',
    enforce: 'pre',
    load: {
      filter: { id: /vite\/preload-helper/ },
      handler: () => 'export const __vitePreload = (load) => load()'
    }
  }
}
