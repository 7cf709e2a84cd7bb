import { z } from 'zod'
import type { EventEnvelope, MessageContent, Part } from '#core/contract/message.ts'
import { EVENT_VERSION } from '#core/contract/message.ts'
import { identityId, type Platform } from '#core/contract/ids.ts'
import { pressIn } from '#core/contract/press.ts'
import { cleanText } from '#core/contract/text.ts'
import { displayName } from '../shared/event-text.ts'
import { payloadOf } from '../shared/payload.ts'
import { typedCommand } from '../shared/typed-command.ts'
import type { ReadContext, ReadEvent } from './product.ts'

/** More in one body than Meta sends: the rest of it is not read. */
const ITEMS_MAX = 1000

/** The objects in a list, wherever it may be missing. */
export function objectsIn(list: unknown): readonly Record<string, unknown>[] {
  if (!Array.isArray(list)) return []
  return list.slice(0, ITEMS_MAX).filter((item) => typeof item === 'object' && item !== null && !Array.isArray(item))
}

export const objectIn = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}

/** Ids come as text, and in some places as numbers. */
export const idSchema = z
  .union([z.string().min(1).max(512), z.int().nonnegative()])
  .transform((id) => cleanText(String(id)))

const SECONDS_MAX = 100_000_000_000
/** The last one that is a date. */
const TIME_MS_MAX = 8_640_000_000_000_000

/** Some times are in seconds, some in milliseconds; as numbers or as text. */
export const timeSchema = z
  .union([
    z.int().nonnegative(),
    z
      .string()
      .regex(/^\d{1,16}$/)
      .transform(Number),
  ])
  .transform((time) => (time < SECONDS_MAX ? time * 1000 : time))
  .refine((timeMs) => timeMs <= TIME_MS_MAX)

type From = { readonly id: string; readonly name: string; readonly sentAtMs: number | undefined }

/** Meta's bots have private chats only: a chat is its person. */
export function envelopeOf(platform: Platform, { id, name, sentAtMs }: From, context: ReadContext): EventEnvelope {
  const { account, receivedAtMs } = context
  return {
    v: EVENT_VERSION,
    platform,
    account,
    chat: { id, kind: 'dm' },
    sender: { id: identityId(account, id), displayName: displayName(name), isBot: false },
    sentAtMs: sentAtMs ?? receivedAtMs,
    receivedAtMs,
  }
}

/** `url`, `image_url`, `link`, …: of files, where who has the address has the file. */
const ADDRESS_FIELD = /(?:^|_)(?:url|link|src)$/i

export const withoutAddresses = (raw: unknown) => payloadOf(raw, (field) => ADDRESS_FIELD.test(field))

type Content = Pick<MessageContent, 'parts' | 'replyTo'> & { readonly messageId: string }

/** A message, or the command that its text is. */
export function messageOf(envelope: EventEnvelope, content: Content): ReadEvent['event'] {
  const [part, ...others] = content.parts
  const command = part?.type === 'text' && others.length === 0 ? typedCommand(part.text) : undefined
  const { messageId } = content
  if (command) return { ...envelope, type: 'command', messageId, ...command, addressed: 'dm' }
  return { ...envelope, type: 'message', ...content, addressed: 'dm' }
}

export const textPart = (text: string): Part => ({ type: 'text', text: cleanText(text) })

/** What the bot offers with its answers; other payloads were not made by us. */
export const isOurs = (data: string | undefined): data is string => pressIn(data) !== undefined

/** By time, for each chat; those of one time stay as they came. */
export function inOrder(events: readonly ReadEvent[]): readonly ReadEvent[] {
  return events.toSorted((a, b) => a.event.sentAtMs - b.event.sentAtMs)
}
