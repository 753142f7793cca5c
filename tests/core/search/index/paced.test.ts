import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ByteStream } from '#core/search/index/byte-stream'
import { runNow, sortPaced } from '#core/search/index/paced'

test('Numbers are sorted, equal ones as they stood', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(5000), { size: 'max', maxLength: 3000 }), (numbers) => {
      const byTens = (a: number, b: number): number => Math.floor(a / 10) - Math.floor(b / 10)
      const sorted = runNow(sortPaced(Uint32Array.from(numbers), byTens))
      expect([...sorted]).toEqual([...numbers].sort(byTens))
    }),
    { numRuns: 30 }
  )
})

test('Numbers of any size are written as groups of seven bits, among bytes', () => {
  const stream = new ByteStream(1)
  stream.number(0)
  stream.number(127)
  stream.number(128)
  stream.number(0xffff_ffff)
  stream.byte(7)
  stream.copy(Uint8Array.of(1, 2, 3), 1, 3)
  stream.copy(new Uint8Array(200).fill(9), 50, 150)
  const bytes = runNow(stream.taken())
  expect([...bytes.subarray(0, 12)]).toEqual([0, 127, 128, 1, 255, 255, 255, 255, 15, 7, 2, 3])
  expect(stream.length).toBe(112)
  expect(bytes.every((byte, at) => at < 12 || byte === 9)).toBe(true)
})
