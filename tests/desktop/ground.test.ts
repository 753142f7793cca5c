import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ground } from '#main/desktop/ground'

test('a window that is not painted yet has the colour of the page that comes', () => {
  const tokens = readFileSync(join(import.meta.dirname, '../../src/renderer/styles/tokens.css'), 'utf8')
  expect(/--canvas: light-dark\((#\w+), (#\w+)\)/.exec(tokens)?.slice(1)).toEqual([ground.light, ground.dark])
})
