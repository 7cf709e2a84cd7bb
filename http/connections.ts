import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Clients } from './clients.ts'
import { networkOf } from './network.ts'
import { onEnd } from './response-end.ts'
import { Shares } from './shares.ts'
import { WebError } from './web-error.ts'

/**
 * Of one connection: browsers and proxies wait for an answer before they ask on. A line of thousands would be worked on
 * at once, and all else would wait for it.
 */
const UNANSWERED_MAX = 16
/** What proxies may hold open for visitors; the rest is for their idle connections, and for who comes directly. */
const PROXIED_SHARE = 0.75

/**
 * Open connections, by network: who opens too many loses them to others. A proxy that is believed is nobody's
 * network: of its connections, those with a request under way count for the network that the request came from.
 */
export class Connections {
  readonly #clients: Clients
  readonly #all: Shares
  readonly #proxied: Shares
  readonly #unanswered = new WeakMap<Socket, number>()

  constructor({ clients, connectionsMax }: { clients: Clients; connectionsMax: number }) {
    this.#clients = clients
    this.#all = new Shares({ max: connectionsMax }, tooMany)
    this.#proxied = new Shares({ max: Math.max(1, Math.floor(connectionsMax * PROXIED_SHARE)) }, tooMany)
  }

  watch(server: Server): void {
    server.on('connection', (socket: Socket) => {
      const { remoteAddress } = socket
      const network = this.#clients.isProxy(remoteAddress) ? undefined : networkOf(remoteAddress ?? '')
      try {
        const share = this.#all.take({ network }, { close: () => socket.destroy() })
        socket.once('close', () => share.release())
      } catch {
        socket.destroy()
      }
    })
  }

  /** Throws `WebError` `unavailable` when there is no room for the network of this request. */
  take({ client: { network }, socket }: FastifyRequest, reply: FastifyReply): void {
    this.#takePlaceInLine(socket, reply)
    if (!this.#clients.isProxy(socket.remoteAddress) || network === undefined) return
    const share = this.#proxied.take({ network }, { close: () => socket.destroy() })
    onEnd(reply.raw, () => share.release())
  }

  #takePlaceInLine(socket: Socket, { raw }: FastifyReply): void {
    const before = this.#unanswered.get(socket) ?? 0
    if (before >= UNANSWERED_MAX) {
      socket.destroy()
      throw tooMany()
    }
    this.#unanswered.set(socket, before + 1)
    raw.once('close', () => this.#unanswered.set(socket, (this.#unanswered.get(socket) ?? 1) - 1))
  }
}

const tooMany = () =>
  new WebError('unavailable', 'Too many connections are open here. Please try again in a moment.', {
    retryAfterSeconds: 5,
  })
