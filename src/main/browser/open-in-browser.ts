import { spawn } from 'node:child_process'

/** Milliseconds after which a program that still runs counts as a browser that opened. */
const settled = 1500

type Command = readonly [program: string, ...args: string[]]

/**
 * Shows an address in the system's browser.
 * @param address Handed over as one argument; no shell reads it.
 * @param stop Ends the wait for it.
 * @returns False where no browser could be started.
 */
export async function openInBrowser(address: string, stop: AbortSignal): Promise<boolean> {
  for (const command of browserCommands(address)) if (await starts(command, stop)) return true
  return false
}

/** The programs that may show an address, the likeliest first. */
export function browserCommands(
  address: string,
  env: NodeJS.ProcessEnv = process.env,
  platform = process.platform
): Command[] {
  if (platform === 'win32') return [['rundll32', 'url.dll,FileProtocolHandler', address]]
  const wanted = namedBrowsers(env.BROWSER ?? '', address)
  if (platform === 'darwin') return [...wanted, ['open', address]]
  // Without a screen the programs below would look for a browser in vain, or start one that reads from this terminal.
  if (!hasScreen(env)) return wanted
  const usual = [
    'xdg-open',
    'wslview',
    'sensible-browser',
    'x-www-browser',
    'firefox',
    'chromium',
    'google-chrome'
  ]
  return [...wanted, ...usual.map((program): Command => [program, address])]
}

/** What people put into BROWSER: programs with arguments, several parted by colons, `%s` for the address. */
function namedBrowsers(named: string, address: string): Command[] {
  const commands: Command[] = []
  for (const each of named.split(':')) {
    const [program, ...args] = each.split(/\s+/).filter((word) => word !== '')
    if (program === undefined) continue
    const places = args.map((word) => word.replaceAll('%s', () => address))
    commands.push([program, ...(args.some((word) => word.includes('%s')) ? places : [...args, address])])
  }
  return commands
}

function hasScreen(env: NodeJS.ProcessEnv): boolean {
  return [env.DISPLAY, env.WAYLAND_DISPLAY].some((display) => display !== undefined && display !== '')
}

/** Many programs hand the address to a browser that runs already, and end; some are there and find no browser. */
function starts([program, ...args]: Command, stop: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: 'ignore', detached: true })
    // The browser goes on when Papertray ends.
    child.unref()
    const end = (opened: boolean): void => {
      clearTimeout(timer)
      stop.removeEventListener('abort', stopped)
      resolve(opened)
    }
    const stopped = (): void => {
      end(true)
    }
    const timer = setTimeout(stopped, settled)
    stop.addEventListener('abort', stopped)
    child.once('error', () => {
      end(false)
    })
    child.once('exit', (code) => {
      end(code === 0)
    })
  })
}
