import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const component = `
<script>
  import katex from 'katex'
  import MarkdownIt from 'markdown-it'
  let text = $state('')
  const html = $derived(new MarkdownIt().render(text) + katex.renderToString(text))
</script>
<input bind:value={text} />
{@html html}`

/**
 * A window with one component that has Svelte, KaTeX and markdown-it from the beginning, built as ours is.
 * @returns kB of JavaScript.
 */
export async function referenceBytes(root: string): Promise<number> {
  const { build } = await import('vite')
  const { svelte } = await import('@sveltejs/vite-plugin-svelte')
  // Below the repository, where its packages are found.
  const folder = join(root, 'out', 'reference-bundle')
  await mkdir(folder, { recursive: true })
  try {
    await writeFile(join(folder, 'One.svelte'), component)
    await writeFile(
      join(folder, 'main.js'),
      "import { mount } from 'svelte'\nimport One from './One.svelte'\nmount(One, { target: document.body })"
    )
    const built = await build({
      root: folder,
      configFile: false,
      logLevel: 'silent',
      plugins: [svelte({ configFile: false, compilerOptions: { runes: true } })],
      build: { write: false, target: 'chrome120', minify: true, rolldownOptions: { input: 'main.js' } }
    })
    if (!('output' in built)) throw new Error('the reference was not built')
    const chunks = built.output.flatMap((part) => (part.type === 'chunk' ? [part.code] : []))
    return chunks.reduce((sum, code) => sum + Buffer.byteLength(code), 0) / 1000
  } finally {
    await rm(folder, { recursive: true })
  }
}
