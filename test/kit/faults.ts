import { setTimeout as sleep } from 'node:timers/promises'

/** What goes wrong at a platform, and how often. Faults of one operation are used up in the order they were added. */
export type PlannedFault = {
  /** `any`: all but `receive`. `receive`: what people did, on its way to the bot. */
  readonly op: 'send' | 'edit' | 'typing' | 'download' | 'receive' | 'any'
  /** 1 unless said otherwise. */
  readonly times?: number
} & Fault

export type Fault =
  /** The connection is cut before anything is done. */
  | { readonly drop: true }
  /** Everything is done, then the connection is cut before the answer. */
  | { readonly dropAfterAccept: true }
  | { readonly delayMs: number }
  /** Nothing is done before this resolves. Not for `receive`. */
  | { readonly heldUntil: Promise<unknown> }
  /** Nothing is done and an error is answered. */
  | { readonly status: number }
  /** 429, or the platform's own form of it, with this many seconds. */
  | { readonly retryAfter: number }
  /** A gateway's 502 page. */
  | { readonly html: true }
  /** Everything is done, and no answer ever comes. */
  | { readonly silent: true }
  /** `receive` only: the next comes twice. */
  | { readonly duplicate: true }
  /** `receive` only: the next two come in reverse. */
  | { readonly reorder: true }
  /** `download` only: ends half way. */
  | { readonly cut: true }
  /** `download` only: half of the file, then nothing more, with the connection open. */
  | { readonly stall: true }

/** Resolves when an operation that is slow has waited long enough. */
export async function waited(fault: object | undefined): Promise<void> {
  if (fault && 'delayMs' in fault) await sleep(fault.delayMs as number)
  if (fault && 'heldUntil' in fault) await fault.heldUntil
}
