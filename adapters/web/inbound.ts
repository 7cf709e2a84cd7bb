import * as z from 'zod'
import { identityId, type AccountId } from '#core/contract/ids.ts'
import { EVENT_VERSION, type ChatEvent, type MediaKind, type MediaPart, type Part } from '#core/contract/message.ts'
import { cleanText, shortened } from '#core/contract/text.ts'
import { typedCommand } from '../shared/typed-command.ts'

const FILE_NAME_LENGTH_MAX = 120
const LANGUAGE_TAG = /^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}$/i

/** What our own page posts, once its files lie in the spool. */
export const webPayload = z.object({
  messageId: z.string(),
  person: z.string(),
  text: z.string(),
  files: z.array(z.object({ ref: z.string(), mime: z.string(), bytes: z.number(), fileName: z.string().optional() })),
  acceptLanguage: z.string().optional(),
  /** See `EventEnvelope`. */
  network: z.string().optional(),
  receivedAtMs: z.number(),
})
export type WebPayload = z.infer<typeof webPayload>

/** One message of the page is one event: a command when it is only a word with a slash, else a message. */
export function eventsOf(raw: unknown, account: AccountId): ChatEvent[] {
  const parsed = webPayload.safeParse(raw)
  if (!parsed.success) return []
  const payload = parsed.data
  const text = cleanText(payload.text)
  const locale = localeOf(payload.acceptLanguage)
  const envelope = {
    v: EVENT_VERSION,
    platform: 'web',
    account,
    chat: { id: payload.person, kind: 'dm' },
    sender: { id: identityId(account, payload.person), displayName: guestName(payload.person), isBot: false },
    sentAtMs: payload.receivedAtMs,
    receivedAtMs: payload.receivedAtMs,
    ...(locale === undefined ? {} : { locale }),
    ...(payload.network === undefined ? {} : { network: payload.network }),
    messageId: payload.messageId,
    addressed: 'dm',
  } as const
  const command = payload.files.length === 0 ? typedCommand(text) : undefined
  if (command) return [{ ...envelope, type: 'command', ...command }]
  const words: Part[] = text.trim() === '' ? [] : [{ type: 'text', text }]
  const parts = [...words, ...payload.files.map(mediaPart)]
  return parts.length === 0 ? [] : [{ ...envelope, type: 'message', parts }]
}

/** A few characters of the cookie's id tell guests apart; without its signature they are worth nothing. */
const guestName = (person: string) => `Guest ${person.slice(0, 4)}`

function mediaPart(file: WebPayload['files'][number]): MediaPart {
  const fileName = baseName(file.fileName)
  return {
    type: kindOf(file.mime),
    ref: file.ref,
    mime: shortened(cleanText(file.mime), FILE_NAME_LENGTH_MAX),
    bytes: file.bytes,
    ...(fileName === '' ? {} : { fileName }),
  }
}

/** As the browser declares it; what the bytes really are is found out when they are read. */
function kindOf(mime: string): MediaKind {
  const family = mime.split('/')[0]
  return family === 'image' || family === 'audio' || family === 'video' ? family : 'file'
}

function baseName(name = ''): string {
  return shortened(cleanText(name).split(/[/\\]/).at(-1)?.trim() ?? '', FILE_NAME_LENGTH_MAX)
}

/** The language the browser puts first. */
function localeOf(acceptLanguage = ''): string | undefined {
  const first = acceptLanguage.split(/[,;]/)[0]?.trim() ?? ''
  return LANGUAGE_TAG.test(first) ? first : undefined
}
