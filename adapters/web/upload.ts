import type { FastifyRequest } from 'fastify'
import type { Multipart } from '@fastify/multipart'
import * as z from 'zod'
import { sniff, SNIFF_BYTES } from '#core/contract/sniff.ts'
import { cleanText } from '#core/contract/text.ts'
import type { WebPayload } from './inbound.ts'
import type { WebLimits } from './limits.ts'
import { NOT_KEPT, tooLarge, type FormFiles } from './spool.ts'
import { WebError } from '#http/web-error.ts'

/** The page makes it, so that a message sent again after a lost answer is still one message. */
const MESSAGE_ID = /^[A-Za-z0-9_-]{8,64}$/
const fields = z.object({ id: z.string().regex(MESSAGE_ID), text: z.string().default('') })

export type Upload = Pick<WebPayload, 'messageId' | 'text' | 'files'>
type UploadDeps = { readonly files: FormFiles; readonly limits: WebLimits }

/** Reads a posted message; its pictures are in the spool when this resolves. Rejects with `WebError`. */
export async function readUpload(request: FastifyRequest, deps: UploadDeps): Promise<Upload> {
  const { posted, files } = request.isMultipart() ? await readForm(request, deps) : { posted: request.body, files: [] }
  const read = fields.safeParse(posted)
  if (!read.success) {
    throw new WebError('bad-request', 'A message needs an id of 8 to 64 letters, digits, "-" or "_", and a text.')
  }
  const text = cleanText(read.data.text)
  if (text.length > deps.limits.textLengthMax) throw tooLong(deps.limits)
  if (text.trim() === '' && files.length === 0) {
    throw new WebError('empty-message', 'Write something or add a picture.')
  }
  return { messageId: read.data.id, text, files }
}

type Form = { posted: Record<string, unknown>; files: Upload['files'] }

async function readForm(request: FastifyRequest, deps: UploadDeps): Promise<Form> {
  const { limits } = deps
  const bodyBytesMax = limits.filesMax * limits.fileBytesMax + fieldBytesMax(limits)
  if (Number(request.headers['content-length'] ?? 0) > bodyBytesMax) throw tooLarge(limits.fileBytesMax)
  const form: Form = { posted: {}, files: [] }
  try {
    for await (const part of request.parts({ limits: formLimits(limits) })) await takePart(part, form, deps)
    return form
  } catch (error) {
    // The rest of the body is read and discarded; otherwise the browser never sees the answer.
    request.raw.unpipe()
    request.raw.resume()
    throw readableError(error, limits)
  }
}

const fieldBytesMax = (limits: WebLimits) => limits.textLengthMax * 4
const formLimits = (limits: WebLimits) => ({
  // One more than the spool takes, so that the spool sees and refuses what is too large.
  fileSize: limits.fileBytesMax + 1,
  files: limits.filesMax,
  fields: 4,
  parts: limits.filesMax + 4,
  fieldSize: fieldBytesMax(limits),
  fieldNameSize: 40,
  headerPairs: 20,
})

async function takePart(part: Multipart, form: Form, { files, limits }: UploadDeps): Promise<void> {
  if (part.type === 'field') {
    if (part.valueTruncated) throw tooLong(limits)
    form.posted[part.fieldname] = part.value
    return
  }
  const { head, bytes } = await peeked(part.file, SNIFF_BYTES)
  if (head.length === 0) return
  const mime = mimeOf(head, part.mimetype)
  const isKept = sniff(head).type !== 'other' && mime.startsWith('image/')
  const saved = isKept ? await files.save(bytes) : { ref: NOT_KEPT, bytes: await discarded(bytes, limits) }
  form.files.push({ ...saved, mime, fileName: part.filename })
}

/** By its bytes: browsers declare formats that they do not know as anything. */
function mimeOf(head: Uint8Array, declared: string): string {
  const found = sniff(head)
  return found.type === 'picture' ? `image/${found.format}` : declared
}

async function peeked(stream: AsyncIterable<Uint8Array>, bytesMin: number) {
  const rest = stream[Symbol.asyncIterator]()
  const first: Uint8Array[] = []
  for (let length = 0; length < bytesMin; length += first.at(-1)?.length ?? 0) {
    const { value, done } = await rest.next()
    if (done === true) break
    first.push(value)
  }
  async function* bytes() {
    yield* first
    yield* { [Symbol.asyncIterator]: () => rest }
  }
  return { head: Buffer.concat(first), bytes: bytes() }
}

async function discarded(bytes: AsyncIterable<Uint8Array>, { fileBytesMax }: WebLimits): Promise<number> {
  let length = 0
  for await (const chunk of bytes) {
    length += chunk.length
    if (length > fileBytesMax) throw tooLarge(fileBytesMax)
  }
  return length
}

const tooLong = (limits: WebLimits) =>
  new WebError('text-too-long', `A message may have at most ${limits.textLengthMax} characters.`)

/** What the form's parser throws is about a form that is broken or cut off. */
function readableError(error: unknown, limits: WebLimits): unknown {
  if (error instanceof WebError) return error
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'FST_FILES_LIMIT' || code === 'FST_PARTS_LIMIT') {
    return new WebError('too-many-files', `A message may have at most ${limits.filesMax} pictures.`)
  }
  if (code === 'FST_REQ_FILE_TOO_LARGE') return tooLarge(limits.fileBytesMax)
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new WebError('storage-full', 'No room for pictures at the moment. Please try again later.', { cause: error })
  }
  // The disk's other errors are ours, not the sender's.
  if (error instanceof Error && 'syscall' in error) return error
  return new WebError('bad-request', 'The form was broken or cut off.', { cause: error })
}
