import { z } from 'zod'
import type { Channel } from '#core/contract/channel.ts'
import type { Linking, LinkState } from '#core/contract/linking.ts'
import type { Config } from './config.ts'
import { CodedError, saidBy } from '#machine/coded-error.ts'
import { toldAs, type Said, type Sentence, type Told } from '#machine/sentence.ts'
import { say } from './sentences.ts'
import { BAN_WARNING } from './whatsapp-warning.ts'

/** On the status socket: asked, it says how the link is; `npm run whatsapp` posts what is to be done. */
export const WHATSAPP_PATH = '/whatsapp'

/** With its country code, digits alone. */
export const PHONE_DIGITS = /^[1-9]\d{6,14}$/

const requestSchema = z.discriminatedUnion('op', [
  z.strictObject({
    op: z.literal('link'),
    /** That whoever asks has read the warning. */
    acknowledged: z.boolean().optional(),
    phoneNumber: z.string().regex(PHONE_DIGITS).optional(),
  }),
  z.strictObject({ op: z.literal('unlink') }),
])

export type WhatsAppRequest = z.input<typeof requestSchema>

export type WhatsAppAnswer =
  /** What to do next stands in the state: a QR code, or a pairing code. */
  | { readonly type: 'linking' }
  | { readonly type: 'unacknowledged'; readonly warning: string }
  | { readonly type: 'already-linked'; readonly phoneNumber?: string }
  | { readonly type: 'unlinked' }
  /** Nothing was done; `detail` says why, and what the operator can do. */
  | (Told<'detail'> & { readonly type: 'refused' })

export type WhatsAppDeps = {
  readonly settings: () => Pick<Config['whatsapp'], 'enabled' | 'access'>
  /** Those that are open. */
  readonly channels: () => readonly Pick<Channel, 'name' | 'linking'>[]
}

export type WhatsAppStatus = LinkState & { readonly access: Config['whatsapp']['access'] }

export function whatsAppStatus(deps: WhatsAppDeps): WhatsAppStatus {
  const why = whyOff(deps)
  const state = linkingIn(deps)?.state ?? { state: 'off', detail: why.english, sentences: [why] }
  return { ...state, access: deps.settings().access }
}

/** @throws {z.ZodError} for what `npm run whatsapp` never sends */
export async function answerWhatsApp(deps: WhatsAppDeps, body: unknown): Promise<WhatsAppAnswer> {
  const request = requestSchema.parse(body)
  const linking = linkingIn(deps)
  if (linking === undefined) return refusal(whyOff(deps))
  try {
    return request.op === 'unlink' ? await unlink(linking) : await link(linking, request)
  } catch (error) {
    // With a code it is something that can happen, and its message is for the operator.
    if (!(error instanceof CodedError)) throw error
    return refusal(saidBy(error))
  }
}

type LinkRequest = Extract<WhatsAppRequest, { op: 'link' }>

async function link(linking: Linking, { acknowledged, phoneNumber }: LinkRequest): Promise<WhatsAppAnswer> {
  if (acknowledged !== true) return { type: 'unacknowledged', warning: BAN_WARNING }
  const { state, sentences, phoneNumber: linked } = linking.state
  if (state === 'off') return refusal(sentences)
  const isLinked = state === 'ready' || state === 'degraded' || (state === 'connecting' && linked !== undefined)
  if (isLinked) return { type: 'already-linked', ...(linked !== undefined && { phoneNumber: linked }) }
  await linking.link({ phoneNumber })
  return { type: 'linking' }
}

async function unlink(linking: Linking): Promise<WhatsAppAnswer> {
  await linking.unlink()
  return { type: 'unlinked' }
}

const linkingIn = ({ channels }: WhatsAppDeps) => channels().find(({ name }) => name === 'whatsapp')?.linking

const refusal = (said: Said) => ({ type: 'refused', ...toldAs('detail', said) }) as const

const whyOff = ({ settings }: WhatsAppDeps): Sentence =>
  say(settings().enabled ? 'whatsapp.terminal-alone' : 'whatsapp.switch-on')
