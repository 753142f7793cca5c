/** What stands beside the application for comparison, and what looks into a page. Pages run scripts as text. */

/** Files beside the built renderer, served by the same host with the same headers. */
export const referenceFiles: Readonly<Record<string, string>> = {
  'empty.html':
    '<!doctype html><html><head><title>Empty</title><link rel="icon" href="./icon.svg"><link rel="stylesheet" href="./empty.css">' +
    '<script type="module" src="./empty.js"></script></head><body><p class="empty">Nothing</p></body></html>',
  'empty.js': "addEventListener('keydown', () => document.querySelector('p').classList.toggle('on'))",
  // The list's height at 100,000 rows, and something in it that moves: an unchanged picture would be no frame.
  'scrolled.html':
    '<!doctype html><html><head><title>Scrolled</title><link rel="icon" href="./icon.svg"><link rel="stylesheet" href="./empty.css"></head>' +
    '<body><div id="paper-list"><p class="empty">Nothing</p><div></div></div></body></html>',
  'empty.css': [
    'html, body { height: 100%; margin: 0; font: 14px sans-serif }',
    '.on { color: red }',
    '#paper-list { width: 430px; height: 100%; overflow: auto }',
    '#paper-list div { height: 7200000px;',
    'background: repeating-linear-gradient(#fff 0 71px, #ccc 71px 72px) }'
  ].join('\n')
}

/** The first row's title, or the text of the empty page. */
export const firstText = '#paper-list [role=option] .title, p.empty'

/**
 * Before anything else in each page: `firstRows` resolves to the milliseconds from the beginning of the navigation to
 * the end of the frame in which the first text stands. A message sent in a frame arrives when the frame is done.
 */
export const watchFirstRows = `
  globalThis.firstRows = new Promise((resolve) => {
    const look = () => {
      const found = document.querySelector(${JSON.stringify(firstText)})
      if (found === null || found.textContent.trim() === '') return
      observer.disconnect()
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => resolve(performance.now())
        port2.postMessage(null)
      })
    }
    const observer = new MutationObserver(look)
    observer.observe(document, { childList: true, subtree: true, characterData: true })
  })`

/**
 * Begins to look at the list in each frame: `blankRows` then tells for how many frames running a place in view had no
 * text at most, and how many rows there were of which that is true for more than two.
 */
export const watchBlankRows = `
  globalThis.blankRows = { longest: 0, rows: 0 }
  {
    const list = document.querySelector('#paper-list')
    let blank = new Map()
    const look = () => {
      const view = list.getBoundingClientRect()
      const now = new Map()
      let covered = 0
      for (const row of list.querySelectorAll('[role=option], .heading')) {
        const { top, bottom } = row.getBoundingClientRect()
        const shown = Math.min(bottom, view.bottom) - Math.max(top, view.top)
        if (shown <= 0) continue
        covered += shown
        if (row.className.includes('heading')) continue
        const key = row.getAttribute('aria-posinset')
        if (row.textContent.trim() === '') now.set(key, (blank.get(key) ?? 0) + 1)
      }
      if (covered < view.height - 2) now.set('none', (blank.get('none') ?? 0) + 1)
      for (const frames of now.values()) {
        blankRows.longest = Math.max(blankRows.longest, frames)
        if (frames === 3) blankRows.rows++
      }
      blank = now
      requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  }`

/**
 * `answered` holds for each key typed into the search field the milliseconds from its keydown to the end of the frame in
 * which the rows of the answer stand. The list says that it is searching from the request to the answer; a key that
 * follows before has its answer with the next one.
 */
export const watchAnswers = `
  globalThis.answered = []
  {
    let typed = null
    let searching = false
    const count = () => document.querySelector('main header [aria-live=polite]')?.textContent ?? ''
    addEventListener('keydown', ({ timeStamp }) => {
      typed = timeStamp
      searching = false
    }, true)
    new MutationObserver(() => {
      if (count().startsWith('Searching')) searching = true
      else if (searching && typed !== null) {
        const from = typed
        typed = null
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel()
          port1.onmessage = () => answered.push(performance.now() - from)
          port2.postMessage(null)
        })
      }
    }).observe(document.body, { childList: true, subtree: true, characterData: true })
  }`

/**
 * `viewed` holds for each list that was gone to the milliseconds from the last keydown to the end of the frame in which
 * its first rows stand: `goesTo(title)` is told before which list will be asked for.
 */
export const watchViews = `
  globalThis.viewed = []
  {
    let wanted = null
    let pressed = 0
    globalThis.goesTo = (title) => (wanted = title)
    addEventListener('keydown', ({ timeStamp }) => (pressed = timeStamp), true)
    new MutationObserver(() => {
      if (wanted === null || document.querySelector('h1')?.textContent !== wanted) return
      const first = document.querySelector('#paper-0 .title')
      if (first === null || first.textContent.trim() === '') return
      wanted = null
      const from = pressed
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => viewed.push(performance.now() - from)
        port2.postMessage(null)
      })
    }).observe(document.body, { childList: true, subtree: true, characterData: true })
  }`
