import { randomUUID } from 'node:crypto'
import { type Changes, eventually } from './changes.ts'
import type { PlatformPerson, ShownMessage, WaitOptions } from './platform.ts'

/** What a person sends with a client of ours: words, pictures, or both. */
export type ClientPost = { readonly id: string; readonly text: string; readonly pictures: readonly Uint8Array[] }

export type ClientPersonOptions = {
  readonly name: string
  /** Known once the service has answered. */
  readonly identity: () => string
  readonly chatId: () => string
  readonly post: (post: ClientPost) => void
  readonly changes: Changes
}

/** Someone with a client of ours: in one private chat, which takes words and pictures and knows nothing more. */
export class ClientPerson implements PlatformPerson {
  readonly #options: ClientPersonOptions
  readonly #messages = new Map<string, ShownMessage>()
  readonly #posts = new Map<string, ClientPost>()
  readonly #heard = new Map<string, string>()

  constructor(options: ClientPersonOptions) {
    this.#options = options
  }

  get name(): string {
    return this.#options.name
  }

  get identity(): string {
    return this.#options.identity()
  }

  get chatId(): string {
    return this.#options.chatId()
  }

  /** The service shows a message, or how it reads now. */
  shows(id: string, text: string): void {
    const before = this.#messages.get(id)
    if (before?.text === text) return
    const earlier = before === undefined ? [] : [...before.earlier, before.text]
    this.#messages.set(id, { ...nothingElse, id, fromBot: true, text, earlier, atMs: Date.now() })
    this.#options.changes.changed()
  }

  says(text: string): string {
    return this.#posted({ id: randomUUID(), text, pictures: [] })
  }

  commands(name: string, argument?: string): string {
    return this.says(argument === undefined ? `/${name}` : `/${name} ${argument}`)
  }

  photo(bytes: Uint8Array, caption = ''): string {
    return this.#posted({ id: randomUUID(), text: caption, pictures: [bytes] })
  }

  album(pictures: readonly Uint8Array[], caption = ''): string[] {
    return [this.#posted({ id: randomUUID(), text: caption, pictures })]
  }

  repeats(id: string): void {
    const post = this.#posts.get(id)
    if (post === undefined) throw new Error(`${this.name} sent no message ${id}`)
    this.#options.post(post)
  }

  async hears(pattern: RegExp, options: WaitOptions = {}): Promise<ShownMessage> {
    const unheard = () => this.#fromBot().find(({ id, text }) => pattern.test(text) && !this.#wasHeard(id, pattern))
    const heard = () => JSON.stringify(this.#fromBot().map(({ text }) => text))
    const otherwise = () => `${this.name} did not hear ${pattern}; heard: ${heard()}`
    const message = await eventually(this.#options.changes, unheard, { ...options, otherwise })
    this.#heard.set(message.id, message.text)
    return message
  }

  transcript(): readonly ShownMessage[] {
    return [...this.#messages.values()]
  }

  in = unable
  mentions = unable
  replies = unable
  edits = unable
  deletes = unable
  reacts = unable
  presses = unable

  #posted(post: ClientPost): string {
    const { id, text, pictures } = post
    this.#posts.set(id, post)
    const hasPicture = pictures.length > 0
    this.#messages.set(id, { ...nothingElse, id, fromBot: false, text, earlier: [], hasPicture, atMs: Date.now() })
    this.#options.post(post)
    return id
  }

  #fromBot(): readonly ShownMessage[] {
    return this.transcript().filter(({ fromBot }) => fromBot)
  }

  /** A message that was heard counts again when it reads differently. */
  #wasHeard(id: string, pattern: RegExp): boolean {
    const text = this.#heard.get(id)
    return text !== undefined && pattern.test(text)
  }
}

const nothingElse = { marks: [], replyTo: undefined, buttons: [], hasPicture: false, file: undefined }

function unable(): never {
  throw new Error('a client of ours does not offer this')
}
