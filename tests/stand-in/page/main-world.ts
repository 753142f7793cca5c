import { Bridge } from './bridge'

declare const window: { readonly top: unknown }

/** Runs before the page's own scripts, among them: lets the preload's interface appear. */
export function connect(secret: string): void {
  if (window.top !== window) return
  new Bridge(`${secret} up`, `${secret} down`, (key, value) => {
    if (Object.hasOwn(window, key)) {
      throw new Error('Cannot bind an API on top of an existing property on the window object')
    }
    Object.defineProperty(window, key, { value, enumerable: true, writable: false, configurable: false })
  })
}
