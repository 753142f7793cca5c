/** Before the name of what went wrong in Svelte: the address of a page about it. */
const pages = 'https://svelte.dev/e/'

/**
 * A plugin for Vite: says of Svelte what holds in this window, that it never takes over elements that a server made
 * (hydration) and uses none of the runtime's modes. Svelte keeps both behind variables for bundlers to see through;
 * this one does not, for functions that nobody calls assign to them. And what goes wrong in Svelte is told by its name.
 */
export function plainSvelte() {
  return {
    name: 'plain-svelte',
    enforce: 'pre',
    transform: {
      filter: {
        id: /svelte\/src\/internal\/(?:client\/dom\/hydration|flags\/index|(?:client|shared)\/(?:errors|warnings))\.js$/
      },
      handler(code, id) {
        const plain = /(?:errors|warnings)\.js$/.test(id) ? withoutPages(code) : withoutModes(code)
        // Another Svelte may be written otherwise.
        if (plain === code) throw new Error(`${id} is not what plain-svelte.mjs knows`)
        return { code: plain, map: null }
      }
    }
  }
}

const withoutPages = (code) => code.replaceAll(pages, '')

function withoutModes(code) {
  const variables = /^export let (hydrating|\w+_mode_flag) = false;$/gm
  const names = [...code.matchAll(variables)].map(([, name]) => name)
  const assignment = new RegExp(`^\\s*(?:${names.join('|')}) = \\w+;$`, 'gm')
  return code.replace(variables, 'export const $1 = false;').replace(assignment, '')
}
