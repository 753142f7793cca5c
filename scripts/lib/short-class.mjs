/** Each class that was given out, and the component that has it. */
const given = new Map()

/**
 * The class that a Svelte component's styles are bound to: it stands at every element, so that a short one saves a
 * hundredth of the first view's code.
 */
export function shortClass({ hash, filename, css }) {
  const name = `s${hash(filename ?? css).slice(-4)}`
  const owner = given.get(name)
  if (owner !== undefined && owner !== filename) throw new Error(`${owner} and ${filename} share a class`)
  given.set(name, filename)
  return name
}
