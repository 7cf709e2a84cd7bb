import { basename } from 'node:path'
import { z } from 'zod'
import type { Payload, Upload } from '../request-body.ts'
import { ERRORS } from './api-error.ts'
import { DAY_MS, type GraphState, type Room, type StoredFile } from './graph-state.ts'
import { MEDIA_LIFETIME_MS, storedFile } from './media.ts'
import { sentEvents } from './page-events.ts'

/**
 * POST /me/messages of Messenger and Instagram:
 * https://developers.facebook.com/docs/messenger-platform/reference/send-api and
 * https://developers.facebook.com/documentation/business-messaging/instagram-messaging/features/send-message. An unknown
 * field is refused, so that a typing error in a client shows.
 */
const attachment = z.strictObject({
  type: z.enum(['image', 'audio', 'video', 'file']),
  payload: z.strictObject({
    url: z.url().optional(),
    attachment_id: z.string().optional(),
    is_reusable: z.boolean().optional(),
  }),
})
const quickReply = z.strictObject({
  content_type: z.literal('text'),
  title: z.string().min(1),
  payload: z.string().min(1).max(1000),
  image_url: z.url().optional(),
})
const message = z.strictObject({
  text: z.string().min(1).optional(),
  attachment: attachment.optional(),
  attachments: z.array(attachment).optional(),
  quick_replies: z.array(quickReply).min(1).max(13).optional(),
  metadata: z.string().max(1000).optional(),
})
const sendBody = z.strictObject({
  recipient: z.strictObject({ id: z.string() }),
  messaging_type: z.enum(['RESPONSE', 'UPDATE', 'MESSAGE_TAG']).optional(),
  tag: z.literal('HUMAN_AGENT').optional(),
  message: message.optional(),
  sender_action: z.enum(['typing_on', 'typing_off', 'mark_seen', 'react', 'unreact']).optional(),
  payload: z.strictObject({ message_id: z.string(), reaction: z.string().optional() }).optional(),
  reply_to: z.strictObject({ mid: z.string() }).optional(),
  notification_type: z.enum(['REGULAR', 'SILENT_PUSH', 'NO_PUSH']).optional(),
  filedata: z.custom<Upload>().optional(),
  // What a client may send beside the headers.
  access_token: z.string().optional(),
  appsecret_proof: z.string().optional(),
})

type SendBody = z.infer<typeof sendBody>

/** Whether a request is a message; everything else to this address is a signal. */
export function isPageMessage(payload: Payload): boolean {
  return payload.sender_action === undefined
}

export function pageRoomOf(state: GraphState, payload: Payload): Room {
  const room = state.rooms.get(parsed(payload).recipient.id)
  if (!room) throw ERRORS.noSuchUser()
  return room
}

/** Sends a message or shows a signal; `count` is called for what the limits count. */
export function sendToPerson(state: GraphState, payload: Payload, count: (to: string) => void): object {
  const body = parsed(payload)
  const room = pageRoomOf(state, payload)
  const recipient_id = room.account.id
  if (room.isClosed) throw ERRORS.unavailable()
  if (body.sender_action !== undefined) {
    signal(state, room, body)
    return { recipient_id }
  }
  if (!body.message) throw ERRORS.badParameter('The parameter message is required.')
  if (state.product === 'messenger' && !body.messaging_type) {
    throw ERRORS.badParameter('The parameter messaging_type is required.')
  }
  const content = contentOf(state, body)
  const windowMs = body.tag === undefined ? DAY_MS : 7 * DAY_MS
  if (room.lastFromPersonMs === undefined || state.now() > room.lastFromPersonMs + windowMs)
    throw ERRORS.outsideWindow()
  if (body.reply_to && !room.messages.has(body.reply_to.mid))
    throw ERRORS.badParameter('Invalid message ID in reply_to')
  count(recipient_id)
  const said = state.post(room, { fromBot: true, replyTo: body.reply_to?.mid, note: body.message.metadata, ...content })
  for (const event of sentEvents(state, room, said)) state.tell(event)
  return { recipient_id, message_id: said.id }
}

function contentOf(state: GraphState, { message, filedata }: SendBody) {
  const { text = '', attachment, attachments = [], quick_replies = [] } = message ?? {}
  const all = [...(attachment ? [attachment] : []), ...attachments]
  if (text === '' && all.length === 0)
    throw ERRORS.badParameter('Message cannot be empty, must provide valid attachment or text')
  checkLength(state, text)
  const files = all.map(({ type, payload }) => ({ type, file: attached(state, payload, filedata) }))
  const document = files.find(({ type }) => type !== 'image')?.file
  if (document && state.product === 'instagram' && document.mime !== 'application/pdf') {
    throw ERRORS.badParameter('Unsupported attachment type')
  }
  return {
    text,
    quickReplies: quick_replies.map(({ title, payload }) => ({ title: title.slice(0, 20), payload })),
    pictures: files.filter(({ type }) => type === 'image').map(({ file }) => file),
    document,
  }
}

function checkLength({ product, profile: { textMax } }: GraphState, text: string): void {
  const length = textMax.unit === 'bytes' ? Buffer.byteLength(text) : text.length
  if (length <= textMax.length) return
  const what = product === 'instagram' ? 'bytes of param message[text]' : 'param message[text]'
  throw ERRORS.badParameter(`Length of ${what} must be less than or equal to ${textMax.length}`)
}

type Attached = { readonly url?: string | undefined; readonly attachment_id?: string | undefined }

function attached(state: GraphState, { url, attachment_id }: Attached, upload: Upload | undefined): StoredFile {
  if (upload) return storeUpload(state, upload)
  if (attachment_id !== undefined) {
    const file = storedFile(state, attachment_id)
    if (!file) throw ERRORS.badParameter('Invalid attachment ID')
    return file
  }
  if (url === undefined) throw ERRORS.badParameter('Attachment needs a url, an attachment_id or filedata')
  // Meta fetches it; the double shows only that it was there.
  const name = basename(new URL(url).pathname)
  return state.addFile({ name, mime: 'application/octet-stream', bytes: Buffer.from(url), lifetimeMs: DAY_MS })
}

/** POST /me/message_attachments */
export function uploadAttachment(state: GraphState, payload: Payload): object {
  const form = z.object({ message: z.strictObject({ attachment }), filedata: z.custom<Upload>() })
  const body = form.safeParse(unpacked(payload))
  if (!body.success) throw ERRORS.badParameter(z.prettifyError(body.error))
  return { attachment_id: storeUpload(state, body.data.filedata).id }
}

function storeUpload(state: GraphState, { fileName, mime, bytes }: Upload): StoredFile {
  if (bytes.length > state.profile.fileBytesMax) {
    throw ERRORS.badParameter('Upload attachment failure: file is larger than 25 MB')
  }
  return state.addFile({ name: fileName, mime, bytes, lifetimeMs: MEDIA_LIFETIME_MS.uploaded })
}

function signal(state: GraphState, room: Room, { sender_action: action, payload, message }: SendBody): void {
  if (message) throw ERRORS.badParameter('sender_action and message cannot be sent together')
  if (action === 'react' || action === 'unreact') {
    const said = room.messages.get(payload?.message_id ?? '')
    if (!said) throw ERRORS.badParameter('Invalid message ID')
    if (action === 'react') said.reactions.set('bot', payload?.reaction ?? '')
    else said.reactions.delete('bot')
  } else if (action !== undefined) room.signals.push({ kind: action, atMs: state.now() })
  state.changed(room)
}

function parsed(payload: Payload): SendBody {
  const body = sendBody.safeParse(unpacked(payload))
  if (!body.success) throw ERRORS.badParameter(z.prettifyError(body.error))
  return body.data
}

/** In a form, structures come as JSON text. */
function unpacked(payload: Payload): Record<string, unknown> {
  const isStructure = (value: unknown): value is string => typeof value === 'string' && value.startsWith('{')
  return Object.fromEntries(
    Object.entries(payload).map(([name, value]) => [name, isStructure(value) ? JSON.parse(value) : value]),
  )
}
