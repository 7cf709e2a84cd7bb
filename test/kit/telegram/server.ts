import type { IncomingMessage, ServerResponse } from 'node:http'
import { badGateway, drop, listenOn, type Listening, sendBytes } from '../double-server.ts'
import { waited } from '../faults.ts'
import { ApiError } from './api-error.ts'
import { COUNTED, METHODS } from './bot-methods.ts'
import type { Fault, TelegramFaults } from './faults.ts'
import { type RateLimits, tooMany } from './rate-limits.ts'
import { type Payload, payloadOf } from '../request-body.ts'
import type { Transcript } from '../transcript.ts'
import type { UpdateQueue } from './update-queue.ts'
import type { Webhook } from './webhook.ts'
import type { PlatformState } from './platform-state.ts'

/** One thing that the bot asked of Telegram. */
export type Called = {
  /** A method of the Bot API, or `download`. */
  readonly method: string
  readonly payload: Payload
  /** `ok`, an error's number, or what a fault made of it. */
  readonly outcome: string
  readonly fault: boolean
}

export type ServerDeps = {
  readonly state: PlatformState
  readonly queue: UpdateQueue
  readonly webhook: Webhook
  readonly faults: TelegramFaults
  readonly transcript: Transcript<Called>
  readonly limits: () => RateLimits | undefined
  /** `undefined` once it was revoked. */
  readonly token: () => string | undefined
}

/** The Bot API on 127.0.0.1. */
export async function listen(deps: ServerDeps, port: number): Promise<Listening> {
  return await listenOn(port, { respond: (request, response) => respond(deps, request, response) })
}

const CALL = /^\/bot([^/]+)\/(\w+)$/
const FILE = /^\/file\/bot([^/]+)\/(.+)$/

async function respond(deps: ServerDeps, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1')
  const [, fileToken, path] = FILE.exec(url.pathname) ?? []
  if (path !== undefined) return download(deps, { token: fileToken, path: decodeURIComponent(path) }, response)
  const [, token, method = ''] = CALL.exec(url.pathname) ?? []
  const payload = await payloadOf(request, url)
  if (token === undefined) return answerError(response, new ApiError(404, 'Not Found'))
  const gone = new AbortController()
  response.on('close', () => gone.abort())
  await call(deps, { token, method, payload, gone: gone.signal }, response)
}

type Call = { token: string; method: string; payload: Payload; gone: AbortSignal }

async function call(deps: ServerDeps, asked: Call, response: ServerResponse): Promise<void> {
  const { method, payload } = asked
  const isBatchFault = (fault: Fault) => 'duplicate' in fault || 'reorder' in fault
  const fault = deps.faults.take(method, (candidate) => !isBatchFault(candidate))
  const note = (outcome: string) => deps.transcript.add({ method, payload, outcome, fault: fault !== undefined })
  if (fault && 'drop' in fault) return drop(response, note)
  if (fault && 'html' in fault) return badGateway(response, note)
  await waited(fault)
  try {
    if (fault && 'status' in fault) throw new ApiError(fault.status, fault.description ?? `Error ${fault.status}`)
    if (fault && 'retryAfter' in fault) throw tooMany(fault.retryAfter)
    const result = await perform(deps, asked)
    if (fault && 'dropAfterAccept' in fault) return drop(response, () => note('ok, answer lost'))
    if (fault && 'silent' in fault) return note('ok, never answered')
    note('ok')
    answer(response, 200, { ok: true, result })
  } catch (error) {
    const failure = error instanceof ApiError ? error : new ApiError(500, `Internal Server Error: ${String(error)}`)
    note(String(failure.status))
    answerError(response, failure)
  }
}

async function perform(deps: ServerDeps, { token, method, payload, gone }: Call): Promise<unknown> {
  if (token !== deps.token()) throw new ApiError(401, 'Unauthorized')
  if (method === 'getUpdates') return await getUpdates(deps, payload, gone)
  if (method === 'setWebhook' || method === 'deleteWebhook') return setWebhook(deps, payload)
  if (method === 'getWebhookInfo') return deps.webhook.info
  const known = METHODS[method]
  if (!known) throw new ApiError(404, 'Not Found')
  if (COUNTED.includes(method)) deps.limits()?.count(Number(payload.chat_id))
  return known(deps.state, payload)
}

async function getUpdates({ queue, webhook }: ServerDeps, payload: Payload, gone: AbortSignal): Promise<unknown> {
  if (webhook.url !== '') {
    const how = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    throw new ApiError(409, `Conflict: ${how}`)
  }
  const number = (value: unknown) => Number(value ?? 0)
  queue.allow(payload.allowed_updates as string[] | undefined)
  const timeoutMs = number(payload.timeout) * 1000
  return await queue.poll({ offset: number(payload.offset), limit: number(payload.limit), timeoutMs }, gone)
}

function setWebhook({ queue, webhook }: ServerDeps, payload: Payload): true {
  queue.endPoll(new ApiError(409, 'Conflict: terminated by setWebhook request'))
  queue.allow(payload.allowed_updates as string[] | undefined)
  webhook.set((payload.url ?? '') as string, payload.secret_token as string | undefined)
  return true
}

type Wanted = { token: string | undefined; path: string }

function download(deps: ServerDeps, { token, path }: Wanted, response: ServerResponse): void {
  const file = [...deps.state.files.values()].find((candidate) => candidate.path === path)
  const fault = deps.faults.take('download')
  const asked = { method: 'download', payload: { path }, fault: fault !== undefined }
  const note = (outcome: string) => deps.transcript.add({ ...asked, outcome })
  if (fault && 'drop' in fault) return drop(response, note)
  if (fault && 'html' in fault) return badGateway(response, note)
  if (fault && 'status' in fault) return answerError(response, new ApiError(fault.status, 'fault'))
  if (fault && 'silent' in fault) return note('never answered')
  if (!file || token !== deps.token()) return answerError(response, new ApiError(404, 'Not Found'))
  note('ok')
  sendBytes(response, { bytes: file.bytes, mime: 'application/octet-stream', fault })
}

function answerError(response: ServerResponse, { status, message, parameters }: ApiError): void {
  const body = { ok: false, error_code: status, description: message, ...(parameters ? { parameters } : {}) }
  answer(response, status, body)
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}
