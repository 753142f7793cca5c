/** Milliseconds after which a frame is no longer waited for: a hidden window has none. */
const longestFrame = 100

/** Resolves once what has been changed by now is painted, so that work of no hurry comes after it. */
export function afterPaint(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, longestFrame)
    requestAnimationFrame(() => {
      setTimeout(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  })
}
