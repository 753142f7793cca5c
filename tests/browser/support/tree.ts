import { cp, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { temporaryFolder } from '../../support/temporary'
import { program } from './host'

export interface Tree {
  /** The browser host, copied, with another renderer beside it. */
  readonly program: string
  readonly renderer: string
}

/** What must never be served, in files beside and above the renderer. */
export const secret = 'not for anybody'

/** A copy of the built browser host with a renderer of which tests know every file. */
export async function newTree(): Promise<Tree> {
  const folder = await temporaryFolder()
  const out = join(folder, 'out')
  await cp(dirname(program), join(out, 'main'), { recursive: true })
  const renderer = join(out, 'renderer')
  const files: Record<string, string | Buffer> = {
    'out/renderer/index.html': '<!doctype html><title>Papertray</title>',
    'out/renderer/assets/index-Bx3d_-1.js': 'export {}',
    'out/renderer/assets/index-Ck2.css': 'body {}',
    'out/renderer/assets/KaTeX_Main-Regular-x.woff2': Buffer.from([0x77, 0x4f, 0x46, 0x32, 0, 0xff]),
    'out/renderer/icon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
    'out/renderer/other.bin': 'x',
    'out/renderer/.hidden': secret,
    'out/renderer/.folder/file.js': secret,
    'out/renderer/assets/.map': secret,
    'out/renderer/a b.txt': 'a space',
    'out/renderer/100%.txt': 'a percent sign',
    'out/renderer-old/index.html': secret,
    'out/secret.txt': secret,
    'secret.txt': secret
  }
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), content)
  }
  return { program: join(out, 'main', 'browser.js'), renderer }
}
