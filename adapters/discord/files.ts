import { ChannelError } from '#core/contract/channel.ts'
import type { ChatEvent, MediaPart, Part } from '#core/contract/message.ts'
import { BoundedMap } from '#machine/bounded.ts'
import { say } from '../sentences.ts'
import { fileGone, fileTooLarge } from '../shared/file-errors.ts'
import { downloadBounded } from '../shared/download.ts'
import type { DiscordApi } from './api.ts'
import { DiscordFailure } from './failure.ts'
import { linksIn, linksInMessage } from './links.ts'
import { type AttachmentPlace, attachmentRef, placeIn } from './media-ref.ts'
import type { Roots } from './options.ts'
import type { Spool } from './spool.ts'
import type { WirePacket } from './wire.ts'

const LINKS_MAX = 2_000
/** A person waits for it. */
const MESSAGE_TIMEOUT_MS = 10_000

type Deps = { readonly api: DiscordApi; readonly roots: Roots; readonly spool: Spool }

/** The files of messages: where they are, and their bytes. Links are signed, so they are only kept in memory. */
export class Files {
  readonly #deps: Deps
  readonly #links = new BoundedMap<string, string>(LINKS_MAX)

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Remembers where the files of a packet are. */
  notice(packet: WirePacket): void {
    for (const [ref, url] of linksIn(packet)) this.#links.set(ref, url)
  }

  /**
   * Begins to download the pictures of a message that is for the bot. `withQuoted`: the bot may not see the channel of
   * the message that is quoted, and then cannot ask for it later.
   */
  keep(event: ChatEvent, { withQuoted }: { withQuoted: boolean }): void {
    if (event.type !== 'message' || event.addressed === 'none') return
    const { chat, sender, account } = event
    const userId = sender.id.slice(account.length + 1)
    const quoted = withQuoted ? (event.replyTo?.media ?? []) : []
    for (const media of [...event.parts, ...quoted].filter(isImage)) {
      const fetch = (options: { bytesMax: number }, signal: AbortSignal) => this.#download(media, options, signal)
      if (this.#links.has(media.ref)) this.#deps.spool.keep(media.ref, { userId, chat }, fetch)
    }
  }

  async fetch(media: MediaPart, options: { bytesMax: number }, signal: AbortSignal): Promise<Uint8Array> {
    checkSize(media.bytes, options.bytesMax)
    return (await this.#deps.spool.read(media.ref, options, signal)) ?? (await this.#download(media, options, signal))
  }

  async #download(media: MediaPart, { bytesMax }: { bytesMax: number }, signal: AbortSignal): Promise<Uint8Array> {
    checkSize(media.bytes, bytesMax)
    const found = placeIn(media.ref)
    if (found === undefined) throw fileGone('Discord')
    if (found.type === 'sticker') return await this.#get(`${this.#deps.roots.cdn}/${found.path}`, bytesMax, signal)
    const known = this.#links.get(media.ref)
    if (known !== undefined) {
      try {
        return await this.#get(known, bytesMax, signal)
      } catch (error) {
        // The link has ended; the message has a new one.
        if (!(error instanceof ChannelError) || error.code !== 'media-gone') throw error
      }
    }
    return await this.#get(await this.#freshLink(found.place, signal), bytesMax, signal)
  }

  async #freshLink(place: AttachmentPlace, signal: AbortSignal): Promise<string> {
    const { channelId, messageId } = place
    const route = `/channels/${channelId}/messages/${messageId}` as const
    const call = { method: 'GET', route, effect: 'again', timeoutMs: MESSAGE_TIMEOUT_MS } as const
    const message = await this.#deps.api.call(call, signal).catch((error: unknown) => {
      const isGone = error instanceof DiscordFailure && ['message-gone', 'chat-gone', 'refused'].includes(error.code)
      throw isGone ? fileGone('Discord') : error
    })
    for (const [ref, url] of linksInMessage(message, place)) this.#links.set(ref, url)
    const link = this.#links.get(attachmentRef(place))
    if (link === undefined) throw fileGone('Discord')
    return link
  }

  /** Only from where Discord keeps files: an address in a message leads nowhere else. */
  async #get(address: string, bytesMax: number, signal: AbortSignal): Promise<Uint8Array> {
    const url = URL.canParse(address) ? new URL(address) : undefined
    if (url === undefined || !this.#deps.roots.cdnOrigins.includes(url.origin)) {
      throw new ChannelError('refused', say('file.elsewhere', { platform: 'Discord' }))
    }
    return await downloadBounded(url, { bytesMax }, signal)
  }
}

const isImage = (part: Part): part is MediaPart => part.type === 'image'

function checkSize(bytes: number | undefined, bytesMax: number): void {
  if (bytes === undefined || bytes <= bytesMax) return
  throw fileTooLarge(bytesMax)
}
