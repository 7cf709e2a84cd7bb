import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { ChannelError } from '#core/contract/channel.ts'
import { cleanText, shortened } from '#core/contract/text.ts'
import { systemClock } from '#machine/clock.ts'
import { inTime } from '#machine/deadline.ts'
import { jsonIn } from '#machine/json-in.ts'
import { succeeds } from '#machine/succeeds.ts'
import type { Sentence } from '#machine/sentence.ts'
import { say } from '../sentences.ts'
import { ALLOWED_UPDATES, type Intake } from './intake.ts'
import { lenient } from '../shared/lenient.ts'
import { isNothing, store, taken } from './take.ts'

export type Webhook = { readonly path: string; readonly url: string; readonly secret: string }

const BODY_BYTES_MAX = 1 << 20
const ACCEPT_TIMEOUT_MS = 20_000
const CHECK_MS = 60_000

const SAID_LENGTH_MAX = 200

const infoSchema = z.object({
  url: z.string(),
  pending_update_count: lenient(z.int()),
  last_error_date: lenient(z.int()),
  last_error_message: lenient(z.string()),
})

/**
 * Telegram's own calls to us. Answered 200 only when the update is stored; anything else makes Telegram send it again.
 * `intake` is undefined while nothing is taken (not started, or stopping).
 */
export function addWebhookRoute(
  listener: FastifyInstance,
  webhook: Webhook,
  { intake, taken }: { intake: () => Intake | undefined; taken: () => void },
): void {
  void listener.register(async (scope) => {
    // The body stays bytes until it is whole: decoded piece by piece, a character split over two packets is lost.
    scope.removeAllContentTypeParsers()
    const bytes = { parseAs: 'buffer', bodyLimit: BODY_BYTES_MAX } as const
    scope.addContentTypeParser('*', bytes, (_request, body, done) => done(null, body))
    // A request without the secret is refused before its body is read.
    scope.addHook('onRequest', async (request, reply) => {
      if (!knowsSecret(request, webhook.secret)) return await reply.code(401).send()
      return undefined
    })
    scope.post(webhook.path, async (request, reply) => {
      await answer(request, reply, intake())
      if (reply.statusCode === 200) taken()
      return reply
    })
  })
}

/** The results of Telegram's calls. */
export type Deliveries = {
  /** How many updates were taken so far. */
  readonly taken: () => number
  readonly ready: () => void
  /** With what Telegram says, and what can be done about it. */
  readonly failing: (sentence: Sentence) => void
}

/**
 * Sets the webhook, then checks every minute that it is still set and that updates arrive by it, until this
 * fails or `signal` aborts.
 */
export async function keepWebhook(
  intake: Intake,
  webhook: Webhook,
  deliveries: Deliveries,
  signal: AbortSignal,
): Promise<void> {
  const payload = { url: webhook.url, secret_token: webhook.secret, allowed_updates: ALLOWED_UPDATES }
  await intake.api.call({ method: 'setWebhook', payload, effect: 'again' }, signal)
  deliveries.ready()
  let pastErrorDate: number | undefined
  while (!signal.aborted) {
    const taken = deliveries.taken()
    await intake.clock.sleep(CHECK_MS, signal)
    const info = infoSchema.parse(await intake.api.call({ method: 'getWebhookInfo', effect: 'again' }, signal))
    if (info.url !== webhook.url) throw new ChannelError('unreachable', say('telegram.webhook-taken'))
    const { pending_update_count: waiting = 0, last_error_date: errorDate, last_error_message: said } = info
    // Telegram goes on to report a failure that is over; it is a present one while messages wait and none arrives.
    if (waiting === 0) pastErrorDate = errorDate
    const isPast = errorDate !== undefined && errorDate === pastErrorDate
    if (said === undefined || waiting === 0 || isPast || deliveries.taken() > taken) deliveries.ready()
    else deliveries.failing(failureSentence(webhook.url, said))
  }
}

const failureSentence = (address: string, message: string): Sentence =>
  say('telegram.not-delivered', { address, said: { quote: shortened(cleanText(message), SAID_LENGTH_MAX) } })

function knowsSecret(request: FastifyRequest, secret: string): boolean {
  const given = request.headers['x-telegram-bot-api-secret-token']
  return typeof given === 'string' && timingSafeEqual(digest(given), digest(secret))
}

// Always of one length, so that the comparison always takes the same time.
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

async function answer(request: FastifyRequest, reply: FastifyReply, intake: Intake | undefined): Promise<FastifyReply> {
  if (!intake) return await reply.code(503).send()
  const update = Buffer.isBuffer(request.body) ? jsonIn(request.body.toString('utf8')) : undefined
  if (update === undefined) return await reply.code(400).send()
  const found = taken([update], intake.decode)
  const accepted = isNothing(found) ? Promise.resolve() : store(intake, found)
  const limit = { limitMs: ACCEPT_TIMEOUT_MS, clock: systemClock }
  // The store logs its own errors; they may hold what people wrote.
  const isStored = (await inTime(succeeds(accepted), limit)) ?? false
  intake.stored(isStored)
  if (isStored) intake.acknowledge(found.events)
  return await reply.code(isStored ? 200 : 500).send()
}
