import { onTestFinished, vi } from 'vitest'
import { Catalog } from '#main/storage/catalog'

/**
 * Stays a library's reading of its records once that many Digests show, however fast the machine is.
 * @returns Lets it go on.
 */
export function holdReading(digests = 0): () => void {
  let letGo = (): void => undefined
  const held = new Promise<void>((resolve) => (letGo = resolve))
  // Called upon the Catalog that is being read into.
  // eslint-disable-next-line @typescript-eslint/unbound-method
  const showStored = Catalog.prototype.showStored
  let begun = 0
  const spy = vi.spyOn(Catalog.prototype, 'showStored').mockImplementation(async function (
    this: Catalog,
    state
  ) {
    if (begun++ >= digests) await held
    return showStored.call(this, state)
  })
  onTestFinished(() => {
    letGo()
    spy.mockRestore()
  })
  return letGo
}
