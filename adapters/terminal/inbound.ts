import path from 'node:path'
import { z } from 'zod'
import { accountId, identityId } from '#core/contract/ids.ts'
import { EVENT_VERSION, type ChatEvent, type EventEnvelope, type Part } from '#core/contract/message.ts'
import { cleanText, shortened } from '#core/contract/text.ts'
import { typedCommand } from '../shared/typed-command.ts'
import type { ClientLine } from './protocol.ts'

export const TERMINAL_ACCOUNT = accountId('terminal', 'local')

export const IMAGES_MAX = 8
export const PERSON_LENGTH_MAX = 64

const sayLine = z.strictObject({
  op: z.literal('say'),
  messageId: z.string().min(1).max(64),
  person: z.string().min(1).max(PERSON_LENGTH_MAX),
  text: z.string(),
  images: z.array(z.string().refine((file) => path.isAbsolute(file))).max(IMAGES_MAX),
})

export const clientLine = z.discriminatedUnion('op', [
  sayLine,
  z.strictObject({ op: z.literal('look') }),
]) satisfies z.ZodType<ClientLine>

export type SayLine = Extract<ClientLine, { op: 'say' }>

/** What was typed, as an event: `/name` is a command, everything else a message with its pictures in front. */
export function decodeLine(line: SayLine, receivedAtMs: number): ChatEvent {
  const person = shortened(cleanText(line.person), PERSON_LENGTH_MAX)
  const envelope: EventEnvelope = {
    v: EVENT_VERSION,
    platform: 'terminal',
    account: TERMINAL_ACCOUNT,
    chat: { id: person, kind: 'dm' },
    sender: { id: identityId(TERMINAL_ACCOUNT, person), displayName: person, isBot: false },
    sentAtMs: receivedAtMs,
    receivedAtMs,
  }
  const text = cleanText(line.text)
  const { messageId } = line
  const command = line.images.length === 0 ? typedCommand(text) : undefined
  if (command) return { ...envelope, type: 'command', messageId, ...command, addressed: 'dm' }
  const images = line.images.map((ref): Part => ({ type: 'image', ref: cleanText(ref) }))
  const words: Part[] = text === '' ? [] : [{ type: 'text', text }]
  return { ...envelope, type: 'message', messageId, parts: [...images, ...words], addressed: 'dm' }
}
