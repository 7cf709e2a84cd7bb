import type { Client } from 'whatsapp-web.js'

/** The account that is linked. WhatsApp names it by its phone number, and in some chats by a hidden id (`lid`). */
export type Me = { readonly phoneNumber: string; readonly lid?: string; readonly name: string }

/** The linked, synchronised page, while it lives. */
export interface Page {
  readonly me: Me
  /** When the account was linked, by the platform's clock. Nothing from before is answered. */
  readonly linkedAtMs: number
  /** What the platform's clock is ahead of ours. */
  readonly clockAheadMs: number
  /**
   * A question to the page, or an act on it. Rejects with a `ChannelError`: `unreachable` if it was certainly not begun,
   * `unknown-outcome` if its deadline passed or the browser ended in between. Whatever the library throws comes through.
   */
  call<T>(what: string, run: (client: Client) => Promise<T>, options: CallOptions): Promise<T>
}

export type CallOptions = { readonly signal: AbortSignal; readonly msMax?: number }

/** The page as the rest of the channel finds it: `undefined` while there is none that is ready. */
export type CurrentPage = () => Page | undefined
