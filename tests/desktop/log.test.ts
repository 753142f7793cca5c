import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Log } from '#main/desktop/log'

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'papertray-log-'))

test('a line has its time, its weight, and no line break of its own', () => {
  const log = new Log(join(newFolder(), 'logs', 'desktop.log'))
  log.info('Papertray\nstarts')
  log.warn('Slow')
  const lines = readFileSync(log.path, 'utf8').trimEnd().split('\n')
  expect(lines).toHaveLength(2)
  expect(lines[0]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z info Papertray starts$/)
  expect(lines[1]).toMatch(/ warn Slow$/)
})

test('of an error its name and place are told, and neither its message nor a folder', () => {
  const log = new Log(join(newFolder(), 'desktop.log'))
  const cause = Object.assign(new RangeError('A note about «x»'), { code: 'EBAD' })
  log.error('The window failed', cause)
  const text = readFileSync(log.path, 'utf8')
  expect(text).toMatch(/error The window failed: RangeError EBAD at .*log\.test\.ts:\d+:\d+/)
  expect(text).not.toContain('note about')
  expect(text).not.toContain(import.meta.dirname)
  expect(text).not.toContain('/')
})

test('an error whose message looks like a place of the program tells nothing of it', () => {
  const log = new Log(join(newFolder(), 'desktop.log'))
  log.error('The window failed', new Error('first\n    at my secret note'))
  expect(readFileSync(log.path, 'utf8')).not.toContain('secret')
})

test('what was thrown without being an error is told by its kind', () => {
  const log = new Log(join(newFolder(), 'desktop.log'))
  log.error('The window failed', 'a text that may be a note')
  expect(readFileSync(log.path, 'utf8')).toMatch(/The window failed: string\n$/)
})

test('files are turned over, and the oldest is dropped', () => {
  const folder = newFolder()
  const log = new Log(join(folder, 'desktop.log'))
  const full = (letter: string): void => {
    writeFileSync(log.path, letter.repeat(256 * 1024))
    log.info(letter)
  }
  for (const letter of ['a', 'b', 'c', 'd']) full(letter)
  expect(readdirSync(folder).sort()).toEqual(['desktop.log', 'desktop.log.1', 'desktop.log.2'])
  expect(statSync(log.path).size).toBeLessThan(100)
  expect(readFileSync(`${log.path}.1`, 'utf8')[0]).toBe('d')
  expect(readFileSync(`${log.path}.2`, 'utf8')[0]).toBe('c')
})

test('the last lines are read for a report', async () => {
  const log = new Log(join(newFolder(), 'desktop.log'))
  expect((await log.tail(2)).join('')).toBe('')
  for (const word of ['one', 'two', 'three']) log.info(word)
  const lines = await log.tail(2)
  expect(lines.map((line) => line.slice(line.lastIndexOf(' ') + 1))).toEqual(['two', 'three'])
})

test('a log that cannot be written is no fault', () => {
  const file = join(newFolder(), 'file')
  writeFileSync(file, '')
  const log = new Log(join(file, 'desktop.log'))
  expect(() => {
    log.info('lost')
  }).not.toThrow()
})
