/** What goes wrong, and how often. Faults of one operation are used up in the order in which they were added. */
export type PlannedFault = {
  /** A method (`sendMessage`, `getUpdates` …), `download`, `webhook`, or `*` for every method but getUpdates. */
  readonly op: string
  /** 1 unless said otherwise. */
  readonly times?: number
} & Fault

export type Fault =
  /** The connection is cut before anything is done. */
  | { readonly drop: true }
  /** Everything is done, then the connection is cut before the answer. */
  | { readonly dropAfterAccept: true }
  | { readonly delayMs: number }
  /** Nothing is done and an error is answered. */
  | { readonly status: number; readonly description?: string }
  /** 429 with this many seconds. */
  | { readonly retryAfter: number }
  /** A gateway's 502 page. */
  | { readonly html: true }
  /** Everything is done, and no answer ever comes. */
  | { readonly silent: true }
  /** The next updates come twice. */
  | { readonly duplicate: true }
  /** The next updates come in reverse. */
  | { readonly reorder: true }
  /** A download ends half way. */
  | { readonly cut: true }
  /** A download brings half of the file and then nothing more; its connection stays open. */
  | { readonly stall: true }

export class FaultQueue {
  #faults: { fault: PlannedFault; left: number }[] = []

  add(...faults: readonly PlannedFault[]): void {
    this.#faults.push(...faults.map((fault) => ({ fault, left: fault.times ?? 1 })))
  }

  clear(): void {
    this.#faults = []
  }

  /** The fault that strikes this operation now, used up by one. */
  take(op: string, fits: (fault: Fault) => boolean = () => true): Fault | undefined {
    const concerns = (name: string) => name === op || (name === '*' && op !== 'getUpdates')
    const entry = this.#faults.find(({ fault, left }) => left > 0 && concerns(fault.op) && fits(fault))
    if (!entry) return undefined
    entry.left -= 1
    this.#faults = this.#faults.filter(({ left }) => left > 0)
    return entry.fault
  }
}
