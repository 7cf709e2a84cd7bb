import type { FaultQueue } from '../fault-queue.ts'
import type { Devices, OpenPage } from './devices.ts'
import type { Inbox } from './inbox.ts'
import type { WhatsAppState } from './state.ts'
import type { PageOp } from './wire.ts'

export type AccountDeps = {
  readonly state: WhatsAppState
  readonly devices: Devices
  readonly faults: FaultQueue
  readonly inbox: Inbox
  readonly limits: () => 'strict' | 'off'
  /** How long after its `hello` a page has synchronised. */
  readonly syncMs: () => number
  /** The library has read the QR code that a page shows. */
  readonly shown: (page: OpenPage) => void
  readonly loggedOut: () => void
}

/** `isUnanswered`: the page does not learn of it now, nor later what became of it. */
export type How = { readonly isUnanswered?: boolean }
export type Call<Op extends PageOp = PageOp> = AccountDeps & How & { readonly op: Op; readonly page: OpenPage }
