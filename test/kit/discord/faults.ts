import type { Fault, PlannedFault } from '../faults.ts'

/** Faults that were planned and did not strike yet. */
export class FaultQueue {
  #faults: { fault: PlannedFault; left: number }[] = []

  add(...faults: readonly PlannedFault[]): void {
    this.#faults.push(...faults.map((fault) => ({ fault, left: fault.times ?? 1 })))
  }

  clear(): void {
    this.#faults = []
  }

  /** The fault that strikes this operation now, used up by one. Operations without a name are struck by `any`. */
  take(op: PlannedFault['op'] | undefined): Fault | undefined {
    const concerns = (name: PlannedFault['op']) => name === op || (name === 'any' && op !== 'receive')
    const entry = this.#faults.find(({ fault, left }) => left > 0 && concerns(fault.op))
    if (!entry) return undefined
    entry.left -= 1
    this.#faults = this.#faults.filter(({ left }) => left > 0)
    return entry.fault
  }
}
