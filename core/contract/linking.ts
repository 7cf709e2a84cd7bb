import type { Sentence } from '#machine/sentence.ts'

/** A channel that is linked to an account on somebody's phone, rather than opened with a token: WhatsApp Web. */
export type Linking = {
  readonly state: LinkState
  /**
   * Begins linking, also where the account was logged out: a QR code, or with `phoneNumber` a pairing code, is then in
   * `state`. The risk was acknowledged by whoever asks. Resolves when it has begun. May be repeated: a new code.
   */
  link(how: { readonly phoneNumber?: string | undefined }): Promise<void>
  /** Logs out on the platform where it can be reached, and forgets the session in any case. */
  unlink(): Promise<void>
}

export type LinkState = {
  readonly state:
    /** The browser starts, or the page loads and synchronises. */
    | 'connecting'
    /** Waits for the phone to scan `qr`. */
    | 'qr'
    /** Waits for `pairingCode` to be typed on the phone. */
    | 'pairing'
    /** Round trips work, and the page says that it is connected. */
    | 'ready'
    /** It was ready and is not now: the phone or WhatsApp is not reached, or the browser is started again. */
    | 'degraded'
    /** Never linked, unlinked, or logged out on the phone: nothing happens until somebody links. No browser runs. */
    | 'logged-out'
    /** It cannot run: no browser, a profile in use. Or the channel is stopped. */
    | 'off'
  /** Why, and what the operator can do at a terminal. Without codes. */
  readonly detail: string
  /** Why, for every language: without the command that `detail` may name, for those who have a button in its place. */
  readonly sentences: readonly Sentence[]
  /** What the QR code holds. */
  readonly qr?: string
  readonly pairingCode?: string
  /** The account's phone number, digits alone. */
  readonly phoneNumber?: string
  /** What came and waits to be stored; at least 1 while chats are read back. Absent: nothing. */
  readonly unstored?: number
  readonly lastInAtMs?: number
  readonly lastOutAtMs?: number
  /** Of a question to the page; the newest that was answered. */
  readonly roundTrip?: { readonly atMs: number; readonly ms: number }
  readonly browser?: {
    readonly startedAtMs: number
    /** PSS of all its processes; undefined where the system does not say. */
    readonly bytes?: number
  }
  /** Of its browsers, since the process began; absent while there was none. They stay while no browser runs. */
  readonly restarts?: { readonly count: number; readonly newestFor: Sentence }
}

/** A pairing code of eight characters is read, and typed on the phone, in two groups. */
export const inFours = (code: string): string => code.replaceAll(/\W/g, '').replaceAll(/(.{4})(?=.)/g, '$1-')
