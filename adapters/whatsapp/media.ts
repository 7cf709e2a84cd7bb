import { setImmediate } from 'node:timers/promises'
import type { MediaPart } from '#core/contract/message.ts'
import type { Client, MessageMedia } from 'whatsapp-web.js'
import { z } from 'zod'
import { fileGone, fileTooLarge } from '../shared/file-errors.ts'
import type { CurrentPage } from './page.ts'
import { notConnected } from './page-errors.ts'

/** A file comes out of the browser as one text, a third longer than itself. */
const BYTES_MAX = 16 * 1024 ** 2
const FETCH_MS = 60_000
/** Characters of base64 that are decoded at once: four are three bytes. */
const PIECE_LENGTH = 1024 ** 2

/** As the page writes it; another one would be refused there with an error that says nothing. */
const REF = /^(?:true|false)_[^_]+_[^_]+(?:_[^_]+)?$/

/** Downloads a file of a message through the page. */
export async function fetchMedia(
  page: CurrentPage,
  media: MediaPart,
  { bytesMax }: { bytesMax: number },
  signal: AbortSignal,
): Promise<Uint8Array> {
  const limit = Math.min(bytesMax, BYTES_MAX)
  if ((media.bytes ?? 0) > limit) throw fileTooLarge(limit)
  const current = page()
  if (current === undefined) throw notConnected()
  if (!REF.test(media.ref)) throw gone()
  const options = { signal, msMax: FETCH_MS }
  const file = await current.call('download', (client) => download(client, media.ref, limit), options)
  // Base64 of three bytes is four characters.
  if (file === undefined) throw gone()
  if (Math.floor((file.data.length * 3) / 4) - 2 > limit) throw fileTooLarge(limit)
  const bytes = await decoded(file.data)
  if (bytes.byteLength > limit) throw fileTooLarge(limit)
  return bytes
}

const sizeSchema = z.object({ size: z.number() })

/** Undefined: the message is gone, or WhatsApp no longer has its file. */
async function download(client: Client, ref: string, limit: number): Promise<MessageMedia | undefined> {
  // Null and undefined, whatever the library's types say.
  const message = (await client.getMessageById(ref)) as Awaited<ReturnType<Client['getMessageById']>> | null
  if (!message?.hasMedia) return undefined
  // What the sender's app says. The page tells no other length before it gives the whole file, and its time is limited.
  if ((sizeSchema.safeParse(message.rawData).data?.size ?? 0) > limit) throw fileTooLarge(limit)
  return await message.downloadMedia()
}

/** Piece by piece: the whole of a large file would hold up everybody else. */
async function decoded(base64: string): Promise<Uint8Array> {
  const bytes = Buffer.alloc(Math.ceil((base64.length * 3) / 4))
  let length = 0
  for (let at = 0; at < base64.length; at += PIECE_LENGTH) {
    length += bytes.write(base64.slice(at, at + PIECE_LENGTH), length, 'base64')
    if (at + PIECE_LENGTH < base64.length) await setImmediate()
  }
  return bytes.subarray(0, length)
}

const gone = () => fileGone('WhatsApp')
