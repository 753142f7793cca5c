import { readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'

/** As built: `npm test` builds before it tests. */
const folder = join(import.meta.dirname, '..', '..', 'out', 'renderer')

/** Bytes: with what the window loads by itself right after, 160 kB as quality.md has it (`npm run bench` counts that too). */
const most = 153_000

/** Scripts that the page names, and all that they import before they run; what they import later has parentheses. */
function firstScripts(): Map<string, number> {
  const page = readFileSync(join(folder, 'index.html'), 'utf8')
  const waiting = [...page.matchAll(/(?:src|href)="\.\/([^"]+\.js)"/g)].map(([, path = '']) => path)
  const found = new Map<string, number>()
  for (const path of waiting) {
    if (found.has(path)) continue
    const content = readFileSync(join(folder, path))
    found.set(path, content.length)
    const imports = content.toString('utf8').matchAll(/\b(?:import|from)\s*(["'`])(\.[^"'`]+\.js)\1/g)
    for (const [, , other = ''] of imports) waiting.push(normalize(join(dirname(path), other)))
  }
  return found
}

test('the first view needs little JavaScript', () => {
  const scripts = firstScripts()
  expect(scripts.size).toBeGreaterThan(0)
  const bytes = [...scripts.values()].reduce((sum, each) => sum + each, 0)
  expect(bytes, [...scripts].map(([path, size]) => `${path}: ${size}`).join(', ')).toBeLessThanOrEqual(most)
})

test('KaTeX and markdown-it come later', () => {
  const scripts = [...firstScripts().keys()].map((path) => readFileSync(join(folder, path), 'utf8'))
  for (const script of scripts) {
    // Messages that stand in nothing else.
    expect(script).not.toContain('KaTeX parse error')
    expect(script).not.toContain('Wrong `markdown-it` preset')
  }
})
