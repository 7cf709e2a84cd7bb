/**
 * The links under which Discord gives out files are signed and end after a day; who has one, has the file. So a part
 * names the place of its file: channel, message and attachment, by which a fresh link can be asked for.
 */
export type AttachmentPlace = {
  readonly channelId: string
  readonly messageId: string
  readonly attachmentId: string
}

export const attachmentRef = ({ channelId, messageId, attachmentId }: AttachmentPlace) =>
  `${channelId}/${messageId}/${attachmentId}`

export const stickerRef = (id: string, extension: string) => `stickers/${id}.${extension}`

const ATTACHMENT = /^(\d{1,20})\/(\d{1,20})\/(\d{1,20})$/
const STICKER = /^stickers\/\d{1,20}\.(?:png|json|gif)$/

export type MediaPlace =
  { readonly type: 'attachment'; readonly place: AttachmentPlace } | { readonly type: 'sticker'; readonly path: string }

/** Undefined for what is no ref of ours. */
export function placeIn(ref: string): MediaPlace | undefined {
  if (STICKER.test(ref)) return { type: 'sticker', path: ref }
  const [, channelId, messageId, attachmentId] = ATTACHMENT.exec(ref) ?? []
  if (channelId === undefined || messageId === undefined || attachmentId === undefined) return undefined
  return { type: 'attachment', place: { channelId, messageId, attachmentId } }
}
