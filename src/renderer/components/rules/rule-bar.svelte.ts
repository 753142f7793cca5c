import type { RuleSubject } from '#core/domain/rule'

/** What a rule could be made of, and where it stands in the window. */
export interface BarSubject {
  readonly matches: RuleSubject
  readonly text: string
  readonly rect: Pick<DOMRect, 'left' | 'top' | 'bottom'>
}

/** Milliseconds for which the pointer rests on a name before the bar comes, and after which it goes. */
const restFor = 350
const leaveAfter = 250

/** The small bar that makes a rule with one click. */
export class RuleBarState {
  #subject = $state.raw<BarSubject | null>(null)
  #timer: ReturnType<typeof setTimeout> | undefined

  get subject(): BarSubject | null {
    return this.#subject
  }

  /** The pointer has come to something: asked once it rests there. */
  restOn(subject: () => BarSubject): void {
    this.#in(restFor, () => {
      this.#subject = subject()
    })
  }

  show(subject: BarSubject): void {
    clearTimeout(this.#timer)
    this.#subject = subject
  }

  hold(): void {
    clearTimeout(this.#timer)
  }

  leave(): void {
    this.#in(leaveAfter, () => {
      this.#subject = null
    })
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#subject = null
  }

  #in(milliseconds: number, work: () => void): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(work, milliseconds)
  }
}
