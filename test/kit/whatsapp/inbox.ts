import type { Fault } from '../faults.ts'
import type { FaultQueue } from '../fault-queue.ts'
import type { Devices } from './devices.ts'
import type { WhatsAppState } from './state.ts'
import type { Push } from './wire.ts'

/** How far what people do has come on its way to the service. */
export class Inbox {
  readonly #state: WhatsAppState
  readonly #devices: Devices
  readonly #faults: FaultQueue
  readonly #timers = new Set<NodeJS.Timeout>()
  #held: Push | undefined
  /** It came while no page was there that hands it on; the next one that listens finds it in its chats. */
  #isMissed = false

  constructor(state: WhatsAppState, devices: Devices, faults: FaultQueue) {
    this.#state = state
    this.#devices = devices
    this.#faults = faults
  }

  /** What people did: faults strike it on its way. Who waits for a change looks once it is there, or waits here. */
  bring(push: Push): void {
    this.#bring(push)
    this.#state.changed()
  }

  later(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      act()
      this.#timers.delete(timer)
      this.#state.changed()
    }, ms)
    this.#timers.add(timer)
  }

  listens(): void {
    this.#isMissed = false
  }

  /** Something that people did has not come to the service. */
  get isBusy(): boolean {
    return this.#isMissed || this.#held !== undefined || this.#timers.size > 0 || this.#devices.isBehind
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer)
    this.#timers.clear()
  }

  #bring(push: Push): void {
    const fault = this.#faults.take('receive')
    if (fault && 'reorder' in fault) return void (this.#held = push)
    if (fault && 'delayMs' in fault) return this.later(fault.delayMs, () => this.#tell(push))
    this.#strike(fault, push)
    const held = this.#held
    this.#held = undefined
    if (held) this.#tell(held)
  }

  #strike(fault: Fault | undefined, push: Push): void {
    if (fault && ('drop' in fault || 'silent' in fault)) this.#isMissed = true
    else this.#tell(push)
    if (fault && 'duplicate' in fault) this.#tell(push)
    if (fault && ('drop' in fault || 'dropAfterAccept' in fault)) {
      for (const page of this.#devices.paired) page.close()
    }
  }

  #tell(push: Push): void {
    if (this.#devices.listening.length === 0) this.#isMissed = true
    this.#devices.tell(push)
  }
}
