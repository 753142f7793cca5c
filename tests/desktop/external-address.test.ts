import { expect, test } from 'vitest'
import { externalAddress } from '#main/desktop/external-address'

test('an https address is handed on', () => {
  expect(externalAddress('https://arxiv.org/abs/2312.10854v1')).toBe('https://arxiv.org/abs/2312.10854v1')
})

test.each([
  'http://arxiv.org/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'data:text/html,<b>',
  'mailto:ada@example.org',
  'ms-msdt:/id',
  'smb://host/share',
  'app://papertray/',
  'https://ada:secret@example.org/',
  'https://ada@example.org/',
  'https://',
  '//example.org',
  'example.org',
  '',
  ' ',
  `https://example.org/${'x'.repeat(4000)}`
])('%s is not', (url) => {
  expect(externalAddress(url)).toBeNull()
})

test('http is handed on where it was asked for, and nothing else', () => {
  expect(externalAddress('http://example.org/a b', 'http:')).toBe('http://example.org/a%20b')
  expect(externalAddress('https://example.org/', 'http:')).toBeNull()
  expect(externalAddress('http://ada:secret@example.org/', 'http:')).toBeNull()
})
