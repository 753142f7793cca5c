import { join } from 'node:path'
import { runPapertray } from '../../support/papertray'
import { writeRecombined } from '../support/digests'
import { expect, test } from '../support/desktop-test'

test('closing while a command imports asks, and stops it between files if told so', async ({
  app,
  window,
  standIn
}) => {
  test.slow()
  await expect(window.list).toBeVisible()
  const folder = join(app.home, 'many')
  writeRecombined(folder, 400, 40)
  const command = runPapertray(['import', folder], { home: app.home })
  await expect.poll(async () => (await app.papers()).length).toBeGreaterThan(153)
  await standIn.answerDialog({ response: 0 })
  await standIn.user('close')
  expect(await standIn.waitFor('dialog')).toMatchObject({ options: { message: 'An import is under way.' } })
  await standIn.waitFor('dialogClosed')
  expect(standIn.hasEnded).toBe(false)

  await standIn.answerDialog({ response: 1 })
  await standIn.user('close')
  expect(await standIn.ended()).toBe(0)
  const { code, out, err } = await command
  expect(code).toBe(2)
  expect(err).toMatch(/^Papertray ended before everything was done: [^\n]*\n$/)
  expect(out).toMatch(/ entries, [\d,]+ new\.\n$/)
  await app.command('check')
  const stored = (await app.papers()).length - 153
  expect(stored % 40).toBe(0)
  expect(stored).toBeLessThan(400 * 40)
})
