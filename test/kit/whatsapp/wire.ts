import type { Fault } from '../faults.ts'

/**
 * What the double's page and its server say to each other over one WebSocket, as JSON. It is not WhatsApp's protocol:
 * the page plays WhatsApp's modules for the library, the server everything behind them. Messages, acknowledgements and
 * linked devices are the server's, and outlive the browser.
 */

/** `4915100000@c.us` (a phone number), `99887766@lid` (hidden id), `1203…@g.us` (group), `status@broadcast`. */
export type Jid = string

export type WireMedia = {
  /** What follows `/media/`: fetched with GET `/media/<path>`; a file is put there with POST `/media`, which answers it. */
  readonly path: string
  readonly mimetype: string
  readonly size: number
  readonly width?: number
  readonly height?: number
  readonly filename?: string
  readonly duration?: number
}

/** 0 waits, 1 the server has it, 2 delivered, 3 read, 4 played; -1 failed. */
export type Ack = -1 | 0 | 1 | 2 | 3 | 4

export type WireMessage = {
  /** Never used twice. */
  readonly id: string
  readonly chat: Jid
  readonly fromMe: boolean
  /** In groups and for statuses: who wrote it. */
  readonly author?: Jid
  /** As the sender calls themselves. */
  readonly notifyName?: string
  /** Seconds since 1970, by the server's clock. */
  readonly t: number
  /** As the library names them: `chat`, `image`, `ptt`, `sticker`, `revoked`, `ciphertext`, and others. */
  readonly type: string
  readonly body?: string
  readonly caption?: string
  readonly ack: Ack
  readonly mentions?: readonly Jid[]
  readonly quoted?: {
    readonly id: string
    readonly fromMe: boolean
    readonly author: Jid
    readonly type: string
    readonly body?: string
    readonly caption?: string
    readonly media?: WireMedia
  }
  readonly media?: WireMedia
  readonly isViewOnce?: boolean
  readonly isForwarded?: boolean
  readonly editedAtMs?: number
  /** Any further field of WhatsApp's model, for kinds the double does not know. */
  readonly extra?: Readonly<Record<string, unknown>>
}

export type WireChat = {
  readonly id: Jid
  readonly name: string
  readonly t: number
  readonly unreadCount: number
  /** Of a group. */
  readonly participants?: readonly Jid[]
  /** In this group people are named by their hidden ids. */
  readonly isLidAddressing?: boolean
}

export type WireMe = { readonly pn: Jid; readonly lid: Jid; readonly name: string }

/** From the page; each is answered by `{ re: n, … }`, or `{ re: n, error }`. */
export type PageOp = { readonly n: number } & (
  | { readonly op: 'hello'; readonly device?: string; readonly version: string }
  | { readonly op: 'send'; readonly message: Omit<WireMessage, 'ack' | 't' | 'fromMe'> }
  | { readonly op: 'edit'; readonly chat: Jid; readonly id: string; readonly body: string }
  | { readonly op: 'react'; readonly chat: Jid; readonly id: string; readonly emoji: string }
  | { readonly op: 'revoke'; readonly chat: Jid; readonly id: string }
  | { readonly op: 'seen'; readonly chat: Jid }
  | { readonly op: 'chatstate'; readonly chat: Jid; readonly state: 'typing' | 'recording' | 'stop' }
  | { readonly op: 'history'; readonly chat: Jid; readonly before?: string; readonly count: number }
  | { readonly op: 'message'; readonly chat: Jid; readonly id: string }
  | { readonly op: 'exists'; readonly jid: Jid }
  | { readonly op: 'pairing-code'; readonly phone: string }
  | { readonly op: 'refresh-qr' }
  /** The library reads the QR code now: from here on it can be scanned. */
  | { readonly op: 'qr-read'; readonly ref: string }
  | { readonly op: 'resend'; readonly chat: Jid; readonly ids: readonly string[] }
  | { readonly op: 'logout' }
  /** After each paired `hello`, once the library's listeners for messages are there: now, or already. */
  | { readonly op: 'listening' }
  /** How many pushes this socket brought so far whose handlers, those of the library's process too, have returned. */
  | { readonly op: 'took'; readonly count: number }
)
export type OpName = PageOp['op']

export type PageAnswers = {
  readonly hello:
    | { readonly state: 'unpaired'; readonly ref: string }
    /** `syncMs` after it the page has synchronised. */
    | {
        readonly state: 'paired'
        readonly me: WireMe
        readonly chats: readonly WireChat[]
        /** The newest of each chat, oldest first. After a broken socket those that the page does not know are new. */
        readonly messages: readonly WireMessage[]
        readonly lids: readonly (readonly [lid: Jid, pn: Jid])[]
        readonly syncMs: number
      }
  readonly send: { readonly ack: -1 | 1; readonly t: number }
  readonly edit: { readonly isDone: boolean }
  readonly react: Record<string, never>
  readonly revoke: Record<string, never>
  readonly seen: Record<string, never>
  readonly chatstate: Record<string, never>
  readonly history: { readonly messages: readonly WireMessage[] }
  readonly message: { readonly message?: WireMessage }
  /** With the other name of a person, where there is one: the page remembers it. */
  readonly exists: { readonly exists: boolean; readonly lid?: Jid; readonly pn?: Jid }
  readonly 'pairing-code': { readonly code: string }
  readonly 'refresh-qr': { readonly ref: string }
  readonly 'qr-read': Record<string, never>
  readonly resend: Record<string, never>
  readonly logout: Record<string, never>
  readonly listening: Record<string, never>
  readonly took: Record<string, never>
}

/** From the server, unasked. */
export type Push =
  /** `isNew`: it came now. Pushed a second time, the library reports it a second time. */
  | { readonly push: 'message'; readonly message: WireMessage; readonly chat: WireChat; readonly isNew: boolean }
  /** It takes the place of the one with this id: edited, revoked, decrypted. */
  | { readonly push: 'changed'; readonly message: WireMessage }
  | { readonly push: 'ack'; readonly chat: Jid; readonly id: string; readonly ack: Ack }
  | { readonly push: 'unread'; readonly chat: Jid; readonly unreadCount: number }
  | {
      readonly push: 'reaction'
      readonly chat: Jid
      /** Of the message that it is on. */
      readonly id: string
      /** Whether the account itself reacted. */
      readonly fromMe: boolean
      /** Who reacted, as the chat names people. */
      readonly sender: Jid
      /** Empty: taken back. */
      readonly emoji: string
      readonly atMs: number
    }
  /** The phone scanned the code: the page keeps `device`, and says hello with it, on the same socket. */
  | { readonly push: 'linked'; readonly device: string }
  | { readonly push: 'ref'; readonly ref: string }
  /** Logged out on the phone: the page forgets its device and goes to `/?post_logout=1`. */
  | { readonly push: 'unlinked' }
  /** The socket's state as the page shows it: `CONFLICT`, `UNPAIRED`, `TIMEOUT`, `OPENING`, `CONNECTED`. */
  | { readonly push: 'state'; readonly state: string }
  /** Faults of the page itself. `hang`: its thread never returns. `no-sync`: it never says that it has synchronised. */
  | { readonly push: 'fault'; readonly fault: 'hang' | 'no-sync' }

/**
 * What is behind the page: a linked account on a phone, with its chats. The server forwards what pages say, and pushes
 * to every page of a device.
 */
export type Account = {
  /** Undefined: no answer ever. Rejects: `{ error }` is answered. `drop`: the socket is cut. */
  answer<Op extends PageOp>(op: Op, page: PageSocket): Promise<PageAnswers[Op['op']] | 'silent' | 'drop'>
  connected(page: PageSocket): void
  disconnected(page: PageSocket): void
  /** `path`: what follows `/media/`. Undefined: 404. */
  media(path: string): Promise<StoredMedia | undefined>
  /** For POST to `/media`; resolves with what is to follow `/media/`. Undefined: 500. */
  upload(bytes: Uint8Array, mimetype?: string): Promise<string | undefined>
  /** Of the server's clock; its `Date` header says it too. */
  now(): number
}

export type StoredMedia = {
  readonly bytes: Uint8Array
  readonly mimetype: string
  /** `drop`, `status`, `cut`, `stall`, `silent`: how the download goes wrong; a delay is over already. */
  readonly fault?: Fault
}

export type PageSocket = { push(push: Push): void; close(): void }
