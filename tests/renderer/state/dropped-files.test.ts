import { expect, test, vi } from 'vitest'
import { largestFile } from '#core/domain/file-report'
import { digestFile } from '../../../src/renderer/state/dropped-files'

/** A file that says it is larger than any digest, and begins with some bytes. */
function large(...beginning: readonly number[]): { file: File; read: () => Promise<ArrayBuffer> } {
  const file = new File([Uint8Array.from(beginning)], 'large')
  Object.defineProperty(file, 'size', { value: largestFile + 1 })
  const read = vi.spyOn(file, 'arrayBuffer')
  return { file, read }
}

test('a file larger than any digest is not read, but for its beginning', async () => {
  const { file, read } = large(0x23, 0x20, 0x41)
  expect(await digestFile(file, 'large.md', true).bytes()).toMatchObject({
    file: 'large.md',
    problems: [{ reason: 'fileTooLarge' }]
  })
  expect(read).not.toHaveBeenCalled()
})

test('an archive may be larger', async () => {
  const zip = [0x50, 0x4b, 3, 4]
  const { file, read } = large(...zip)
  expect(await digestFile(file, 'large.zip', true).bytes()).toEqual(Uint8Array.from(zip))
  expect(read).toHaveBeenCalledTimes(1)
})
