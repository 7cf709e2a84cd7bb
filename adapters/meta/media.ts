import { z } from 'zod'
import { ChannelError, type ChannelNotes } from '#core/contract/channel.ts'
import type { ChatEvent, MediaPart } from '#core/contract/message.ts'
import { jsonIn } from '#machine/json-in.ts'
import { say } from '../sentences.ts'
import { fileGone, fileTooLarge } from '../shared/file-errors.ts'
import { downloadBounded } from '../shared/download.ts'
import { lenient } from '../shared/lenient.ts'
import { GraphFailure } from './failure.ts'
import type { GraphClient } from './graph.ts'
import { isOnThisComputer } from './options.ts'
import type { Product, ReadEvent } from './product.ts'

/** As long as messages are answered; Meta's addresses expire about then. */
const KEPT_MS = 24 * 60 * 60_000

const keptSchema = z.object({
  chatId: z.string(),
  media: z.custom<readonly MediaPart[]>(Array.isArray),
  addresses: z.record(z.string(), z.string()),
})

const noteOf = (messageId: string) => `media:${messageId}`

/**
 * Notes the files of a message, encrypted and for a day: to fetch those whose address came with it, which is as good as
 * a password, and for whoever replies to it, since Meta then only says which message it was.
 */
export async function keepMedia(notes: ChannelNotes, read: ReadEvent, nowMs: number): Promise<void> {
  const { event, addresses = {} } = read
  if (event.type !== 'message') return
  const media = event.parts.filter((part) => 'ref' in part).map(withoutCaption)
  if (media.length === 0) return
  const kept = { chatId: event.chat.id, media, addresses }
  await notes.put(noteOf(event.messageId), JSON.stringify(kept), nowMs + KEPT_MS)
}

/** The words stay with the message. */
function withoutCaption(part: MediaPart): MediaPart {
  const { caption: _caption, captionSpans: _spans, ...file } = part
  return file
}

async function keptMedia(notes: ChannelNotes, messageId: string) {
  return keptSchema.safeParse(jsonIn((await notes.get(noteOf(messageId))) ?? '')).data
}

/** With the pictures of the message that this one replies to, where it is one of the same chat. */
export async function withQuotedMedia(notes: ChannelNotes, event: ChatEvent): Promise<ChatEvent> {
  if (event.type !== 'message' || event.replyTo === undefined) return event
  const kept = await keptMedia(notes, event.replyTo.messageId)
  if (kept?.chatId !== event.chat.id) return event
  return { ...event, replyTo: { ...event.replyTo, fromSender: true, media: kept.media } }
}

export type MediaDeps = { readonly graph: GraphClient; readonly product: Product; readonly notes: ChannelNotes }
type Limits = { readonly bytesMax: number }

/** The bytes of a file at Meta, at most `bytesMax`. */
export async function fetchMedia(
  deps: MediaDeps,
  { ref }: MediaPart,
  limits: Limits,
  signal: AbortSignal,
): Promise<Uint8Array> {
  if (deps.product.media === 'told') return await fetchTold(deps, ref, limits, signal)
  try {
    return await fetchAsked(deps, ref, limits, signal)
  } catch (error) {
    // An address lives for minutes: one that is gone is asked for again.
    if (!(error instanceof ChannelError) || error.code !== 'media-gone' || error instanceof GraphFailure) throw error
    return await fetchAsked(deps, ref, limits, signal)
  }
}

async function fetchTold({ graph, notes }: MediaDeps, ref: string, { bytesMax }: Limits, signal: AbortSignal) {
  const kept = await keptMedia(notes, ref.slice(0, ref.lastIndexOf('/')))
  const address = kept?.addresses[ref]
  if (address === undefined) throw fileGone('Meta')
  const url = checkedAddress(address, graph.root)
  return await downloadBounded(url, { bytesMax, publicOnly: url.origin !== graph.root.origin }, signal)
}

const fileSchema = z.object({ url: z.string(), file_size: lenient(z.number()) })

/** Meta's file servers refuse programs without a name. */
const USER_AGENT = 'chasqui'

async function fetchAsked({ graph }: MediaDeps, id: string, { bytesMax }: Limits, signal: AbortSignal) {
  const answer = await graph
    .call({ method: 'GET', path: encodeURIComponent(id), effect: 'again' }, signal)
    .catch((error: unknown) => {
      const isGone = error instanceof GraphFailure && error.code === 'refused'
      throw isGone ? fileGone('Meta') : error
    })
  const { data } = fileSchema.safeParse(answer)
  if (data === undefined) throw fileGone('Meta')
  if ((data.file_size ?? 0) > bytesMax) throw fileTooLarge(bytesMax)
  const url = checkedAddress(data.url, graph.root)
  const headers = { ...graph.authorisation, 'user-agent': USER_AGENT }
  return await downloadBounded(url, { bytesMax, headers, publicOnly: url.origin !== graph.root.origin }, signal)
}

const META_HOST = /(?:^|\.)(?:fbcdn\.net|fbsbx\.com|cdninstagram\.com|facebook\.com|instagram\.com|whatsapp\.net)$/

/** Files come from the Graph API's own origin or from Meta's hosts; from a double, only from itself. */
function checkedAddress(address: string, root: URL): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined
  const isMetas = url?.protocol === 'https:' && META_HOST.test(url.hostname) && !isOnThisComputer(root)
  if (url && (url.origin === root.origin || isMetas)) return url
  throw new ChannelError('refused', say('file.elsewhere', { platform: 'Meta' }))
}
