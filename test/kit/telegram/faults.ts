import { FaultQueue } from '../fault-queue.ts'
import type { Fault as AnyFault } from '../faults.ts'

/** What goes wrong, and how often, by the names of the Bot API. */
export type PlannedFault = {
  /** A method (`sendMessage`, `getUpdates` …), `download`, `webhook`, or `*` for every method but getUpdates. */
  readonly op: string
  /** 1 unless said otherwise. */
  readonly times?: number
} & Fault

export type Fault =
  | Exclude<AnyFault, { readonly status: number }>
  /** Nothing is done and an error is answered. */
  | { readonly status: number; readonly description?: string }

export class TelegramFaults extends FaultQueue<PlannedFault> {
  constructor() {
    super({ all: '*', butFor: 'getUpdates' })
  }
}
