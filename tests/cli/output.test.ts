import { once } from 'node:events'
import { spawn } from 'node:child_process'
import { open } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { fieldList, items } from '../library/support/digest-text'
import { program, startPapertray } from '../support/papertray'
import { seedFolder } from '../support/seeds'
import { newUser } from './support/command-line'

test('A reader that has enough after the first line ends the command quietly', async () => {
  const user = await newUser()
  await user.lines(['import', seedFolder])
  for (const args of [
    ['list', '--json'],
    ['list', '--view', 'all', '--json']
  ]) {
    const child = startPapertray(args, { home: user.home, cwd: user.cwd })
    const err = text(child.stderr)
    child.stdin.end()
    await once(child.stdout, 'data')
    child.stdout.destroy()
    const [code] = (await once(child, 'close')) as [number | null]
    expect({ code, err: await err }).toEqual({ code: 0, err: '' })
  }
})

test('Whoever closes standard error early changes nothing of what is done', async () => {
  const user = await newUser()
  await user.lines(['import', await user.file('day.md', fieldList('2023-12-18', items(2)))])
  const unknown = Array.from({ length: 2000 }, (_, number) => `unknown-${number}`)
  const child = startPapertray(['mark', '--star', ...unknown, '2312.00001'], {
    home: user.home,
    cwd: user.cwd
  })
  child.stderr.destroy()
  child.stdin.end()
  const [out, [code]] = await Promise.all([text(child.stdout), once(child, 'close') as Promise<[number]>])
  expect({ code, out }).toEqual({ code: 1, out: '1 of 1 paper changed.\n' })
})

test('Output that cannot be written is told in a sentence with code 2', async () => {
  const user = await newUser()
  await user.lines(['import', await user.file('day.md', fieldList('2023-12-18', items(2)))])
  const full = await open('/dev/full', 'w')
  try {
    const child = spawn(process.execPath, [program, 'list', '--json'], {
      env: { ...process.env, PAPERTRAY_HOME: user.home },
      stdio: ['ignore', full.fd, 'pipe']
    })
    const [err, [code]] = await Promise.all([
      child.stderr === null ? '' : text(child.stderr),
      once(child, 'close') as Promise<[number]>
    ])
    expect({ code, err }).toEqual({ code: 2, err: 'The output could not be written (ENOSPC).\n' })
  } finally {
    await full.close()
  }
})

test('Nothing in a digest or the name of a file reaches a terminal as a command', async () => {
  const user = await newUser()
  const evil = '\u001b[2Jred\u001b]0;title\u0007\u202egnp.exe\u009b1m'
  const stray = `# Arxiv Papers in cs.CV on 2023-12-18\n${evil} ${'and so on '.repeat(100)}\n`
  const digest = fieldList('2023-12-19', [
    { id: '2312.00001', title: evil, authors: evil, summary: evil, comment: 'plain '.repeat(300) }
  ])
  await user.file('stray.md', stray)
  await user.file(`evil\u001b[2J\n.md`, digest)
  const outputs = [
    await user.run(['import', 'stray.md', `evil\u001b[2J\n.md`]),
    await user.run(['list']),
    await user.run(['digests']),
    await user.run(['mark', '--star', evil]),
    await user.run(['mark', '--star', '-'], { input: `${evil}\n` }),
    await user.run([evil]),
    await user.run(['list', `--${evil}`]),
    await user.run(['import', '--library', 'stray.md', evil])
  ]
  for (const { out, err } of outputs)
    // eslint-disable-next-line no-control-regex -- control characters are what this looks for
    expect(out + err).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/)
  expect(outputs[0]?.out.split('\n')).toHaveLength(5)
})

test('Nothing but the output of a command is written, and no warning', async () => {
  const user = await newUser()
  const { err } = await user.run(['import', seedFolder])
  expect(err).toBe('')
  expect((await user.run(['list', '--json'])).err).toBe('')
})

test('“mark -” says with code 1 that it did not go on when nobody read its output any more', async () => {
  const user = await newUser()
  await user.lines(['import', await user.file('day.md', fieldList('2023-12-18', items(2)))])
  const child = startPapertray(['mark', '--star', '-'], { home: user.home, cwd: user.cwd })
  const err = text(child.stderr)
  child.stdin.on('error', () => undefined)
  child.stdin.write('2312.00001\n')
  await once(child.stdout, 'data')
  child.stdout.destroy()
  const closed = once(child, 'close') as Promise<[number | null]>
  // Each id is one more attempt to print; how many a broken pipe takes to be noticed is up to the system.
  const more = setInterval(() => child.stdin.write('2312.00002\n2312.00001\n'), 20)
  const [code] = await closed
  clearInterval(more)
  expect({ code, err: await err }).toEqual({
    code: 1,
    err: 'Nobody reads the output any more, so the ids that came later were not marked.\n'
  })
  // The library was closed, not left behind.
  expect((await user.run(['mark', '--read', '2312.00001'])).code).toBe(0)
})
