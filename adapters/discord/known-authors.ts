import { BoundedMap } from '#machine/bounded.ts'
import type { Snowflake } from './snowflake.ts'
import type { WirePacket } from './wire.ts'

const MESSAGES_MAX = 20_000

type Written = {
  readonly id: string
  readonly author: { readonly id: string; readonly bot?: boolean }
  readonly webhook_id?: string
}

/** Who wrote the newest messages: Discord tells that a message was deleted, but not whose. */
export class KnownAuthors {
  readonly #authors = new BoundedMap<Snowflake, Snowflake>(MESSAGES_MAX)
  readonly #botId: Snowflake

  constructor(botId: Snowflake) {
    this.#botId = botId
  }

  /** Other bots count as ours: nothing that they write or delete is answered. */
  notice({ t, d }: WirePacket): void {
    if (t !== 'MESSAGE_CREATE') return
    const { id, author, webhook_id: webhook } = (d ?? {}) as Partial<Written>
    if (id === undefined || !author) return
    this.#authors.set(id, author.bot === true || webhook ? this.#botId : author.id)
  }

  of(messageId: Snowflake): Snowflake | undefined {
    return this.#authors.get(messageId)
  }
}
