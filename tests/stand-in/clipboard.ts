import { record } from './control'
import { strict } from './strict'

const members = ['readText', 'writeText'] as const
let text = ''

/** The host's own; pages have Chromium's. */
const implementation: Pick<Electron.Clipboard, (typeof members)[number]> = {
  readText: () => Promise.resolve(text),
  writeText: (written) => {
    text = written
    record('clipboard', { text })
    return Promise.resolve()
  }
}

export const clipboard = strict<Electron.Clipboard>(implementation, { name: 'clipboard', members })
