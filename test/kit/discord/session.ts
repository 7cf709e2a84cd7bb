import { GatewayOpcodes } from 'discord-api-types/v10'

/** One event for the bot. */
export type Dispatch = {
  readonly t: string
  /** By the intents that the session asked for. */
  readonly d: (intents: number) => unknown
  /** A session gets it that has one of these; 0: every session. */
  readonly intents: number
  /** Private chats and what concerns no server come to the first shard. */
  readonly guildId: string | undefined
  /** Called when it went out to the bot. */
  readonly sent?: () => void
}

type Sender = (payload: object) => void
type Entry = { readonly payload: { op: number; t: string; s: number; d: unknown }; readonly sent: () => void }

// Discord keeps less; a bot that was away so long has to identify again.
const REPLAYED_MAX = 1000
const SHARD_SHIFT = 22n

/** What one IDENTIFY began: its events are numbered and kept, so that a RESUME gets those that it missed. */
export class Session {
  readonly id: string
  readonly intents: number
  readonly shard: readonly [id: number, count: number]
  readonly #kept: Entry[] = []
  #sequence = 0
  #send: Sender | undefined

  constructor(id: string, intents: number, shard: readonly [number, number]) {
    this.id = id
    this.intents = intents
    this.shard = shard
  }

  get sequence(): number {
    return this.#sequence
  }

  get isConnected(): boolean {
    return this.#send !== undefined
  }

  attach(send: Sender): void {
    this.#send = send
  }

  detach(): void {
    this.#send = undefined
  }

  wants({ intents, guildId }: Dispatch): boolean {
    const [id, count] = this.shard
    const isOfShard = guildId === undefined ? id === 0 : Number((BigInt(guildId) >> SHARD_SHIFT) % BigInt(count)) === id
    return isOfShard && (intents === 0 || (intents & this.intents) !== 0)
  }

  dispatch({ t, d, sent = () => {} }: Pick<Dispatch, 't' | 'd' | 'sent'>): void {
    this.#sequence += 1
    const entry = { payload: { op: GatewayOpcodes.Dispatch, t, s: this.#sequence, d: d(this.intents) }, sent }
    this.#kept.push(entry)
    if (this.#kept.length > REPLAYED_MAX) this.#kept.shift()
    this.#deliver(entry)
  }

  /** Sends again what came after this number. */
  replay(after: number): void {
    for (const entry of this.#kept.filter(({ payload }) => payload.s > after)) this.#deliver(entry)
  }

  #deliver({ payload, sent }: Entry): void {
    if (!this.#send) return
    this.#send(payload)
    sent()
  }
}
