import { readFile } from 'node:fs/promises'
import { encodeLine } from '#main/storage/line-codec'
import type { Migration } from '#main/storage/migrations'

/** Steps as later releases may bring them, over libraries that this release still reads. */
export const steps: readonly Migration[] = [
  {
    summary: 'Every journal begins with a line of another kind.',
    migrate: async (library) => {
      for (const path of await library.paths()) {
        if (!/journal-\d+\.jsonl$/.test(path)) continue
        await library.write(path, [encodeLine({ kind: 'migrated' }), await readFile(library.at(path))])
      }
    }
  },
  {
    summary: 'The second journal of a device goes into the first.',
    migrate: async (library) => {
      for (const path of await library.paths()) {
        if (!path.endsWith('journal-000002.jsonl')) continue
        const first = path.replace('000002', '000001')
        const bytes = await readFile(library.at(first))
        const whole = bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1)
        await library.write(first, [whole, await readFile(library.at(path))])
        await library.remove(path)
      }
    }
  }
]
