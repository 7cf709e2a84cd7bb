import type { PlatformGroup, PlatformPerson } from '../platform.ts'
import type { Devices } from './devices.ts'
import type { Inbox } from './inbox.ts'
import { mentionsIn } from './shown.ts'
import type { Chat, WhatsAppState } from './state.ts'

export type PhoneDeps = {
  readonly state: WhatsAppState
  readonly devices: Devices
  readonly inbox: Inbox
  readonly unlinked: () => void
}

/** The account's own phone, in its owner's hand. */
export class Phone {
  readonly #deps: PhoneDeps

  constructor(deps: PhoneDeps) {
    this.#deps = deps
  }

  /** Throws for a code that no page shows now. */
  scan(qrText: string): void {
    const page = this.#deps.devices.showing(qrText)
    if (!page) throw new Error('no page shows this QR code now')
    this.#deps.devices.link(page)
  }

  enterCode(code: string): void {
    const page = this.#deps.devices.withCode(code)
    if (!page) throw new Error('no page shows this pairing code now')
    this.#deps.devices.link(page)
  }

  /** Logs every linked device out. */
  unlink(): void {
    this.#deps.unlinked()
    this.#deps.devices.unlink()
  }

  /** WhatsApp Web is opened in another browser, which takes the place of ours. */
  opensWebElsewhere(): void {
    this.#deps.devices.tell({ push: 'state', state: 'CONFLICT' })
  }

  /** The owner's own words, in a private chat or a group. */
  types(where: PlatformPerson | PlatformGroup, text: string): string {
    const { state, inbox } = this.#deps
    const chat = this.#chat(where)
    this.reads(where)
    const author = chat.members && state.nameIn(chat, state.me)
    const said = state.post(chat, 'owner', {
      id: state.messageId(),
      t: state.seconds,
      type: 'chat',
      ack: 1,
      ...(author && { author }),
      ...mentionsIn(state, chat, text),
    })
    inbox.bring({ push: 'message', message: said.wire, chat: state.wireChat(chat), isNew: true })
    return said.wire.id
  }

  /** The owner opens the chat on the phone: nothing in it is unread. */
  reads(where: PlatformPerson | PlatformGroup): void {
    const { state, devices } = this.#deps
    const chat = this.#chat(where)
    if (chat.unreadCount === 0) return
    chat.unreadCount = 0
    devices.tell({ push: 'unread', chat: chat.id, unreadCount: 0 })
    state.changed(chat)
  }

  #chat(where: PlatformPerson | PlatformGroup): Chat {
    return this.#deps.state.chat('chatId' in where ? where.chatId : where.id)
  }
}
