import type { ChannelNotes, OutgoingMessage, Receipt } from '#core/contract/channel.ts'
import type { Chat } from '#core/contract/message.ts'
import { BoundedMap, BoundedSet } from '#machine/bounded.ts'
import { jsonIn } from '#machine/json-in.ts'
import { z } from 'zod'
import type { Call, DiscordApi } from './api.ts'
import { isInteractionOver } from './failure.ts'
import { bodyOf, keyOf } from './message-body.ts'
import { channelOf } from './places.ts'
import { isSnowflake, type Snowflake, timeOf } from './snowflake.ts'

/** So long it is known that an answer is for one person only; core gives up before. */
const PRIVATE_MS = 25 * 60 * 60_000
/** Discord's own limit, less what a last call may take. */
const TOKEN_LIFETIME_MS = 15 * 60_000 - 20_000
const REMEMBERED_MAX = 1_000

const heldSchema = z.object({
  applicationId: z.string(),
  token: z.string(),
  channelId: z.string(),
  /** Only the person sees the answers. */
  isPrivate: z.boolean(),
  /** The reply that stands in `@original`. */
  original: z.string().optional(),
  /** Nonces of further messages that were tried. */
  tried: z.array(z.string()).optional(),
})

/** What an answer to an interaction needs; kept encrypted, and only for as long as Discord takes it. */
export type Held = z.infer<typeof heldSchema>

const sentSchema = z.object({ id: z.string() })

type Deps = { readonly api: DiscordApi; readonly notes: ChannelNotes; readonly now: () => number }
type Answered = { readonly id: Snowflake; readonly held: Held }

/**
 * Answers to commands. While the token lives they are edits of `@original` and further messages beside it, also in
 * channels that the bot does not see; afterwards they are ordinary messages.
 */
export class Interactions {
  readonly #deps: Deps
  /** Also of ids that are of ordinary messages, so that not every edit asks the store. */
  readonly #known = new BoundedMap<Snowflake, Held | undefined>(REMEMBERED_MAX)
  /** In whose place an answer stands. */
  readonly #shown = new BoundedSet<Snowflake>(REMEMBERED_MAX)
  /** Discord takes no answer before it was told that the command was taken. */
  readonly #acknowledging = new Map<Snowflake, Promise<void>>()

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** `acknowledged` must resolve, whatever came of it. */
  expect(id: Snowflake, acknowledged: Promise<void>): void {
    const done = acknowledged.finally(() => this.#acknowledging.delete(id))
    this.#acknowledging.set(id, done)
  }

  /** To be stored before the event: an answer may come at once. */
  async keep(id: Snowflake, held: Held): Promise<void> {
    if (held.isPrivate) await this.#deps.notes.put(privateNoteOf(id), '1', timeOf(id) + PRIVATE_MS)
    await this.#deps.notes.put(noteOf(id), JSON.stringify(held), timeOf(id) + TOKEN_LIFETIME_MS)
    this.#known.set(id, held)
  }

  /** The interaction that this message answers, if it can still be answered through it. */
  async answeredBy(chat: Chat, { answers: id }: OutgoingMessage): Promise<Answered | undefined> {
    if (id === undefined) return undefined
    if (!this.#known.has(id)) this.#known.set(id, await this.#read(id))
    await this.#acknowledging.get(id)
    const held = this.#known.get(id)
    if (!held || held.channelId !== channelOf(chat) || this.#isOver(id)) return undefined
    return { id, held }
  }

  /** Whether only the person may see the answer; as an ordinary message all would. */
  async isPrivate({ answers: id, kind }: OutgoingMessage): Promise<boolean> {
    if (id === undefined || kind === 'answer' || !isSnowflake(id)) return false
    return (await this.#deps.notes.get(privateNoteOf(id))) !== undefined
  }

  /** Takes away the sign that an answer is coming. */
  async withdraw(id: Snowflake, signal: AbortSignal): Promise<void> {
    await this.#acknowledging.get(id)
    const held = this.#known.get(id)
    if (!held || this.#shown.has(id) || this.#isOver(id)) return
    const route = `${routeOf(held)}/messages/@original` as const
    await this.#deps.api.call({ method: 'DELETE', route, effect: 'again', isByInteraction: true }, signal)
  }

  /** Undefined: the token is used up. `find`: whether an earlier try was shown, by reading the channel. */
  async send(
    { id, held }: Answered,
    message: OutgoingMessage,
    find: () => Promise<Receipt | undefined>,
    signal: AbortSignal,
  ): Promise<Receipt | undefined> {
    const { replyId } = message
    const isOriginal = message.index === 0 && (held.original ?? replyId) === replyId
    return await this.#unlessOver(id, async () => {
      if (isOriginal) {
        if (held.original === undefined) await this.keep(id, { ...held, original: replyId })
        // An edit: repeated, it changes nothing.
        const route = `${routeOf(held)}/messages/@original` as const
        const receipt = await this.#call({ method: 'PATCH', route, body: bodyOf(message), effect: 'again' }, signal)
        this.#shown.add(id)
        return receipt
      }
      return await this.#sendFurther({ id, held }, message, find, signal)
    })
  }

  async edit({ id, held }: Answered, messageId: Snowflake, message: OutgoingMessage, signal: AbortSignal) {
    const route = `${routeOf(held)}/messages/${messageId}` as const
    const call = { method: 'PATCH', route, body: bodyOf(message), effect: 'again' } as const
    return await this.#unlessOver(id, () => this.#call(call, signal))
  }

  /** Discord knows no keys here: a message that may have been sent is looked for first. */
  async #sendFurther(
    { id, held }: Answered,
    message: OutgoingMessage,
    find: () => Promise<Receipt | undefined>,
    signal: AbortSignal,
  ): Promise<Receipt> {
    const { nonce } = keyOf(message)
    const tried = held.tried ?? []
    const found = tried.includes(nonce) ? await find() : undefined
    if (found) return found
    if (!tried.includes(nonce)) await this.keep(id, { ...held, tried: [...tried, nonce] })
    const body = bodyOf(message, { isPrivate: held.isPrivate })
    return await this.#call({ method: 'POST', route: routeOf(held), body, query: WAIT, effect: 'once' }, signal)
  }

  async #call(call: Call, signal: AbortSignal): Promise<Receipt> {
    const sent = sentSchema.parse(await this.#deps.api.call({ ...call, isByInteraction: true }, signal))
    return { messageId: sent.id, atMs: call.method === 'POST' ? timeOf(sent.id) : this.#deps.now() }
  }

  async #unlessOver(id: Snowflake, work: () => Promise<Receipt>): Promise<Receipt | undefined> {
    try {
      return await work()
    } catch (error) {
      if (!isInteractionOver(error)) throw error
      this.#known.set(id, undefined)
      return undefined
    }
  }

  async #read(id: Snowflake): Promise<Held | undefined> {
    if (!isSnowflake(id) || this.#isOver(id)) return undefined
    const note = await this.#deps.notes.get(noteOf(id))
    return note === undefined ? undefined : heldSchema.safeParse(jsonIn(note)).data
  }

  #isOver(id: Snowflake): boolean {
    return this.#deps.now() > timeOf(id) + TOKEN_LIFETIME_MS
  }
}

const WAIT = { wait: 'true' }
const noteOf = (id: Snowflake) => `interaction:${id}`
const privateNoteOf = (id: Snowflake) => `private:${id}`
const routeOf = ({ applicationId, token }: Held) => `/webhooks/${applicationId}/${token}` as const
