import type { Fault, PlannedFault } from './faults.ts'

/** Faults that are still to come, each used up by one when it strikes. */
export class FaultQueue {
  #faults: { readonly fault: PlannedFault; left: number }[] = []

  add(...faults: readonly PlannedFault[]): void {
    this.#faults.push(...faults.map((fault) => ({ fault, left: fault.times ?? 1 })))
  }

  clear(): void {
    this.#faults = []
  }

  /** The fault that strikes this operation now. `other`: one that only `any` names. */
  take(op: PlannedFault['op'] | 'other', fits: (fault: Fault) => boolean = () => true): Fault | undefined {
    const concerns = (name: string) => name === op || (name === 'any' && op !== 'receive')
    const entry = this.#faults.find(({ fault }) => concerns(fault.op) && fits(fault))
    if (!entry) return undefined
    entry.left -= 1
    if (entry.left <= 0) this.#faults = this.#faults.filter((other) => other !== entry)
    return entry.fault
  }
}
