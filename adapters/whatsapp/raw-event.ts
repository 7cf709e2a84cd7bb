/**
 * What the library tells of the page, as plain data: the channel's raw payload. `data` is the library's own model of a
 * message (`Message.rawData`); only a schema may read it.
 */
export type RawEvent =
  /** `isLive`: it came now; otherwise it was read back from a chat. */
  | { readonly type: 'message'; readonly data: unknown; readonly isLive: boolean }
  | { readonly type: 'edit'; readonly data: unknown }
  | { readonly type: 'revoke'; readonly data: unknown; readonly before?: unknown }
  | { readonly type: 'reaction'; readonly data: unknown }
  | { readonly type: 'ack'; readonly data: unknown; readonly ack: number }
  /** It could not be decrypted, also after the phone was asked to send it again. */
  | { readonly type: 'undecrypted'; readonly data: unknown }

export const isRawEvent = (raw: unknown): raw is RawEvent =>
  typeof raw === 'object' && raw !== null && 'type' in raw && typeof raw.type === 'string'
