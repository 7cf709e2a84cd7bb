import { ChannelError, type Receipt } from '#core/contract/channel.ts'
import type { Chat } from '#core/contract/message.ts'
import { backOffMs } from '#machine/back-off.mjs'
import { BoundedMap } from '#machine/bounded.ts'
import type { Clock } from '#machine/clock.ts'
import type { Client, Message } from 'whatsapp-web.js'
import { say } from '../sentences.ts'
import { ChatQueue } from './chat-queue.ts'
import { isServed } from './jid.ts'
import type { OwnSends } from './own-sends.ts'
import { pauseMs, SendRate } from './pace.ts'
import type { ReadyPage } from './ready-page.ts'
import { failureOf, notBegun } from './send-failure.ts'
import { fateOf, keyOf, type Of, type Tries } from './tries.ts'
import type { Typing } from './typing.ts'

/** What failed stays in the chat, marked in red, for the owner of the phone: few tries, so that these are few. */
const FAILED = { firstMs: 5_000, maxMs: 3_600_000 }
const CHATS_MAX = 1_000
const OPEN_MAX = 1_000

/** One message, and the act on the page that sends it. */
export type Post = {
  readonly of: Of
  /** By which its echo is known as ours. */
  readonly text: string
  readonly act: (client: Client) => Promise<Message | undefined>
  /** From the act to the server's acknowledgement. */
  readonly msMax: number
}

export type SenderDeps = {
  readonly ready: ReadyPage
  readonly tries: Tries
  readonly typing: Typing
  readonly ownSends: OwnSends
  /** Whether the owner of the phone writes in this chat. */
  readonly isQuiet: (chatId: string) => boolean | Promise<boolean>
  /** Of the last message that the server took. */
  readonly onSent: (atMs: number) => void
  readonly isPaced: boolean
  readonly sendsPerMinute: number
  readonly clock: Clock
  /** From 0 to 1. */
  readonly random: () => number
}

/**
 * One message at a time into each chat, at a person's pace, and sent only once the server has taken it: before that the
 * page shows it all the same, and it may yet fail.
 */
export class Sender {
  readonly #deps: SenderDeps
  readonly #queue = new ChatQueue()
  readonly #rate: SendRate
  /** Sends whose outcome is not known, by reply and index: their echo may still come, and is ours. */
  readonly #open = new BoundedMap<string, ReturnType<OwnSends['begin']>>(OPEN_MAX)
  /** Failures in a row, by chat. */
  readonly #failures = new BoundedMap<string, number>(CHATS_MAX)

  constructor(deps: SenderDeps) {
    this.#deps = deps
    this.#rate = new SendRate({ perMinute: deps.sendsPerMinute, clock: deps.clock })
  }

  async send(chat: Chat, post: Post, signal: AbortSignal): Promise<Receipt> {
    signal.throwIfAborted()
    if (!isServed(chat.id)) {
      throw new ChannelError('refused', say('whatsapp.not-served'))
    }
    return await this.#queue.run(chat.id, () => this.#paced(chat, post, signal), signal)
  }

  /** The receipt of a try of this process that came through, perhaps after it was given up. */
  receiptOf(of: Of): Receipt | undefined {
    const { tries, clock } = this.#deps
    const id = tries.idOf(of)
    return id !== undefined && tries.fateOf(id) === 'taken' ? this.took(of, id, clock.now()) : undefined
  }

  /** The server has taken the message. */
  took(of: Of, messageId: string, atMs: number): Receipt {
    const { tries, onSent, clock } = this.#deps
    this.#open.get(keyOf(of))?.sent(messageId)
    this.#open.delete(keyOf(of))
    tries.acked(messageId, 1)
    tries.received(messageId)
    onSent(clock.now())
    return { messageId, atMs }
  }

  /** It was certainly not sent. */
  ended(of: Of): void {
    this.#open.get(keyOf(of))?.ended()
    this.#open.delete(keyOf(of))
  }

  async #paced(chat: Chat, post: Post, signal: AbortSignal): Promise<Receipt> {
    const { ready, typing, isPaced, clock, random } = this.#deps
    const known = this.receiptOf(post.of)
    if (known) return known
    ready.get()
    await this.#refuseIfQuiet(chat)
    if (isPaced) {
      this.#takeTurn(chat)
      // Nothing depends on it.
      typing.show(chat, signal).catch(() => undefined)
      await clock.sleep(pauseMs(post.text.length, random), signal).catch(() => undefined)
      await this.#refuseIfQuiet(chat)
    }
    if (signal.aborted) throw notBegun()
    return await this.#post(chat, post, signal)
  }

  async #refuseIfQuiet({ id }: Chat): Promise<void> {
    const isQuiet = await Promise.resolve(this.#deps.isQuiet(id)).catch((cause: unknown) => {
      throw new ChannelError('unreachable', say('whatsapp.owner-unknown'), { cause })
    })
    if (!isQuiet) return
    const reason = 'The owner of the phone writes in this chat: nothing is sent there for whatsapp.ownerQuietMinutes.'
    throw new ChannelError('refused', reason, { isIntended: true })
  }

  #takeTurn({ id }: Chat): void {
    const retryAfterMs = this.#rate.take(id)
    if (retryAfterMs === 0) return
    const reason = 'As many messages as whatsapp.sendsPerMinute allows were sent.'
    throw new ChannelError('rate-limited', reason, { retryAfterMs, isAnticipated: true })
  }

  async #post(chat: Chat, { of, text, act, msMax }: Post, signal: AbortSignal): Promise<Receipt> {
    const { ready, tries, ownSends, clock } = this.#deps
    const page = ready.get()
    const untilMs = clock.monotonicMs() + msMax
    this.ended(of)
    const own = ownSends.begin(chat.id, text)
    const sent = await page.call('send', act, { signal, msMax }).catch((error: unknown) => {
      const failure = failureOf(error)
      if (failure.code === 'unknown-outcome') this.#open.set(keyOf(of), own)
      else own.ended()
      throw failure
    })
    if (!sent) {
      own.ended()
      throw new ChannelError('chat-gone', say('whatsapp.chat-gone'))
    }
    const messageId = sent.id._serialized
    own.sent(messageId)
    tries.begun(of, messageId)
    const limit = { limitMs: untilMs - clock.monotonicMs(), clock }
    const fate = fateOf(sent.ack) ?? (await tries.fateIn(messageId, limit, signal))
    if (fate === 'failed') throw this.#failed(chat)
    if (fate === undefined) {
      throw new ChannelError('unknown-outcome', say('whatsapp.not-said'))
    }
    this.#failures.delete(chat.id)
    return this.took(of, messageId, sent.timestamp * 1_000)
  }

  #failed({ id }: Chat): ChannelError {
    const failures = (this.#failures.get(id) ?? 0) + 1
    this.#failures.set(id, failures)
    const retryAfterMs = backOffMs(failures, FAILED)
    return new ChannelError('unreachable', say('whatsapp.message-refused'), { retryAfterMs })
  }
}
