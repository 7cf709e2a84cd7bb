import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { GatewayCloseCodes, GatewayDispatchEvents, GatewayIntentBits } from 'discord-api-types/v10'
import { type WebSocket, WebSocketServer } from 'ws'
import type { FaultQueue } from './faults.ts'
import { GatewayConnection } from './gateway-connection.ts'
import { applicationFlags, type PrivilegedIntent } from './intents.ts'
import type { Guild, PlatformState } from './platform-state.ts'
import { type Dispatch, Session } from './session.ts'
import { guildObject } from './wire.ts'

export type GatewayDeps = {
  readonly state: PlatformState
  readonly faults: FaultQueue
  /** `undefined` once it was revoked. */
  readonly token: () => string | undefined
  readonly allowedIntents: ReadonlySet<PrivilegedIntent>
  readonly heartbeatMs: number
}

/** How the gateway misbehaves until it is told otherwise. */
export type GatewayMood = {
  /** Heartbeats stay without an answer. */
  withholdsAcks: boolean
  /** How many of the next RESUME are refused. */
  refusesResumes: number
  /** With which code each of the next connections is closed as soon as it identifies. */
  closesNext: { code: number; left: number }
  /** How long after READY the servers come. */
  guildDelayMs: number
}

/** Discord's gateway: who is connected, which sessions there are, and what each of them is sent. */
export class Gateway {
  readonly deps: GatewayDeps
  readonly mood: GatewayMood = {
    withholdsAcks: false,
    refusesResumes: 0,
    closesNext: { code: 0, left: 0 },
    guildDelayMs: 0,
  }
  readonly connections = new Set<GatewayConnection>()
  readonly #sessions = new Map<string, Session>()
  readonly #timers = new Set<NodeJS.Timeout>()
  readonly #server = new WebSocketServer({ noServer: true })
  #held: Dispatch | undefined
  /** IDENTIFYs and RESUMEs that were accepted. */
  identified = 0
  resumed = 0
  /** `ws://…`, known once the server listens. */
  url = ''

  constructor(deps: GatewayDeps) {
    this.deps = deps
  }

  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#server.handleUpgrade(request, socket, head, (webSocket: WebSocket) => {
      const version = new URL(request.url ?? '/', 'ws://127.0.0.1').searchParams.get('v')
      this.connections.add(new GatewayConnection(this, webSocket))
      if (version !== '10') webSocket.close(GatewayCloseCodes.InvalidAPIVersion)
    })
  }

  /** All shards have their session and its servers. */
  get isConnected(): boolean {
    const sessions = [...this.#sessions.values()].filter(({ isConnected }) => isConnected)
    return sessions.length > 0 && sessions.length >= (sessions[0]?.shard[1] ?? 1) && this.#timers.size === 0
  }

  get isBusy(): boolean {
    return this.#held !== undefined || this.#timers.size > 0
  }

  /** What people did: faults strike it on its way to the bot. */
  bring(event: Dispatch): void {
    const fault = this.deps.faults.take('receive')
    if (fault && 'drop' in fault) this.dropSockets()
    if (fault && 'reorder' in fault) return void (this.#held = event)
    if (fault && 'delayMs' in fault) return this.#later(fault.delayMs, () => this.dispatch(event))
    this.dispatch(event)
    if (fault && 'duplicate' in fault) this.dispatch(event)
    if (fault && 'dropAfterAccept' in fault) this.dropSockets()
    const held = this.#held
    this.#held = undefined
    if (held) this.dispatch(held)
  }

  dispatch(event: Dispatch): void {
    for (const session of this.#sessions.values()) if (session.wants(event)) session.dispatch(event)
    this.deps.state.changed()
  }

  /** READY, then the servers. https://discord.com/developers/docs/events/gateway-events#ready */
  begin(intents: number, shard: readonly [number, number], send: (payload: object) => void): Session {
    for (const old of this.#sessions.values()) {
      if (old.shard[0] === shard[0] && !old.isConnected) this.#sessions.delete(old.id)
    }
    const session = new Session(randomBytes(16).toString('hex'), intents, shard)
    this.#sessions.set(session.id, session)
    session.attach(send)
    this.identified += 1
    const guilds = this.#guildsOf(session)
    const { state, allowedIntents } = this.deps
    const ready = {
      v: 10,
      user: state.bot,
      guilds: guilds.map(({ id }) => ({ id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: this.url,
      shard,
      application: { id: state.bot.id, flags: applicationFlags(allowedIntents) },
      ...{ session_type: 'normal', private_channels: [], presences: [], relationships: [], user_settings: {} },
    }
    session.dispatch({ t: GatewayDispatchEvents.Ready, d: () => ready })
    const bringGuilds = () => {
      for (const guild of guilds) if (session.wants(guildCreated(guild))) session.dispatch(guildCreated(guild))
    }
    if (this.mood.guildDelayMs > 0) this.#later(this.mood.guildDelayMs, bringGuilds)
    else bringGuilds()
    this.deps.state.changed()
    return session
  }

  /** The session if it can be continued after this event. */
  session(id: unknown): Session | undefined {
    return typeof id === 'string' ? this.#sessions.get(id) : undefined
  }

  end(session: Session): void {
    this.#sessions.delete(session.id)
  }

  dropSockets(): void {
    for (const connection of this.connections) connection.drop()
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer)
    this.#timers.clear()
    this.dropSockets()
    this.#server.close()
  }

  #later(delayMs: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      act()
      this.deps.state.changed()
    }, delayMs)
    this.#timers.add(timer)
  }

  #guildsOf(session: Session): Guild[] {
    const guilds = [...this.deps.state.guilds.values()].filter(({ isLeft }) => !isLeft)
    return guilds.filter((guild) => session.wants({ ...guildCreated(guild), intents: 0 }))
  }
}

export function guildCreated(guild: Guild): Dispatch {
  const common = { t: GatewayDispatchEvents.GuildCreate, intents: GatewayIntentBits.Guilds }
  return { ...common, d: () => guildObject(guild), guildId: guild.id }
}
