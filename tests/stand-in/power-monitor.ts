import { EventEmitter } from 'node:events'
import { onCommand } from './control'
import { makeEvent } from './event'
import { emitterMembers, strict } from './strict'

const implementation = new EventEmitter()

export const powerMonitor = strict<Electron.PowerMonitor>(implementation, {
  name: 'powerMonitor',
  members: emitterMembers,
  events: ['suspend', 'resume', 'shutdown', 'lock-screen', 'unlock-screen', 'on-ac', 'on-battery']
})

onCommand('power', ({ event }) => {
  implementation.emit(event, makeEvent({}))
  return undefined
})
