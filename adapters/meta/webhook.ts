import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { BoundedSet } from '#machine/bounded.ts'
import { type Clock, systemClock } from '#machine/clock.ts'
import { inTime } from '#machine/deadline.ts'
import type { Logger } from '#machine/log.ts'
import { Bodies, BodyError, boundedJson } from './body.ts'
import { objectIn } from './reading.ts'
import { isSameSecret, isSigned, signatureIn } from './signature.ts'
import { WebhookCounts } from './webhook-counts.ts'

/** `away`: nothing is taken at the moment (not started, stopping, or the store is down): Meta sends it again. */
export type Taken = 'taken' | 'away'

/** A channel, as the webhook knows it. */
export type Receiver = {
  /** What the bodies for it say of themselves. */
  readonly object: string
  take(body: unknown): Promise<Taken>
}

export type WebhookOptions = {
  readonly listener: FastifyInstance
  readonly appSecret: string
  readonly verifyToken: string
  readonly receivers: ReadonlySet<Receiver>
  readonly bodyTimeoutMs?: number | undefined
  readonly log: Logger
}

export const WEBHOOK_PATH = '/webhooks/meta'

const BODY_BYTES_MAX = 4 << 20
const BODIES_BYTES_MAX = 64 << 20
const BODY_TIMEOUT_MS = 10_000
/** Meta itself waits about as long. */
const ACCEPT_TIMEOUT_MS = 10_000
const REMEMBERED_MAX = 1000
const CHALLENGE = /^[\w.-]{1,256}$/
// Sockets run on real time, also in tests with a manual clock.
const clock: Clock = systemClock

/**
 * Meta's calls to us, for all its products: one route, as one app has one webhook. Answered 200 only when the events
 * are stored, or mean nothing to us; 503 makes Meta send them again.
 */
export function addMetaWebhook(options: WebhookOptions): WebhookCounts {
  const counts = new WebhookCounts(() => clock.now())
  const webhook = new MetaWebhook(options, counts)
  const timeoutMs = options.bodyTimeoutMs ?? BODY_TIMEOUT_MS
  const bodies = new Bodies({ bytesMax: BODY_BYTES_MAX, timeoutMs, heldBytesMax: BODIES_BYTES_MAX, clock })
  void options.listener.register(async (scope) => {
    // The body stays bytes until its signature is checked: the same JSON, written anew, has another one.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', async (_request: FastifyRequest, body: IncomingMessage) => await bodies.read(body))
    scope.setErrorHandler(async (error, _request, reply) => {
      if (!(error instanceof BodyError)) throw error
      if (error.code === 'too-large' || error.code === 'too-slow') counts.add(error.code)
      // What is still to come is not waited for.
      return await reply.header('connection', 'close').code(error.statusCode).send()
    })
    scope.addHook('onRequest', async (_request, reply) => void reply.header('cache-control', 'no-store'))
    scope.get(WEBHOOK_PATH, async (request, reply) => await webhook.verify(request, reply))
    const onRequest = async (request: FastifyRequest, reply: FastifyReply) =>
      await webhook.refuseUnsigned(request, reply)
    scope.post(WEBHOOK_PATH, { onRequest }, async (request, reply) => await webhook.receive(request, reply))
  })
  return counts
}

class MetaWebhook {
  readonly #options: WebhookOptions
  readonly #counts: WebhookCounts
  /**
   * Digests of the bodies that were stored last. They only save the work: what comes again after a restart is stored
   * once all the same.
   */
  readonly #stored = new BoundedSet<string>(REMEMBERED_MAX)

  constructor(options: WebhookOptions, counts: WebhookCounts) {
    this.#options = options
    this.#counts = counts
  }

  /** Meta asks once, when an operator sets the webhook up, whether the address is theirs. */
  async verify({ query }: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { 'hub.mode': mode, 'hub.verify_token': token, 'hub.challenge': challenge } = objectIn(query)
    const isWhole = mode === 'subscribe' && typeof token === 'string' && typeof challenge === 'string'
    if (!isWhole || !CHALLENGE.test(challenge)) return await this.#refused(reply, 'forged')
    if (!isSameSecret(token, this.#options.verifyToken)) return await this.#refused(reply, 'wrong-token')
    this.#counts.add('verified')
    this.#options.log.info('meta has verified the webhook')
    return await reply.type('text/plain').send(challenge)
  }

  /** Before the body is read. */
  async refuseUnsigned(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
    if (signatureIn(request.headers['x-hub-signature-256'])) return undefined
    return await this.#refused(reply.header('connection', 'close'), 'forged')
  }

  async receive(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { appSecret } = this.#options
    const signature = signatureIn(request.headers['x-hub-signature-256'])
    const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
    if (!signature || !isSigned(bytes, signature, appSecret)) return await this.#refused(reply, 'forged')
    const digest = createHash('sha256').update(bytes).digest('base64url')
    if (this.#stored.has(digest)) return await this.#passedOver(reply, 'replayed')
    const body = boundedJson(bytes)
    // It came from Meta, so it would come again, and be no more readable.
    if (body === undefined) return await this.#passedOver(reply, 'unreadable')
    const receiver = [...this.#options.receivers].find(({ object }) => object === objectIn(body).object)
    if (!receiver) return await this.#passedOver(reply, 'unknown')
    const taken = await inTime(receiver.take(body), { limitMs: ACCEPT_TIMEOUT_MS, clock })
    if (taken !== 'taken') return await reply.code(503).send()
    this.#stored.add(digest)
    this.#counts.add('taken')
    return await reply.code(200).send()
  }

  async #refused(reply: FastifyReply, why: 'forged' | 'wrong-token'): Promise<FastifyReply> {
    this.#counts.add(why)
    return await reply.code(403).send()
  }

  async #passedOver(reply: FastifyReply, why: 'replayed' | 'unreadable' | 'unknown'): Promise<FastifyReply> {
    this.#counts.add(why)
    return await reply.code(200).send()
  }
}
