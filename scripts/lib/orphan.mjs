/** Milliseconds between two looks. */
const interval = 500

/**
 * Takes the end of the process that started this one for SIGTERM. npm starts a script through a shell, and hands signals
 * to that shell alone, which dies of them without a word to us: `kill` of `npm start` would leave Papertray running.
 */
export function endWithParent() {
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    process.emit('SIGTERM', 'SIGTERM')
  }, interval)
  watch.unref()
}
