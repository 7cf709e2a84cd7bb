import { open } from 'node:fs/promises'
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { HistoryPage, ServiceStatus, WaitingFile } from '#core/contract/channel.ts'
import type { Clock } from '#machine/clock.ts'
import { chatMarkOf } from './chat-mark.ts'
import { frame } from '#http/event-stream.ts'
import { HourlyLimit } from '#http/hourly-limit.ts'
import type { WebPayload } from './inbound.ts'
import type { WebLimits } from './limits.ts'
import type { Network } from '#http/network.ts'
import { refuseOtherSites, requireSameOrigin } from '#http/origins.ts'
import { servePage } from './page-files.ts'
import type { People } from './people.ts'
import { refusePlainHttp } from '#http/plain-http.ts'
import { Reads } from './reads.ts'
import { Shares } from '#http/shares.ts'
import type { Spool, Uploader } from './spool.ts'
import type { Streams } from './streams.ts'
import { readUpload } from './upload.ts'
import { WebError } from '#http/web-error.ts'

const PICTURE_ID = /^[A-Za-z0-9_:.-]{1,128}$/
const FILE_ID = /^[A-Za-z0-9_-]{16,64}$/
const PICTURE_MIMES = ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif']
const JSON_BYTES_PER_CHARACTER_MAX = 6

export type RouteDeps = {
  readonly people: People
  readonly streams: Streams
  readonly spool: Promise<Spool>
  readonly limits: WebLimits
  readonly publicUrl: string | undefined
  /** For `EventEnvelope.network`. */
  readonly networkKey: (network: Network | undefined) => string | undefined
  readonly clock: Clock
  /** Whether the disk has room; without it nothing new is taken. */
  readonly hasRoom: () => boolean
  /** Resolves once the message is stored. Rejects with `WebError` while it cannot be. */
  readonly accept: (payload: WebPayload) => Promise<void>
  readonly history: (person: string, before: string | undefined) => Promise<HistoryPage>
  readonly picture: (person: string, pictureId: string) => Promise<{ mime: string; bytes: Uint8Array } | undefined>
  readonly file: (person: string, fileId: string) => Promise<WaitingFile | undefined>
  readonly pageStatus: (reader: { isHere: boolean }) => PageStatus
}

/** What the page shows about the service, and the limits it can warn about before a message is sent. */
export type PageStatus = ServiceStatus & {
  readonly name: string
  readonly limits: Pick<WebLimits, 'textLengthMax' | 'filesMax' | 'fileBytesMax'>
}

/** The page and what it asks for. */
export async function registerRoutes(app: FastifyInstance, deps: RouteDeps): Promise<void> {
  const { people, streams, limits, clock } = deps
  const reads = new Reads({ clock, limits })
  await people.register(app)
  await app.register(multipart)
  await servePage(app, (request, reply) => {
    refusePlainHttp(request.headers, deps.publicUrl)
    people.welcome(request, reply)
  })
  app.addHook('onRequest', async (request, reply) => {
    if (!request.url.startsWith('/api/')) return
    reply.header('cache-control', 'no-store')
    refuseOtherSites(request.headers)
    if (request.method === 'POST') requireSameOrigin(request.headers, deps.publicUrl)
  })
  const bodyLimit = limits.textLengthMax * JSON_BYTES_PER_CHARACTER_MAX
  app.post('/api/messages', { bodyLimit }, messageTaker(deps))
  app.get('/api/events', { exposeHeadRoute: false }, (request, reply) => {
    const person = people.require(request)
    streams.take(holderOf(person, request), reply.raw)
    openStream(request, reply, person, deps)
  })
  app.get('/api/history', async (request, reply) => {
    const person = people.require(request)
    await reads.enter(holderOf(person, request), reply.raw)
    return await deps.history(person, beforeOf(request))
  })
  app.get<{ Params: { id: string } }>('/api/pictures/:id', async (request, reply) => {
    const person = people.require(request)
    await reads.enter(holderOf(person, request), reply.raw)
    const { id } = request.params
    const picture = PICTURE_ID.test(id) ? await deps.picture(person, id) : undefined
    if (picture === undefined || !PICTURE_MIMES.includes(picture.mime)) {
      throw new WebError('not-found', 'There is no such picture in this chat.')
    }
    reply.headers({ 'cache-control': 'private, max-age=600', 'content-disposition': 'inline' })
    return reply.type(picture.mime).send(Buffer.from(picture.bytes))
  })
  // Without HEAD, which would take a file and give nothing.
  app.get<{ Params: { id: string } }>('/api/files/:id', { exposeHeadRoute: false }, async (request, reply) => {
    const person = people.require(request)
    await reads.enter(holderOf(person, request), reply.raw)
    const { id } = request.params
    const file = FILE_ID.test(id) ? await deps.file(person, id) : undefined
    if (file === undefined) throw noSuchFile()
    return sendFile(reply, file, () => streams.push(person, 'file-taken', { key: `taken:${id}`, data: { id } }))
  })
  app.get('/api/status', async (request, reply) => {
    const person = people.known(request)
    // The same mark as in the stream, for a page that gets no stream.
    const mark = person === undefined ? {} : { chat: chatMarkOf(person) }
    return reply.send({ ...deps.pageStatus(request.client), ...mark })
  })
}

const noSuchFile = () => new WebError('not-found', 'There is no such file in this chat, or no longer.')

/** Deleted once all of it went out; a download that broke off before can be tried again. */
async function sendFile(reply: FastifyReply, file: WaitingFile, onTaken: () => void): Promise<FastifyReply> {
  const { path, name, mime, bytes } = file
  const opened = await open(path).catch(() => undefined)
  // Another tab has fetched it since.
  if (opened === undefined) throw noSuchFile()
  const source = opened.createReadStream()
  reply.raw.once('finish', () => {
    // Not the end of an error. What cannot be deleted now is deleted for its age.
    if (source.bytesRead === bytes)
      file
        .taken()
        .then(onTaken)
        .catch(() => undefined)
  })
  reply.headers({
    'content-disposition': `attachment; filename="${name.replaceAll(/[^\w.-]/g, '_')}"`,
    'content-length': bytes,
  })
  return reply.type(mime).send(source)
}

const holderOf = (person: string, { client }: FastifyRequest): Uploader => ({ person, network: client.network })

/** Where a page of the history ends: `older` of the one after it. */
function beforeOf({ query }: FastifyRequest): string | undefined {
  const { before } = query as { before?: unknown }
  return typeof before === 'string' ? before : undefined
}

/** 202 means stored: the message will be answered even if the service is killed now. */
function messageTaker(deps: RouteDeps) {
  const { uploadsPerPersonMax: perPersonMax, uploadsPerNetworkMax: perNetworkMax, uploadsMax: max } = deps.limits
  // A form may be sent slowly, so only so many are read at one time.
  const uploads = new Shares({ perPersonMax, perNetworkMax, max }, tooManyUploads)
  const messages = new HourlyLimit({ perHourMax: deps.limits.messagesPerHourMax, clock: deps.clock })
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const person = deps.people.require(request)
    const holder = holderOf(person, request)
    if (!deps.hasRoom()) throw noRoom()
    refuseTooMany(messages.take(holder.network))
    const files = (await deps.spool).form(holder)
    const share = request.isMultipart() ? uploads.take(holder, { close: () => request.raw.destroy() }) : undefined
    let isAccepted = false
    try {
      const upload = await readUpload(request, { files, limits: deps.limits })
      const acceptLanguage = request.headers['accept-language']
      const network = deps.networkKey(holder.network)
      await deps.accept({
        ...upload,
        person,
        receivedAtMs: deps.clock.now(),
        ...(acceptLanguage === undefined ? {} : { acceptLanguage }),
        ...(network === undefined ? {} : { network }),
      })
      isAccepted = true
      // The person's other tabs show it too.
      const data = { id: upload.messageId, text: upload.text, pictures: upload.files.length }
      deps.streams.push(person, 'message', { key: `message:${upload.messageId}`, data })
      return await reply.code(202).send({ id: upload.messageId })
    } finally {
      await files.end({ isAccepted })
      share?.release()
    }
  }
}

const noRoom = () =>
  new WebError('storage-full', 'The disk of this service is nearly full. Please try again later.', {
    retryAfterSeconds: 60,
  })

const tooManyUploads = () =>
  new WebError('too-many-uploads', 'Too much is being sent at once. Please try again in a moment.', {
    retryAfterSeconds: 5,
  })

function refuseTooMany(waitMs: number): void {
  if (waitMs === 0) return
  const minutes = Math.ceil(waitMs / 60_000)
  const sentence = `Too many messages came from your network. Please try again in ${minutes} min.`
  throw new WebError('too-many-messages', sentence, { retryAfterSeconds: minutes * 60 })
}

function openStream(request: FastifyRequest, reply: FastifyReply, person: string, deps: RouteDeps): void {
  reply.hijack()
  reply.raw.writeHead(200, {
    ...Object.fromEntries(Object.entries(reply.getHeaders()).map(([name, value]) => [name, String(value)])),
    'content-type': 'text/event-stream; charset=utf-8',
    // For proxies that would otherwise collect the answer before they pass it on.
    'x-accel-buffering': 'no',
  })
  const lastEventId = request.headers['last-event-id']
  const { isHere } = request.client
  const stream = deps.streams.add(person, reply.raw, {
    isHere,
    lastEventId: typeof lastEventId === 'string' ? lastEventId : undefined,
  })
  // The page compares it with the mark of the unsent messages that it kept.
  stream.write(frame('chat', { id: chatMarkOf(person) }))
  stream.write(frame('status', deps.pageStatus({ isHere })))
}
