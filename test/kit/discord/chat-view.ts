import type { APIUser } from 'discord-api-types/v10'
import type { ShownMessage, WaitOptions } from '../platform.ts'
import { eventually } from '../changes.ts'
import type { Channel, Said } from './platform-objects.ts'
import type { PlatformState } from './platform-state.ts'
import { isShown, shownMessage, textOf } from './shown.ts'

/** What a person sees of a channel. */
export class ChatView {
  readonly #state: PlatformState
  readonly #person: APIUser
  readonly #channel: Channel
  // The messages that `hears` has returned, so that the next call waits for something new.
  readonly #heard: Map<Said, string>

  constructor(state: PlatformState, person: APIUser, channel: Channel, heard = new Map<Said, string>()) {
    this.#state = state
    this.#person = person
    this.#channel = channel
    this.#heard = heard
  }

  of(channel: Channel): ChatView {
    return new ChatView(this.#state, this.#person, channel, this.#heard)
  }

  async hears(pattern: RegExp, wait: WaitOptions): Promise<ShownMessage> {
    const heard = () => JSON.stringify(this.#ofBot().map((said) => textOf(this.#state, said)))
    const said = await eventually(this.#state, () => this.#unheard(pattern), {
      ...wait,
      room: this.#channel,
      otherwise: () => `${this.#person.username} did not hear ${pattern}; heard: ${heard()}`,
    })
    this.#heard.set(said, textOf(this.#state, said))
    return shownMessage(this.#state, said)
  }

  transcript(): ShownMessage[] {
    return this.#here().map((said) => shownMessage(this.#state, said))
  }

  find(id: string): Said {
    const said = this.#here().find((one) => one.id === id)
    if (!said) throw new Error(`there is no message ${id} in this chat`)
    return said
  }

  #unheard(pattern: RegExp): Said | undefined {
    return this.#ofBot().find((said) => {
      const heard = this.#heard.get(said)
      const isNew = heard === undefined || !pattern.test(heard)
      return isNew && pattern.test(textOf(this.#state, said))
    })
  }

  #ofBot(): Said[] {
    return this.#here().filter(({ author }) => author.id === this.#state.bot.id)
  }

  #here(): Said[] {
    return [...this.#channel.messages.values()].filter((said) => isShown(said, this.#person.id))
  }
}
