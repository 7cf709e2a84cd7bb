import { ChannelError } from '#core/contract/channel.ts'
import { systemClock } from '#machine/clock.ts'
import { inTime } from '#machine/deadline.ts'
import type { Logger } from '#machine/log.ts'
import {
  Client,
  DiscordjsErrorCodes,
  Events,
  GatewayIntentBits as Intent,
  SimpleShardingStrategy,
  WebSocketShardStatus,
} from 'discord.js'
import { failureOf } from './failure.ts'
import { PORTAL, type Roots } from './options.ts'
import type { Reconnects } from './reconnects.ts'
import { say } from '../sentences.ts'
import type { Sentence } from '#machine/sentence.ts'

export type GatewayDeps = {
  readonly token: string
  readonly roots: Roots
  readonly shards: 'auto' | number
  readonly reconnects: Reconnects
  /** Everything that the gateway dispatches, in its order. */
  readonly packet: (packet: { readonly t: string; readonly d: unknown }, shardId: number) => void
  /** A connection was lost; a new one is opened after `pauseMs`. */
  readonly lost: (code: number, pauseMs: number) => void
  readonly log: Logger
}

const INTENTS = [
  Intent.Guilds,
  Intent.GuildMessages,
  Intent.DirectMessages,
  Intent.MessageContent,
  Intent.GuildMessageReactions,
  Intent.DirectMessageReactions,
]
const CLOSE_MS_MAX = 2_000

/**
 * Receives from Discord by the client of discord.js, which connects, resumes and answers heartbeats. Ends with a
 * `ChannelError` when Discord wants no further try, and when `signal` aborts.
 *
 * Packets do not go through the client's own handlers: these build objects and caches that nobody reads here, and one
 * of them that fails would end the process.
 */
export async function runGateway(deps: GatewayDeps, signal: AbortSignal): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>()
  const connections = new Connections(deps)
  const { api, cdn } = deps.roots
  const client = new Client({
    intents: INTENTS,
    rest: { api, cdn, retries: 0 },
    ...shardsOf(deps.shards),
    ws: {
      buildStrategy: (manager) => connections.strategyFor(manager),
      buildIdentifyThrottler: async () => deps.reconnects,
    },
  })
  client.on(Events.Error, (error) => deps.log.warn({ error }, 'discord client error'))
  client.on(Events.ShardDisconnect, ({ code }) => reject(closedFor(code)))
  const stop = () => reject(signal.reason as Error)
  signal.addEventListener('abort', stop, { once: true })
  try {
    signal.throwIfAborted()
    client.login(deps.token).catch((error: unknown) => reject(loginFailure(error)))
    await promise
  } finally {
    signal.removeEventListener('abort', stop)
    await connections.end(client)
  }
}

function shardsOf(shards: 'auto' | number) {
  if (shards === 'auto') return { shards } as const
  return { shards: Array.from({ length: shards }, (_, id) => id), shardCount: shards }
}

type Manager = ConstructorParameters<typeof SimpleShardingStrategy>[0]
type Shard = { readonly status: WebSocketShardStatus }
/** What the library closes only when it is open, and then without a listener for its errors. */
type Socket = { on(event: 'error' | 'close', listener: () => void): void; terminate(): void }

/** Stands between the sockets of discord.js and its client. */
class Connections {
  readonly #deps: GatewayDeps
  readonly #over = new AbortController()
  #strategy: { readonly shards: ReadonlyMap<number, Shard> } | undefined

  constructor(deps: GatewayDeps) {
    this.#deps = deps
  }

  strategyFor(manager: Manager): SimpleShardingStrategy {
    const { retrieveSessionInfo } = manager.options
    // Asked before each connection, and for each packet; only the first may have to wait.
    manager.options.retrieveSessionInfo = async (shardId) => {
      const isIdle = this.#strategy?.shards.get(shardId)?.status === WebSocketShardStatus.Idle
      if (isIdle || this.#over.signal.aborted) await this.#mayConnect(shardId)
      return await retrieveSessionInfo(shardId)
    }
    const emit = { value: (event: string, payload: unknown) => this.#emit(manager, event, payload) }
    const strategy = new SimpleShardingStrategy(Object.create(manager, { emit }) as Manager)
    this.#strategy = strategy as unknown as { shards: ReadonlyMap<number, Shard> }
    return strategy
  }

  async end(client: Client): Promise<void> {
    const shards = [...(this.#strategy?.shards.values() ?? [])]
    this.#over.abort()
    const open = shards.flatMap((shard) => (shard as unknown as { connection: Socket | null }).connection ?? [])
    for (const socket of open) socket.on('error', () => undefined)
    // `destroy` never resolves when the client is destroyed while it connects.
    const closed = Promise.all(open.map((socket) => new Promise<void>((resolve) => socket.on('close', resolve))))
    const destroyed = client.destroy().catch(() => undefined)
    await inTime(Promise.race([closed, destroyed]), { limitMs: CLOSE_MS_MAX, clock: systemClock })
    for (const socket of open) socket.terminate()
  }

  /** Once it is over this never resolves, so that a shard that was about to connect again does not. */
  async #mayConnect(shardId: number): Promise<void> {
    const { signal } = this.#over
    await this.#deps.reconnects.pause(shardId, signal).catch(() => undefined)
    if (signal.aborted) await new Promise(() => {})
  }

  #emit(manager: Manager, event: string, payload: unknown): boolean {
    const { shardId, code, data } = payload as { shardId: number; code?: number; data?: { t: string; d: unknown } }
    if (this.#over.signal.aborted) return false
    const { reconnects, packet, lost, log } = this.#deps
    try {
      if (event === 'dispatch') return data !== undefined && (packet(data, shardId), true)
      if (event === 'ready' || event === 'resumed') reconnects.ready(shardId)
      if (event === 'closed') lost(code ?? 0, reconnects.closed(shardId))
      return manager.emit(event, payload)
    } catch (error) {
      log.warn({ error, event }, 'an event of discord could not be taken')
      return false
    }
  }
}

function loginFailure(error: unknown): ChannelError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === DiscordjsErrorCodes.TokenInvalid
    ? new ChannelError('unauthorised', say('discord.token-unknown'))
    : failureOf(error, 'again')
}

/** https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes */
const CLOSED: Readonly<Record<number, Sentence>> = {
  4004: say('discord.token-unknown'),
  4010: say('discord.shards-refused'),
  4011: say('discord.too-many-servers'),
  4012: say('discord.version-over'),
  4014: say('discord.no-intent', { portal: PORTAL }),
}

/** The operator must act; until then a try a minute notices when they did. */
function closedFor(code: number): ChannelError {
  return new ChannelError('unauthorised', CLOSED[code] ?? say('discord.closed', { number: String(code) }))
}
