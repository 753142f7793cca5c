import type { IpcMainInvokeEvent, WebContents } from 'electron'
import { longestArgument } from '#core/argument-limit'
import type { Api, Reply } from '#core/contract'
import { dispatch } from '#core/dispatch'
import { failureText } from '#core/messages'
import { appOrigin } from '#main/desktop/app-origin'
import { isWithin } from '#main/desktop/argument-size'
import type { Log } from '#main/desktop/log'

/** The one channel between a window and the library: requests one way, events the other. */
export const channel = 'papertray'

/** Answers what the window asks; never throws. What anybody else asks is refused. */
export function answerRequests(
  api: Api,
  isWindow: (contents: WebContents) => boolean,
  log: Log
): (event: IpcMainInvokeEvent, name: unknown, argument: unknown) => Promise<Reply> {
  return async (event, name, argument) => {
    if (!isOwn(event, isWindow)) {
      log.warn('A request from another page was refused')
      return refusal('it came from another page')
    }
    if (typeof name !== 'string') return refusal('no such request')
    if (!isWithin(argument, longestArgument(name))) return refusal('the argument is too large')
    const reply = await dispatch(api, name, argument)
    // Neither the argument nor the message: both may hold what the user reads and writes.
    if (!reply.ok && (reply.error.code === 'internal' || reply.error.code === 'badRequest'))
      log.warn(`The request ${name.slice(0, 40)} ended with ${reply.error.code}`)
    return reply
  }
}

/** From the top frame of our window, and that still shows our page. */
function isOwn(
  { sender, senderFrame }: IpcMainInvokeEvent,
  isWindow: (contents: WebContents) => boolean
): boolean {
  // Null where the frame has gone elsewhere since.
  return (
    senderFrame !== null &&
    senderFrame.parent === null &&
    senderFrame.origin === appOrigin &&
    isWindow(sender)
  )
}

function refusal(reason: string): Reply {
  return { ok: false, error: { code: 'badRequest', message: failureText('badRequest', { reason }) } }
}
