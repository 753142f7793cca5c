import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { digestText, samplePaths, today } from '../support/digests'
import { expect, test } from '../support/desktop-test'
import { StandIn } from '../support/stand-in'
import { AppWindow } from '../support/window'

const root = join(import.meta.dirname, '..', '..', '..')

test.use({ library: null })

test('npm start opens the desktop window with the files named, and a second one hands its own over', async ({
  app
}) => {
  const first = await StandIn.start({ home: app.home, args: samplePaths.slice(0, 1), via: 'npm-start' })
  const window = new AppWindow(await first.page())
  await expect(window.card).toContainText('new papers')
  const folder = join(app.home, 'given')
  mkdirSync(folder)
  writeFileSync(join(folder, 'today.md'), digestText(today(), [{ id: '2611.00001' }]))
  const second = await StandIn.start({ home: app.home, args: [folder], via: 'npm-start' })
  expect(await second.ended()).toBe(0)
  await window.expectImport('1 new paper')
  await first.clickMenu('File', 'Quit')
  expect(await first.ended()).toBe(0)
})

test('a library that cannot be opened ends npm start with code 2 and one sentence', async ({ app }) => {
  mkdirSync(join(app.home, 'library'))
  const document = JSON.stringify({ kind: 'library', format: 99, id: 'x' })
  writeFileSync(join(app.home, 'library', 'library.json'), document)
  const standIn = await StandIn.start({ home: app.home, via: 'npm-start' })
  expect(await standIn.ended()).toBe(2)
  expect(standIn.output).toContain('written by a newer Papertray (format 99')
  expect(standIn.output).not.toContain('in your browser')
})

const open = /Papertray is open at http:/

interface Start {
  readonly args?: readonly string[]
  readonly env: NodeJS.ProcessEnv
}

/** Starts Papertray by its script, and ends it once it serves. @returns What it said. */
async function said(home: string, { args = [], env }: Start): Promise<string> {
  const child = spawn(process.execPath, [join(root, 'scripts', 'start.mjs'), ...args], {
    cwd: root,
    env: { ...process.env, PAPERTRAY_HOME: home, BROWSER: 'true', DISPLAY: '', WAYLAND_DISPLAY: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe']
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      if (output.includes('Papertray is open at http:')) child.kill('SIGINT')
    })
  await once(child, 'close')
  return output
}

test.describe('without a window to be had, npm start opens the browser and says why in one line', () => {
  const sentences = (output: string): string[] =>
    output.split('\n').filter((line) => line !== '' && !line.includes('Papertray is open at http:'))

  test('where no runtime is', async ({ app }) => {
    const output = await said(app.home, { env: { ELECTRON_OVERRIDE_DIST_PATH: join(app.home, 'nothing') } })
    expect(output).toMatch(open)
    expect(sentences(output)).toEqual([
      expect.stringMatching(
        /^Papertray opens in your browser, since ELECTRON_OVERRIDE_DIST_PATH names .*nothing, where no/
      )
    ])
  })

  test('where the runtime does not work', async ({ app }) => {
    const folder = join(app.home, 'broken')
    mkdirSync(folder)
    writeFileSync(join(folder, 'electron'), '#!/bin/sh\nexit 127\n', { mode: 0o755 })
    const output = await said(app.home, { env: { ELECTRON_OVERRIDE_DIST_PATH: folder } })
    expect(output).toMatch(open)
    expect(sentences(output)).toEqual([
      'Papertray opens in your browser, since the Electron runtime ended at once here, with code 127.'
    ])
  })

  test('where no screen is', async ({ app }) => {
    test.skip(process.platform !== 'linux', 'only Linux tells')
    const output = await said(app.home, { env: { ELECTRON_OVERRIDE_DIST_PATH: '' } })
    expect(sentences(output)).toEqual(['Papertray opens in your browser, since there is no screen here.'])
  })

  test('nothing is said where the browser was asked for', async ({ app }) => {
    const output = await said(app.home, { args: ['--browser'], env: {} })
    expect(output).toMatch(open)
    expect(sentences(output)).toEqual([])
  })
})

test('what npm start does not understand it refuses before anything opens', async ({ app }) => {
  const output = await said(app.home, { args: ['--libary', 'mine'], env: {} })
  expect(output).toContain("Unknown option '--libary'")
  expect(output).not.toMatch(open)
})
