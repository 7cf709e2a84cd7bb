import type { PlannedFault } from './faults.ts'

type Planned = { readonly op: string; readonly times?: number }

/** `all`: by which name a fault strikes every operation but `butFor`. */
type Names = { readonly all: string; readonly butFor: string }

/** Faults that are still to come, each used up by one when it strikes. */
export class FaultQueue<Fault extends Planned = PlannedFault> {
  readonly #names: Names
  #faults: { readonly fault: Fault; left: number }[] = []
  #struck = 0

  constructor(names: Names = { all: 'any', butFor: 'receive' }) {
    this.#names = names
  }

  add(...faults: readonly Fault[]): void {
    this.#faults.push(...faults.map((fault) => ({ fault, left: fault.times ?? 1 })))
  }

  clear(): void {
    this.#faults = []
  }

  /** How many have struck so far. */
  get struck(): number {
    return this.#struck
  }

  /** The fault that strikes this operation now. `other`: one that only a fault of all operations strikes. */
  take(op: Fault['op'] | 'other', fits: (fault: Fault) => boolean = () => true): Fault | undefined {
    const { all, butFor } = this.#names
    const concerns = (name: string) => name === op || (name === all && op !== butFor)
    const entry = this.#faults.find(({ fault }) => concerns(fault.op) && fits(fault))
    if (!entry) return undefined
    entry.left -= 1
    this.#struck += 1
    if (entry.left <= 0) this.#faults = this.#faults.filter((other) => other !== entry)
    return entry.fault
  }
}
