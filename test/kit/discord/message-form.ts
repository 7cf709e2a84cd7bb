import { type APIMessageTopLevelComponent, MessageFlags, RESTJSONErrorCodes } from 'discord-api-types/v10'
import { pictureSize } from '../picture-size.ts'
import { ApiError, emptyMessage, invalidForm } from './api-error.ts'
import { componentsOf } from './components.ts'
import { mimeOf } from './mime.ts'
import { type AllowedMentions, pingsIn } from './pings.ts'
import type { Channel, Said, StoredFile } from './platform-objects.ts'
import type { PlatformState } from './platform-state.ts'
import { type RestInput, textField } from './rest-input.ts'

const CONTENT_MAX = 2000
const FILES_MAX = 10
const FILE_BYTES_MAX = 10 << 20
const SETTABLE = MessageFlags.SuppressEmbeds | MessageFlags.Ephemeral | MessageFlags.SuppressNotifications

export type MessageForm = {
  readonly content: string
  readonly flags: number
  readonly files: readonly StoredFile[]
  readonly components: APIMessageTopLevelComponent[]
  readonly pinged: ReadonlySet<string>
}

type Place = { readonly channel: Channel; readonly replyTo?: Said | undefined; readonly edited?: Said }

/** Checks what the bot wants to send, or to make of a message; what an edit does not name stays. */
export function messageForm(state: PlatformState, input: RestInput, { channel, replyTo, edited }: Place): MessageForm {
  const { body } = input
  const content = body.content === undefined ? (edited?.content ?? '') : checkedContent(body.content)
  const flags = flagsOf(body.flags, edited?.flags)
  const files = filesOf(state, input, channel, edited)
  const components = body.components === undefined ? (edited?.components ?? []) : componentsOf(body.components)
  const hasEmbeds = Array.isArray(body.embeds) && body.embeds.length > 0
  if (content === '' && files.length === 0 && components.length === 0 && !hasEmbeds) throw emptyMessage()
  const allowed = body.allowed_mentions as AllowedMentions | undefined
  const pinged = pingsIn(state, content, { allowed, replyTo: replyTo ?? edited?.replyTo })
  return { content, flags, files, components, pinged }
}

/** What was said to one person stays so. */
function flagsOf(wanted: unknown, before = 0): number {
  if (wanted === undefined) return before
  return (Number(wanted) & SETTABLE) | (before & MessageFlags.Ephemeral)
}

/** Discord cuts blanks at both ends, then counts characters, not UTF-16 units. */
function checkedContent(content: unknown): string {
  const text = (textField(content) ?? '').trim()
  if (Array.from(text).length <= CONTENT_MAX) return text
  throw invalidForm('content', 'BASE_TYPE_MAX_LENGTH', `Must be ${CONTENT_MAX} or fewer in length.`)
}

type Named = { readonly id?: string | number; readonly filename?: string }

function filesOf(state: PlatformState, { body, files }: RestInput, channel: Channel, edited?: Said): StoredFile[] {
  const named = body.attachments as readonly Named[] | undefined
  const kept = (edited?.files ?? []).filter(({ id }) => !named || named.some((one) => String(one.id) === id))
  const sent = [...files].map(([number, { fileName, bytes }]) => {
    if (bytes.length > FILE_BYTES_MAX) throw tooLarge()
    const name = named?.find(({ id }) => String(id) === number)?.filename ?? fileName
    const mime = mimeOf(name, bytes)
    const size = mime.startsWith('image/') ? { size: pictureSize(bytes) } : {}
    return { channelId: channel.id, name, bytes, mime, ...size }
  })
  if (kept.length + sent.length > FILES_MAX) {
    throw invalidForm('attachments', 'BASE_TYPE_MAX_LENGTH', `Must be ${FILES_MAX} or fewer in length.`)
  }
  return [...kept, ...sent.map((file) => state.addFile(file))]
}

function tooLarge(): ApiError {
  return new ApiError(413, RESTJSONErrorCodes.RequestEntityTooLarge, 'Request entity too large')
}
