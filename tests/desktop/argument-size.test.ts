import { expect, test } from 'vitest'
import { isWithin } from '#main/desktop/argument-size'

test('texts, bytes and what they stand in are counted', () => {
  expect(isWithin({ name: 'x'.repeat(100) }, 300)).toBe(true)
  expect(isWithin({ name: 'x'.repeat(200) }, 300)).toBe(false)
  expect(isWithin({ bytes: new Uint8Array(301) }, 300)).toBe(false)
  expect(isWithin(['x'.repeat(100), ['x'.repeat(100)]], 300)).toBe(false)
  expect(isWithin({ ['x'.repeat(200)]: 1 }, 300)).toBe(false)
})

test('of bytes the whole buffer counts that came with them', () => {
  expect(isWithin(new Uint8Array(new ArrayBuffer(1000), 0, 10), 300)).toBe(false)
})

test('what refers to itself is counted once', () => {
  const value: Record<string, unknown> = { text: 'x'.repeat(100) }
  value.self = value
  expect(isWithin(value, 300)).toBe(true)
})

test('deep and wide values end the counting', () => {
  let deep: unknown = []
  for (let level = 0; level < 2_100_000; level++) deep = [deep]
  expect(isWithin(deep, 1e12)).toBe(false)
  expect(isWithin(new Array(2_100_000).fill(0), 1e12)).toBe(false)
})

test('collections that no request has are refused', () => {
  expect(isWithin({ map: new Map() }, 1000)).toBe(false)
  expect(isWithin(new Set(['x']), 1000)).toBe(false)
})
