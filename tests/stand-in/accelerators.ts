import type { KeyAct } from './page/user-acts'

/** How accelerators name keys that pages name otherwise. */
const names: Readonly<Record<string, string>> = {
  plus: '+',
  space: ' ',
  esc: 'escape',
  return: 'enter',
  up: 'arrowup',
  down: 'arrowdown',
  left: 'arrowleft',
  right: 'arrowright'
}

/** Whether a key is the one that a menu item shows: `CommandOrControl+Shift+I`. */
export function isAccelerator(accelerator: string, act: KeyAct, isMac: boolean): boolean {
  const parts = accelerator.toLowerCase().split('+')
  const key = parts.pop() ?? ''
  const has = (...modifiers: readonly string[]): boolean =>
    modifiers.some((modifier) => parts.includes(modifier))
  const either = has('commandorcontrol', 'cmdorctrl')
  return (
    act.key.toLowerCase() === (names[key] ?? key) &&
    act.ctrl === (has('control', 'ctrl') || (either && !isMac)) &&
    act.meta === (has('command', 'cmd', 'super', 'meta') || (either && isMac)) &&
    act.alt === has('alt', 'option') &&
    act.shift === has('shift')
  )
}
