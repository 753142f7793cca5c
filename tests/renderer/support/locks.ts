// jsdom has none. Each window of a test is the only one with its name.
Object.defineProperty(navigator, 'locks', {
  configurable: true,
  value: { request: (_name: string, _options: unknown, work: (lock: unknown) => unknown) => work({}) }
})
