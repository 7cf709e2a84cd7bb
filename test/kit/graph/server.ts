import { createHmac } from 'node:crypto'
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { badGateway, drop, listenOn, type Listening, type Note, sendBytes } from '../double-server.ts'
import { type Fault, type PlannedFault, waited } from '../faults.ts'
import { type Payload, payloadOf, type Upload } from '../request-body.ts'
import { ERRORS, errorWithStatus, GraphError } from './api-error.ts'
import type { FaultQueue } from '../fault-queue.ts'
import type { GraphState } from './graph-state.ts'
import { mediaInfo, uploadMedia, wantedFile } from './media.ts'
import { isPageMessage, sendToPerson, uploadAttachment } from './page-send.ts'
import type { RateLimits } from './rate-limits.ts'
import { isWhatsAppMessage, sendToPhone, type WhatsAppKnobs } from './whatsapp-send.ts'

/** One thing that the bot asked of Meta. */
export type Called = {
  readonly op: Op
  /** `POST /me/messages`: without the version. */
  readonly call: string
  readonly payload: Payload
  /** `ok`, an error's code, or what a fault made of it. */
  readonly outcome: string
}

export type ServerDeps = {
  readonly state: GraphState
  readonly faults: FaultQueue
  readonly limits: () => RateLimits | undefined
  readonly knobs: WhatsAppKnobs
  /** `undefined` once it was revoked. */
  readonly token: () => string | undefined
  readonly note: (called: Called) => void
}

type Op = PlannedFault['op'] | 'other'

/** The Graph API on 127.0.0.1. */
export async function listen(deps: ServerDeps, port: number): Promise<Listening> {
  return await listenOn(port, { respond: (request, response) => respond(deps, request, response) })
}

type Asked = {
  readonly method: string
  /** Without the version. */
  readonly path: string
  readonly payload: Payload
  readonly token: string | undefined
}

async function respond(deps: ServerDeps, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', deps.state.root)
  const bearer = /^(?:Bearer|OAuth) (.+)$/.exec(request.headers.authorization ?? '')?.[1]
  const file = request.method === 'GET' ? wantedFile(deps.state, url) : undefined
  if (file) return download(deps, { ...file, path: url.pathname, token: bearer }, response)
  const payload = await payloadOf(request, url).catch(() => undefined)
  if (!payload) return answerError(deps, response, ERRORS.badParameter('The body is not valid JSON'))
  const token = bearer ?? (payload.access_token as string | undefined)
  const path = url.pathname.replace(/^\/v\d+\.\d+(?=\/)/, '')
  await call(deps, { method: request.method ?? 'GET', path, payload, token }, response)
}

async function call(deps: ServerDeps, asked: Asked, response: ServerResponse): Promise<void> {
  const op = opOf(deps.state, asked)
  const fault = deps.faults.take(op, (candidate) => !('cut' in candidate || 'stall' in candidate))
  const note = (outcome: string) => {
    const { access_token: _, ...payload } = asked.payload
    deps.note({ op, call: `${asked.method} ${asked.path}`, payload, outcome })
  }
  if (await spoiled(deps, { fault, response, note })) return
  try {
    const result = perform(deps, asked)
    if (fault && 'dropAfterAccept' in fault) return drop(response, () => note('ok, answer lost'))
    if (fault && 'silent' in fault) return note('ok, never answered')
    note('ok')
    answer(response, 200, result)
  } catch (error) {
    const failure = error instanceof GraphError ? error : new GraphError(500, 1, `An unknown error: ${String(error)}`)
    note(String(failure.code))
    answerError(deps, response, failure)
  }
}

/** What a call is for the faults. */
function opOf({ isWhatsApp, files }: GraphState, { method, path, payload }: Asked): Op {
  if (method === 'GET') return isWhatsApp && files.has(path.slice(1)) ? 'download' : 'other'
  if (!path.endsWith('/messages')) return 'other'
  const isMessage = isWhatsApp ? isWhatsAppMessage(payload) : isPageMessage(payload)
  return isMessage ? 'send' : 'typing'
}

type Spoil = {
  readonly fault: Fault | undefined
  readonly response: ServerResponse
  readonly note: Note
}

/** Answers as the fault wants where nothing is to be done. */
async function spoiled(deps: ServerDeps, { fault, response, note }: Spoil): Promise<boolean> {
  if (!fault) return false
  await waited(fault)
  if ('delayMs' in fault || 'heldUntil' in fault) return false
  if ('drop' in fault) drop(response, note)
  else if ('html' in fault) badGateway(response, note)
  else if ('status' in fault) {
    const error = errorWithStatus(fault.status)
    note(String(error.code))
    answerError(deps, response, error)
  } else if ('retryAfter' in fault) {
    // Meta itself rarely names a time; gateways in front of it do.
    note('429')
    const error = deps.state.isWhatsApp ? ERRORS.throughput() : ERRORS.callRate()
    answer(response, 429, error.body(deps.state.isWhatsApp), { 'retry-after': String(fault.retryAfter) })
  } else return false
  return true
}

function perform(deps: ServerDeps, asked: Asked): unknown {
  const { state } = deps
  const { method, path, payload, token } = asked
  if (token === undefined || token !== deps.token()) throw ERRORS.tokenInvalid()
  checkProof(state, token, payload)
  const [, object = '', edge] = path.split('/')
  const isBot = object === state.profile.botId || (object === 'me' && !state.isWhatsApp)
  if (method === 'GET' && edge === undefined) return read(state, isBot ? 'me' : object, payload)
  if (method === 'DELETE' && state.isWhatsApp && edge === undefined) {
    if (!state.files.delete(object)) throw ERRORS.unknownPath(object)
    return { success: true }
  }
  if (method === 'GET' && isBot && edge === 'subscribed_apps') {
    return { data: [{ id: state.app.id, subscribed_fields: ['messages'] }] }
  }
  if (method !== 'POST' || !isBot) throw ERRORS.unknownPath(object)
  const count = (to: string) => deps.limits()?.count(to)
  if (edge === 'messages') {
    if (state.isWhatsApp) return sendToPhone(state, payload, deps.knobs, count)
    return sendToPerson(state, payload, count)
  }
  if (edge === 'media' && state.isWhatsApp) return upload(state, payload)
  if (edge === 'message_attachments' && !state.isWhatsApp) return uploadAttachment(state, payload)
  if (edge === 'subscribed_apps') return { success: true }
  throw ERRORS.unknownPath(`${object}/${edge ?? ''}`)
}

/** https://developers.facebook.com/docs/graph-api/guides/secure-requests */
function checkProof({ app }: GraphState, token: string, { appsecret_proof: proof }: Payload): void {
  if (proof === undefined) return
  if (proof !== createHmac('sha256', app.secret).update(token).digest('hex')) throw ERRORS.proofInvalid()
}

/** GET of the bot itself, of a person, or of a file's address. */
function read(state: GraphState, object: string, payload: Payload): unknown {
  const room = state.rooms.get(object)
  if (object === 'me') return chosen(state.profile.profile, payload)
  if (room && !state.isWhatsApp) {
    const { id, name, language } = room.account
    return chosen({ id, name, first_name: name, username: name.toLowerCase(), locale: language }, payload)
  }
  const info = state.isWhatsApp ? mediaInfo(state, object) : undefined
  if (!info) throw ERRORS.unknownPath(object)
  const { phone_number_id: phone } = payload
  if (phone !== undefined && phone !== state.profile.botId) throw ERRORS.badValue('phone_number_id does not match')
  return info
}

/** The fields that were asked for, and the id; without `fields` the id and the name. */
function chosen(all: Readonly<Record<string, string>>, { fields }: Payload): Record<string, string> {
  const names = typeof fields === 'string' ? fields.split(',').map((name) => name.trim()) : ['name']
  return Object.fromEntries(['id', ...names].flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]]])))
}

function upload(state: GraphState, { messaging_product: product, file }: Payload): unknown {
  if (product !== 'whatsapp') throw ERRORS.badParameter('The parameter messaging_product is required.')
  const { fileName, mime, bytes } = (file ?? {}) as Partial<Upload>
  if (fileName === undefined || mime === undefined || !bytes)
    throw ERRORS.badParameter('The parameter file is required.')
  return uploadMedia(state, { name: fileName, mime, bytes })
}

type Wanted = NonNullable<ReturnType<typeof wantedFile>> & { path: string; token: string | undefined }

async function download(deps: ServerDeps, { file, needsToken, path, token }: Wanted, response: ServerResponse) {
  const fault = deps.faults.take('download')
  const note = (outcome: string) => deps.note({ op: 'download', call: `GET ${path}`, payload: {}, outcome })
  if (await spoiled(deps, { fault, response, note })) return
  if (fault && 'silent' in fault) return note('never answered')
  const refused = needsToken && token !== deps.token() ? 401 : file ? undefined : needsToken ? 404 : 403
  if (refused !== undefined || !file) {
    note(String(refused))
    response.writeHead(refused ?? 404, { 'content-type': 'text/plain' })
    return void response.end('URL signature expired')
  }
  note('ok')
  sendBytes(response, { ...file, fault })
}

function answerError({ state }: ServerDeps, response: ServerResponse, error: GraphError): void {
  answer(response, error.status, error.body(state.isWhatsApp))
}

function answer(response: ServerResponse, status: number, body: unknown, headers: OutgoingHttpHeaders = {}): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8', ...headers })
  response.end(JSON.stringify(body))
}
