/**
 * A plugin for Vite: says of Svelte what holds in this window, that it never takes over elements that a server made
 * (hydration) and uses none of the runtime's modes. Svelte keeps both behind variables for bundlers to see through;
 * this one does not, for functions that nobody calls assign to them.
 */
export function plainSvelte() {
  return {
    name: 'plain-svelte',
    enforce: 'pre',
    transform: {
      filter: { id: /svelte\/src\/internal\/(?:client\/dom\/hydration|flags\/index)\.js$/ },
      handler(code, id) {
        const variables = /^export let (hydrating|\w+_mode_flag) = false;$/gm
        const names = [...code.matchAll(variables)].map(([, name]) => name)
        if (names.length === 0) throw new Error(`${id} has no variable of a mode any more`)
        const assignment = new RegExp(`^\\s*(?:${names.join('|')}) = \\w+;$`, 'gm')
        return {
          code: code.replace(variables, 'export const $1 = false;').replace(assignment, ''),
          map: null
        }
      }
    }
  }
}
