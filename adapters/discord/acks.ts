import type { ChatEvent } from '#core/contract/message.ts'
import { systemClock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import type { DiscordApi } from './api.ts'
import { isAlreadyAcknowledged, isInteractionOver } from './failure.ts'
import type { Ack } from './intake.ts'
import type { Interactions } from './interactions.ts'
import type { Snowflake } from './snowflake.ts'
import { textsIn } from './texts.ts'
import type { WireInteraction } from './wire.ts'

/** Discord gives 3 s from the moment the person acted. */
const STORED_MS_MAX = 1_800
const CALL_MS_MAX = 2_000
const [MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE] = [4, 5, 6]
const EPHEMERAL = 1 << 6

type Deps = {
  readonly api: DiscordApi
  readonly interactions: Interactions
  /** Called with a command whose person is told that an answer is coming. */
  readonly deferred: (id: Snowflake) => void
  /** Commands whose answer, in a server, only the person sees. */
  readonly personal: ReadonlySet<string>
  readonly log: Logger
}

/** Tells Discord in time that a command or a press was taken, once it is stored; or the person that it was not. */
export class Acks {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  of(interaction: WireInteraction, event: ChatEvent): Ack {
    const { interactions, personal } = this.#deps
    const isPress = event.type === 'callback'
    const isPrivate = event.chat.kind !== 'dm' && event.type === 'command' && personal.has(event.name)
    const { id, token, application_id: applicationId } = interaction
    const channelId = event.chat.threadId ?? event.chat.id
    let state: 'waiting' | 'stored' | 'over' = 'waiting'
    const done = new AbortController()
    const acknowledged = Promise.withResolvers<void>()
    const expire = () => {
      if (state !== 'waiting') return
      state = 'over'
      void this.says(interaction, textsIn(interaction.locale).away).finally(acknowledged.resolve)
    }
    void systemClock.sleep(STORED_MS_MAX, done.signal).then(expire, () => undefined)
    return {
      isOver: () => state === 'over',
      before: async () => {
        if (isPress) return
        interactions.expect(id, acknowledged.promise)
        await interactions.keep(id, { applicationId, token, channelId, isPrivate })
      },
      stored: () => {
        done.abort()
        if (state !== 'waiting') return
        state = 'stored'
        const deferred = { type: DEFERRED_MESSAGE, data: isPrivate ? { flags: EPHEMERAL } : {} }
        if (!isPress) this.#deps.deferred(id)
        void this.#answer(interaction, isPress ? { type: DEFERRED_UPDATE } : deferred).finally(acknowledged.resolve)
      },
    }
  }

  /** Only the person sees it. */
  async says(interaction: WireInteraction, content: string): Promise<void> {
    await this.#answer(interaction, { type: MESSAGE, data: { content, flags: EPHEMERAL } })
  }

  /** Twice: the second is refused if the first arrived. */
  async #answer({ id, token }: WireInteraction, body: object): Promise<void> {
    const { api, log } = this.#deps
    const route = `/interactions/${id}/${token}/callback` as const
    const call = {
      method: 'POST',
      route,
      body,
      effect: 'again',
      isByInteraction: true,
      timeoutMs: CALL_MS_MAX,
    } as const
    try {
      await api.call(call).catch(async (error: unknown) => {
        if (isInteractionOver(error) || isAlreadyAcknowledged(error)) throw error
        await api.call(call)
      })
    } catch (error) {
      if (!isAlreadyAcknowledged(error)) log.warn({ error }, 'could not acknowledge an interaction in time')
    }
  }
}
