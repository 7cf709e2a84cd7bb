import { deflateSync } from 'node:zlib'
import {
  GatewayCloseCodes as Close,
  GatewayDispatchEvents,
  GatewayOpcodes as Op,
  type GatewayIdentifyData,
  type GatewayResumeData,
} from 'discord-api-types/v10'
import type { RawData, WebSocket } from 'ws'
import type { Gateway } from './gateway.ts'
import { areAllowed, areValid } from './intents.ts'
import type { Session } from './session.ts'

type Received = { readonly op: Op; readonly d: unknown }

/** One socket of the bot, from HELLO to its end. https://discord.com/developers/docs/events/gateway */
export class GatewayConnection {
  readonly #gateway: Gateway
  readonly #socket: WebSocket
  #session: Session | undefined
  #compresses = false

  constructor(gateway: Gateway, socket: WebSocket) {
    this.#gateway = gateway
    this.#socket = socket
    socket.on('message', (data) => this.#receive(data))
    socket.on('close', (code) => this.#closed(code))
    socket.on('error', () => socket.terminate())
    this.#send({ op: Op.Hello, d: { heartbeat_interval: gateway.deps.heartbeatMs } })
  }

  /** The connection is cut without a word. */
  drop(): void {
    this.#session?.detach()
    this.#socket.terminate()
  }

  closeWith(code: number): void {
    this.#session?.detach()
    this.#socket.close(code)
  }

  /** Op 7: the bot is to come back and resume. */
  asksToReconnect(): void {
    this.#send({ op: Op.Reconnect, d: null })
  }

  /** Op 9. */
  invalidates(options: { resumable: boolean }): void {
    if (this.#session && !options.resumable) this.#gateway.end(this.#session)
    this.#send({ op: Op.InvalidSession, d: options.resumable })
  }

  #receive(data: RawData): void {
    const received = parsed(data)
    if (!received) return this.closeWith(Close.DecodeError)
    if (received.op === Op.Heartbeat) return this.#heartbeat()
    if (received.op === Op.Identify) return this.#identify(received.d as Partial<GatewayIdentifyData>)
    if (received.op === Op.Resume) return this.#resume(received.d as Partial<GatewayResumeData>)
    if (!this.#session) return this.closeWith(Close.NotAuthenticated)
    if (!IGNORED.includes(received.op)) this.closeWith(Close.UnknownOpcode)
  }

  #heartbeat(): void {
    if (!this.#gateway.mood.withholdsAcks) this.#send({ op: Op.HeartbeatAck, d: null })
  }

  #identify(asked: Partial<GatewayIdentifyData>): void {
    const { token, allowedIntents } = this.#gateway.deps
    const { closesNext } = this.#gateway.mood
    const { intents, shard = [0, 1] } = asked
    if (this.#session) return this.closeWith(Close.AlreadyAuthenticated)
    if (closesNext.left > 0) {
      closesNext.left -= 1
      return this.closeWith(closesNext.code)
    }
    if (asked.token === undefined || asked.token !== token()) return this.closeWith(Close.AuthenticationFailed)
    if (!areValid(intents)) return this.closeWith(Close.InvalidIntents)
    if (!areAllowed(intents, allowedIntents)) return this.closeWith(Close.DisallowedIntents)
    if (shard[0] < 0 || shard[0] >= shard[1]) return this.closeWith(Close.InvalidShard)
    this.#compresses = asked.compress === true
    this.#session = this.#gateway.begin(intents, shard, (payload) => this.#send(payload))
  }

  #resume(asked: Partial<GatewayResumeData>): void {
    const { deps, mood } = this.#gateway
    if (asked.token === undefined || asked.token !== deps.token()) return this.closeWith(Close.AuthenticationFailed)
    const session = this.#gateway.session(asked.session_id)
    const isRefused = mood.refusesResumes > 0
    if (isRefused) mood.refusesResumes -= 1
    if (isRefused && session) this.#gateway.end(session)
    if (!session || isRefused) return this.#send({ op: Op.InvalidSession, d: false })
    if ((asked.seq ?? 0) > session.sequence) return this.closeWith(Close.InvalidSeq)
    this.#session = session
    this.#gateway.resumed += 1
    session.attach((payload) => this.#send(payload))
    session.replay(asked.seq ?? 0)
    session.dispatch({ t: GatewayDispatchEvents.Resumed, d: () => ({}) })
    deps.state.changed()
  }

  #closed(code: number): void {
    this.#gateway.connections.delete(this)
    this.#session?.detach()
    // A bot that says goodbye has ended its session.
    if (this.#session && ENDS_SESSION.includes(code)) this.#gateway.end(this.#session)
    this.#gateway.deps.state.changed()
  }

  #send(payload: object): void {
    const text = JSON.stringify({ s: null, t: null, ...payload })
    this.#socket.send(this.#compresses ? deflateSync(text) : text)
  }
}

const IGNORED: readonly Op[] = [Op.PresenceUpdate, Op.VoiceStateUpdate, Op.RequestGuildMembers]
const ENDS_SESSION = [1000, 1001]

function parsed(data: RawData): Received | undefined {
  try {
    const value: unknown = JSON.parse((data as Buffer).toString('utf8'))
    return typeof (value as Received | null)?.op === 'number' ? (value as Received) : undefined
  } catch {
    return undefined
  }
}
