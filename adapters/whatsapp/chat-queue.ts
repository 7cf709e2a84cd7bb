import { ChannelError } from '#core/contract/channel.ts'
import { aborted } from '#machine/aborted.ts'
import { say } from '../sentences.ts'
import { notBegun } from './send-failure.ts'

/** Of one chat. Core sends one message after the other, so there are rarely two. */
const ACTS_MAX = 20

type Line = { last: Promise<void>; length: number }

/** One act at a time in each chat, in the order of asking; chats do not wait for each other. */
export class ChatQueue {
  readonly #lines = new Map<string, Line>()

  /** @throws {ChannelError} `unreachable` when the signal aborts before the act has begun */
  async run<Result>(chatId: string, act: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
    const line = this.#lines.get(chatId) ?? { last: Promise.resolve(), length: 0 }
    if (line.length >= ACTS_MAX) throw new ChannelError('unreachable', say('message.too-many'))
    const before = line.last
    const { promise: done, resolve: leave } = Promise.withResolvers<void>()
    line.last = before.then(() => done)
    line.length += 1
    this.#lines.set(chatId, line)
    try {
      await begun(before, signal)
      return await act()
    } finally {
      line.length -= 1
      if (line.length === 0) this.#lines.delete(chatId)
      leave()
    }
  }
}

async function begun(before: Promise<void>, signal: AbortSignal): Promise<void> {
  await Promise.race([before, aborted(signal)])
  if (signal.aborted) throw notBegun()
}
