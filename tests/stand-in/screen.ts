import { EventEmitter } from 'node:events'
import { application } from './application'
import { onCommand } from './control'
import { displayMatching, displays, makeDisplay } from './displays'
import { makeEvent } from './event'
import { emitterMembers, strict } from './strict'

const members = ['getAllDisplays', 'getPrimaryDisplay', 'getDisplayMatching'] as const

class Screen extends EventEmitter implements Pick<Electron.Screen, (typeof members)[number]> {
  getAllDisplays(): Electron.Display[] {
    needReady()
    return [...displays.all]
  }

  getPrimaryDisplay(): Electron.Display {
    needReady()
    const [first] = displays.all
    if (first === undefined) throw new Error('no display')
    return first
  }

  getDisplayMatching(rectangle: Electron.Rectangle): Electron.Display {
    needReady()
    return displayMatching(rectangle)
  }
}

function needReady(): void {
  if (!application.isReady) throw new Error("The 'screen' module can't be used before the app 'ready' event")
}

const implementation = new Screen()

export const screen = strict<Electron.Screen>(implementation, {
  name: 'screen',
  members: [...members, ...emitterMembers],
  events: ['display-added', 'display-removed', 'display-metrics-changed']
})

onCommand('setDisplays', ({ displays: given }) => {
  const before = displays.all
  displays.all = given.map((display, index) => makeDisplay({ id: index + 1, ...display }))
  const has = (list: readonly Electron.Display[], id: number): boolean =>
    list.some((display) => display.id === id)
  for (const display of before) {
    if (!has(displays.all, display.id)) implementation.emit('display-removed', makeEvent({}), display)
  }
  for (const display of displays.all) {
    if (has(before, display.id)) {
      implementation.emit('display-metrics-changed', makeEvent({}), display, ['bounds', 'workArea'])
    } else {
      implementation.emit('display-added', makeEvent({}), display)
    }
  }
  return undefined
})
