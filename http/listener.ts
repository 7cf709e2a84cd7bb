import Fastify, { type FastifyInstance } from 'fastify'
import type { AddressInfo } from 'node:net'
import type { Logger } from '#machine/log.ts'
import { answerErrors } from './answer-errors.ts'
import { Clients } from './clients.ts'
import { Connections } from './connections.ts'
import { listenError } from './listen-error.ts'
import { Mounts } from './mounts.ts'
import { guardEveryRequest } from './request-guard.ts'
import type { Sentence, Told } from '#machine/sentence.ts'

const HEADERS_TIMEOUT_MS = 10_000
/** A whole request with eight photos over a slow phone line. */
const REQUEST_TIMEOUT_MS = 180_000
/** Without a byte in either direction; open event streams send a heartbeat more often. */
const SILENCE_TIMEOUT_MS = 60_000
const TIMEOUT_CHECK_MS = 2_000
const CONNECTIONS_MAX = 2_000
const HEADER_BYTES_MAX = 16_384
const OF_PAGE = { settings: { host: 'CHASQUI_HOST', port: 'CHASQUI_PORT' }, usualPort: 3000 }
/** Telegram's updates stay far below; routes that take files set their own limits. */
const BODY_BYTES_MAX = 1_048_576

/** `/readyz` shows `ready` only; the parts are for doctor, on the status socket. */
export type Readiness = { readonly ready: boolean; readonly parts: readonly PartState[] }

/** `detail` says more of it. */
export type PartState = Told<'detail'> & {
  readonly name: string
  readonly state: 'ready' | 'starting' | 'failed' | 'off'
  /** What is said in place of `state`, where the part has states of its own. */
  readonly word?: string
  /** The command or statement that mends it. */
  readonly fix?: string
}

export type ListenerOptions = {
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
  /** The address that people open, where it is another than `http://host:port`. */
  readonly publicUrl?: string | undefined
  /** Whose `X-Forwarded-For` is believed, such as `loopback, 10.0.0.0/8`; nobody's by default. */
  readonly trustProxy?: string | undefined
  readonly log: Logger
  readonly connectionsMax?: number
  readonly readiness: () => Readiness | Promise<Readiness>
}

export type Listener = {
  /** What is always there puts its routes here, before `listen`. */
  readonly fastify: FastifyInstance
  /** Routes that come and go while it listens. */
  readonly mounts: Mounts
  /** What the operator should set, where visitors come through a proxy that does not say whom it speaks for. */
  readonly advice: readonly Sentence[] | undefined
  /** Rejects with `ListenError`. */
  listen(): Promise<{ url: string; port: number }>
  [Symbol.asyncDispose](): Promise<void>
}

/** The public listener: the web page, the platforms' webhooks, `/healthz` and `/readyz`. Not yet listening. */
export async function openListener(options: ListenerOptions): Promise<Listener> {
  const { host, log, connectionsMax = CONNECTIONS_MAX } = options
  const clients = new Clients(options)
  const connections = new Connections({ clients, connectionsMax })
  const fastify = Fastify({
    logger: false,
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: SILENCE_TIMEOUT_MS,
    forceCloseConnections: true,
    trustProxy: options.trustProxy === undefined ? false : clients.isProxy,
    http: {
      headersTimeout: HEADERS_TIMEOUT_MS,
      connectionsCheckingInterval: TIMEOUT_CHECK_MS,
      maxHeaderSize: HEADER_BYTES_MAX,
    },
  })
  connections.watch(fastify.server)
  guardEveryRequest(fastify, { address: options, clients, connections, log })
  answerErrors(fastify, log)
  const mounts = new Mounts(fastify, { bodyBytesMax: BODY_BYTES_MAX, log })
  fastify.get('/healthz', async (_request, reply) => reply.header('cache-control', 'no-store').send({ alive: true }))
  fastify.get('/readyz', async (_request, reply) => {
    // Without the parts: they name files, hosts and settings.
    const { ready } = await options.readiness()
    return reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ ready })
  })
  return {
    fastify,
    mounts,
    get advice() {
      return clients.advice
    },
    async listen() {
      // For `localhost` Fastify would open two servers, and only one is watched; browsers try 127.0.0.1 as well as ::1.
      const address = host === 'localhost' ? '127.0.0.1' : host
      await fastify.listen({ host: address, port: options.port }).catch((error: unknown) => {
        throw listenError(error, { ...options, ...OF_PAGE })
      })
      const { port } = fastify.server.address() as AddressInfo
      const url = options.publicUrl ?? `http://${shownHost(host)}:${port}`
      return { url, port }
    },
    [Symbol.asyncDispose]: () => fastify.close(),
  }
}

const shownHost = (host: string) => {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}
