import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { fieldList, items } from '../library/support/digest-text'
import { program, type Finished } from '../support/papertray'
import { linesOf, newUser, type User } from './support/command-line'

/** Runs the command line in a shell that lets no file grow beyond so many blocks of 512 or 1024 bytes. */
async function runLimited(user: User, blocks: number, args: readonly string[]): Promise<Finished> {
  const script = `trap '' XFSZ; ulimit -f ${blocks}; exec "$@"`
  const child = spawn('sh', ['-c', script, 'sh', process.execPath, program, ...args], {
    cwd: user.cwd,
    env: { ...process.env, PAPERTRAY_HOME: user.home }
  })
  child.stdin.end()
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve))
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), closed])
  return { code, signal: null, out, err }
}

test('Where the disk ends in the middle of an import, what came before is kept and told', async () => {
  const user = await newUser()
  for (let day = 10; day < 30; day++)
    await user.file(`digests/${day}.md`, fieldList(`2023-12-${day}`, items(5, '2312', day * 5)))
  const { code, out, err } = await runLimited(user, 40, ['import', 'digests'])
  expect(code).toBe(2)
  expect(err).toMatch(/^The library could not be written \(EFBIG\), so nothing was changed: try again\.\n$/)
  const told = linesOf(out).filter((line) => line.includes(': 5 entries '))
  const digests = await user.lines(['digests'])
  expect(digests).toHaveLength(told.length)
  expect(digests.length).toBeGreaterThan(0)
  expect(digests.length).toBeLessThan(20)
  expect((await user.lines(['check'])).at(-1)).toMatch(/all records are whole\.$/)
  expect((await user.lines(['import', 'digests'])).at(-1)).toBe(
    `20 files, 100 entries, ${100 - 5 * told.length} new, ${5 * told.length} known.`
  )
})
