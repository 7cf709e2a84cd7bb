import type { TelegramDouble } from '../kit/telegram/double.ts'
import type { Person } from '../kit/telegram/person.ts'
import { nowMs } from './now.ts'

export type Reply = { readonly sentMs: number; readonly repliedMs: number; readonly text: string }

type Waiting = { readonly isIt: (text: string) => boolean; readonly resolve: (text: string) => void }

const REPLY_MS_MAX = 60_000

/**
 * Talks to the bot through the double with little work of its own: it shares the processor with the measured service,
 * so it reads only the newest message of a changed chat.
 */
export class Chatter {
  readonly #waiting = new Map<number, Waiting>()
  readonly #end: () => void

  constructor({ state }: TelegramDouble) {
    this.#end = state.onChange((room) => {
      const waiting = room && this.#waiting.get(room.chat.id)
      if (waiting === undefined) return
      const said = [...(room?.messages.values() ?? [])].at(-1)
      const text = said?.wire.from.is_bot ? said.wire.text : undefined
      if (text === undefined || !waiting.isIt(text)) return
      this.#waiting.delete(room?.chat.id ?? 0)
      waiting.resolve(text)
    })
  }

  /** Sends, and resolves when the bot's message reads as wanted; the first of a person's own words by default. */
  async ask(person: Person, send: () => unknown, isIt: (text: string) => boolean): Promise<Reply> {
    const answer = this.#next(person, isIt)
    const sentMs = nowMs()
    send()
    const text = await answer
    return { sentMs, repliedMs: nowMs(), text }
  }

  /** Sends a text; the host repeats it. */
  says(person: Person, text: string): Promise<Reply> {
    return this.ask(
      person,
      () => person.sends(text),
      (reply) => reply === `You said: ${text}`,
    )
  }

  close(): void {
    this.#end()
  }

  #next(person: Person, isIt: Waiting['isIt']): Promise<string> {
    const { chatId, user } = person
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(chatId)
        const last = person
          .transcript()
          .slice(-3)
          .map(({ from, text }) => `${from}: ${text}`)
        reject(new Error(`${user.first_name} got no answer within ${REPLY_MS_MAX / 1000} s; last: ${last.join(' | ')}`))
      }, REPLY_MS_MAX)
      const found = (text: string) => {
        clearTimeout(timer)
        resolve(text)
      }
      this.#waiting.set(chatId, { isIt, resolve: found })
    })
  }
}
