import { join, resolve } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { findRendererFile, isInside } from '#main/renderer-files/find-renderer-file'
import { mediaTypeOf } from '#main/renderer-files/media-types'
import { newUser } from '../cli/support/command-line'
import { startHost, type Host } from './support/host'
import { rawRequest, sendRaw, type RawAnswer } from './support/raw'
import { newTree, secret, type Tree } from './support/tree'

let tree: Tree
let host: Host
beforeEach(async () => {
  tree = await newTree()
  host = await startHost(await newUser(), [], { program: tree.program })
})

/** As it stands, which `fetch` would tidy up. */
function get(path: string, method = 'GET'): Promise<RawAnswer> {
  return sendRaw(host.port, rawRequest(method, path, { host: `127.0.0.1:${host.port}` }))
}

test('the page and what it needs are served without a token, each as what it is', async () => {
  const expected: Record<string, [type: string, cache: string]> = {
    '/': ['text/html; charset=utf-8', 'no-store'],
    '/index.html': ['text/html; charset=utf-8', 'no-store'],
    '/assets/index-Bx3d_-1.js': ['text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
    '/assets/index-Ck2.css': ['text/css; charset=utf-8', 'public, max-age=31536000, immutable'],
    '/assets/KaTeX_Main-Regular-x.woff2': ['font/woff2', 'public, max-age=31536000, immutable'],
    '/icon.svg': ['image/svg+xml', 'no-cache'],
    '/other.bin': ['application/octet-stream', 'no-cache']
  }
  for (const [path, [type, cache]] of Object.entries(expected)) {
    const response = await fetch(`${host.address}${path}`)
    expect({
      path,
      status: response.status,
      type: response.headers.get('content-type'),
      cache: response.headers.get('cache-control')
    }).toEqual({ path, status: 200, type, cache })
    const bytes = Buffer.from(await response.arrayBuffer())
    expect(Number(response.headers.get('content-length'))).toBe(bytes.length)
    const head = await get(path, 'HEAD')
    expect({ path, status: head.status, body: head.body }).toEqual({ path, status: 200, body: '' })
    expect(head.head).toContain(`content-length: ${bytes.length}`)
  }
})

test('what is served is the file, byte by byte', async () => {
  const font = await fetch(`${host.address}/assets/KaTeX_Main-Regular-x.woff2`)
  expect(Buffer.from(await font.arrayBuffer())).toEqual(Buffer.from([0x77, 0x4f, 0x46, 0x32, 0, 0xff]))
  expect(await (await fetch(`${host.address}/?x=1`)).text()).toBe('<!doctype html><title>Papertray</title>')
})

test('a path is decoded once', async () => {
  expect((await get('/a%20b.txt')).body).toBe('a space')
  expect((await get('/100%25.txt')).body).toBe('a percent sign')
  expect((await get('/a%2520b.txt')).status).toBe(404)
  expect((await get('/assets%2Findex-Ck2.css')).body).toBe('body {}')
})

const ups = [
  '..',
  '%2e%2e',
  '%2E%2E',
  '.%2e',
  '%2e.',
  '%252e%252e',
  '%c0%ae%c0%ae',
  '..%00',
  '..;',
  '....',
  '%u002e%u002e'
]
const slashes = ['/', '//', '/./', '%2f', '%2F', '%252f', '\\', '%5c', '%5C', '%255c', '%c0%af', '/\\']

test('no way of writing it leads out of the folder', async () => {
  const paths = ups.flatMap((up) =>
    slashes.flatMap((slash) =>
      ['secret.txt', 'renderer-old/index.html', 'main/browser.js'].flatMap((file) => [
        `/${up}${slash}${file}`,
        `/${up}${slash}${up}${slash}${file}`,
        `/assets/${up}${slash}${up}${slash}${file}`,
        `/assets${slash}${up}${slash}${up}${slash}${up}${slash}${file}`
      ])
    )
  )
  paths.push(
    ...[
      '/../renderer-old/index.html',
      '/..',
      '/../',
      '/%2e%2e',
      '/assets/..',
      '/assets/../..',
      '//etc/passwd'
    ],
    ...['///etc/passwd', '/%2fetc%2fpasswd', '/etc/passwd', '/file:///etc/passwd', '/C:/Windows/win.ini'],
    ...['/C:%5CWindows%5Cwin.ini', '/%5c%5cserver%5cshare', '/index.html%00.js', '/index.html%00', '/%00'],
    ...[
      '/index.html%',
      '/%zz',
      '/%ff',
      '/%',
      '/index.html/',
      '/index.html/..',
      '/index.html/../../secret.txt'
    ],
    ...['/~', '/-', '/NUL', '/CON', '/index.html::$DATA', '/index.html.', '/INDEX.HTML%20']
  )
  const wrong: unknown[] = []
  for (let at = 0; at < paths.length; at += 50)
    await Promise.all(
      paths.slice(at, at + 50).map(async (path) => {
        const { status, body } = await get(path)
        if (status !== 404 || body.includes(secret)) wrong.push({ path, status, body })
      })
    )
  expect(wrong).toEqual([])
})

test('a target that is no path is not found', async () => {
  for (const target of [
    '*',
    'index.html',
    `http://127.0.0.1:${host.port}/index.html`,
    'http://evil.example/',
    '?x',
    '#x'
  ])
    expect([400, 404]).toContain((await get(target)).status)
})

test('hidden files and folders themselves are not served', async () => {
  for (const path of [
    '/.hidden',
    '/%2ehidden',
    '/.folder/file.js',
    '/assets/.map',
    '/assets',
    '/assets/',
    '/.',
    '/./'
  ])
    expect({ path, status: (await get(path)).status }).toEqual({ path, status: 404 })
})

test('a folder holds what stands below it, and nothing else', () => {
  const folder = resolve('/data/renderer')
  for (const inside of ['a', 'a/b', '..a', '...'])
    expect({ inside, is: isInside(folder, resolve(folder, inside)) }).toEqual({ inside, is: true })
  for (const outside of ['', '.', '..', '../x', '../renderer-old/x', '../..', '/etc/passwd', 'a/../..'])
    expect({ outside, is: isInside(folder, resolve(folder, outside)) }).toEqual({ outside, is: false })
})

test('files are found where they are', async () => {
  expect(await findRendererFile(tree.renderer, '/')).toBe(join(tree.renderer, 'index.html'))
  expect(await findRendererFile(tree.renderer, '/assets/index-Ck2.css')).toBe(
    join(tree.renderer, 'assets', 'index-Ck2.css')
  )
  for (const path of ['', 'index.html', 'secret.txt', '/nothing', '/assets'])
    expect(await findRendererFile(tree.renderer, path)).toBeNull()
  // From a folder named relative to another, too.
  expect(await findRendererFile(join(tree.renderer, '..', 'renderer'), '/../secret.txt')).toBeNull()
})

test('an unknown kind of file is nothing that a browser shows', () => {
  expect(mediaTypeOf('/x/y.exe')).toBe('application/octet-stream')
  expect(mediaTypeOf('/x/html')).toBe('application/octet-stream')
  expect(mediaTypeOf('/x.html/y.js')).toBe('text/javascript; charset=utf-8')
})
