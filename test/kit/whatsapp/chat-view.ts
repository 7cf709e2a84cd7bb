import { eventually } from '../changes.ts'
import type { ShownMessage, WaitOptions } from '../platform.ts'
import { isShown, readingOf, shownMessage } from './shown.ts'
import type { Chat, Said, WhatsAppState } from './state.ts'

/** What a person sees of a chat. */
export class ChatView {
  readonly #state: WhatsAppState
  readonly #name: string
  readonly #chat: Chat
  // The messages that `hears` has returned, so that the next call waits for something new.
  readonly #heard: Map<Said, string>

  constructor(state: WhatsAppState, name: string, chat: Chat, heard = new Map<Said, string>()) {
    this.#state = state
    this.#name = name
    this.#chat = chat
    this.#heard = heard
  }

  of(chat: Chat): ChatView {
    return new ChatView(this.#state, this.#name, chat, this.#heard)
  }

  async hears(pattern: RegExp, wait: WaitOptions): Promise<ShownMessage> {
    const heard = () => JSON.stringify(this.#ofBot().map((said) => this.#textOf(said)))
    const said = await eventually(this.#state, () => this.#unheard(pattern), {
      ...wait,
      room: this.#chat,
      otherwise: () => `${this.#name} did not hear ${pattern}; heard: ${heard()}`,
    })
    this.#heard.set(said, this.#textOf(said))
    return shownMessage(this.#state, said)
  }

  transcript(): ShownMessage[] {
    return this.#here().map((said) => shownMessage(this.#state, said))
  }

  find(id: string): Said {
    const said = this.#chat.messages.get(id)
    if (!said || !isShown(said)) throw new Error(`there is no message ${id} in this chat`)
    return said
  }

  #unheard(pattern: RegExp): Said | undefined {
    return this.#ofBot().find((said) => {
      const text = this.#textOf(said)
      return this.#heard.get(said) !== text && pattern.test(text)
    })
  }

  #textOf(said: Said): string {
    return readingOf(this.#state, said).text
  }

  #ofBot(): Said[] {
    return this.#here().filter(({ by }) => by === 'bot')
  }

  #here(): Said[] {
    return [...this.#chat.messages.values()].filter(isShown)
  }
}
