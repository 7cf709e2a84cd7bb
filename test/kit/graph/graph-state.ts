import { Changes } from '../changes.ts'
import { APP, PRODUCTS, type GraphProduct, type ProductProfile } from './products.ts'
import type { WebhookItem } from './webhook-body.ts'

export type Account = {
  /** By which the bot writes to them. */
  readonly id: string
  readonly name: string
  readonly language: string
  /** Only on WhatsApp: their id for this business, which is all that is known of somebody who hides their number. */
  readonly userId?: string
}

/** One person's chat with the bot. */
export type Room = {
  readonly account: Account
  readonly messages: Map<string, Said>
  /** When the person last wrote: the bot may answer for 24 hours. */
  lastFromPersonMs: number | undefined
  /** The person blocked the bot. */
  isClosed: boolean
  /** What the bot shows without saying something, in order. */
  readonly signals: { readonly kind: 'typing_on' | 'typing_off' | 'mark_seen'; readonly atMs: number }[]
}

export type QuickReply = { readonly title: string; readonly payload: string }

/** A message, as it reads now and as it read before. */
export type Said = {
  readonly id: string
  readonly fromBot: boolean
  text: string
  readonly versions: { readonly text: string; readonly atMs: number }[]
  readonly replyTo: string | undefined
  readonly quickReplies: readonly QuickReply[]
  readonly pictures: readonly StoredFile[]
  readonly document: StoredFile | undefined
  /** The bot asked for a preview of its links. On Messenger and Instagram a bot can neither ask for one nor refuse it. */
  readonly showsPreview: boolean
  /** By who reacted. */
  readonly reactions: Map<'person' | 'bot', string>
  /** As it was told to the bot. */
  item: WebhookItem | undefined
  /** `biz_opaque_callback_data` or `metadata`. */
  readonly note: string | undefined
  isDeleted: boolean
}

export type StoredFile = {
  readonly id: string
  readonly name: string
  readonly mime: string
  readonly bytes: Uint8Array
  readonly storedAtMs: number
  /** Only WhatsApp: how long its id is good for. */
  readonly lifetimeMs: number
}

type Post = {
  readonly fromBot: boolean
  readonly text?: string
  readonly replyTo?: string | undefined
  readonly quickReplies?: readonly QuickReply[]
  readonly pictures?: readonly StoredFile[]
  readonly document?: StoredFile | undefined
  readonly showsPreview?: boolean
  readonly note?: string | undefined
}

export const DAY_MS = 86_400_000

/** Everything that is at Meta: people, chats, messages, files. It outlives the bot, and never uses an id twice. */
export class GraphState extends Changes<Room> {
  readonly product: GraphProduct
  readonly profile: ProductProfile
  readonly app: { readonly id: string; readonly secret: string; verifyToken: string } = { ...APP }
  readonly now: () => number
  readonly rooms = new Map<string, Room>()
  readonly files = new Map<string, StoredFile>()
  /** For `META_GRAPH_ROOT`; files are fetched from there too. */
  root = ''
  /** Where events for the bot go. */
  tell: (item: WebhookItem) => void = () => {}
  #nextId = 1
  // The service may outlive this double, and knows ids of the one before.
  readonly #firstFileId = 1_000_000_000_000_000n + BigInt(Math.floor(Math.random() * 2 ** 40)) * 1000n
  readonly #run = Math.floor(Math.random() * 2 ** 40).toString(36)

  constructor(product: GraphProduct, now: () => number) {
    super()
    this.product = product
    this.profile = PRODUCTS[product]
    this.now = now
  }

  get isWhatsApp(): boolean {
    return this.product === 'whatsapp-cloud'
  }

  addRoom(account: Account): Room {
    const room: Room = { account, messages: new Map(), lastFromPersonMs: undefined, isClosed: false, signals: [] }
    this.rooms.set(account.id, room)
    return room
  }

  addFile(file: Pick<StoredFile, 'name' | 'mime' | 'bytes' | 'lifetimeMs'>): StoredFile {
    const id = String(this.#firstFileId + BigInt(this.#nextId++))
    const stored = { id, storedAtMs: this.now(), ...file }
    this.files.set(id, stored)
    return stored
  }

  /** Adds a message to a chat; tells the bot nothing yet. */
  post(room: Room, said: Post): Said {
    const { text = '', quickReplies = [], pictures = [], showsPreview = false } = said
    const message: Said = {
      id: this.messageId(),
      fromBot: said.fromBot,
      text,
      versions: [{ text, atMs: this.now() }],
      replyTo: said.replyTo,
      quickReplies,
      pictures,
      document: said.document,
      showsPreview,
      reactions: new Map(),
      item: undefined,
      note: said.note,
      isDeleted: false,
    }
    room.messages.set(message.id, message)
    this.changed(room)
    return message
  }

  find(messageId: string): { room: Room; said: Said } | undefined {
    for (const room of this.rooms.values()) {
      const said = room.messages.get(messageId)
      if (said) return { room, said }
    }
    return undefined
  }

  /** Never used before. */
  messageId(): string {
    const number = `${this.#run}:${this.#nextId++}`
    if (this.isWhatsApp) return `wamid.${Buffer.from(`double:${number}`).toString('base64')}`
    return `${this.product === 'messenger' ? 'm_' : 'aWdf'}${Buffer.from(`double:${number}`).toString('base64url')}`
  }
}
