import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ApiError } from './api-error.ts'
import { COUNTED, METHODS } from './bot-methods.ts'
import type { Fault, FaultQueue } from './faults.ts'
import { type RateLimits, tooMany } from './rate-limits.ts'
import { type Payload, payloadOf } from './request-body.ts'
import type { Transcript } from './transcript.ts'
import type { UpdateQueue } from './update-queue.ts'
import type { Webhook } from './webhook.ts'
import type { PlatformState } from './platform-state.ts'

export type ServerParts = {
  readonly state: PlatformState
  readonly queue: UpdateQueue
  readonly webhook: Webhook
  readonly faults: FaultQueue
  readonly transcript: Transcript
  readonly limits: () => RateLimits | undefined
  /** `undefined` once it was revoked. */
  readonly token: () => string | undefined
}

export type Listening = { readonly apiRoot: string; readonly close: () => Promise<void> }

/** The Bot API on 127.0.0.1. */
export async function listen(parts: ServerParts, port: number): Promise<Listening> {
  const server = http.createServer((request, response) => {
    respond(parts, request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const close = () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    server.closeAllConnections()
    return closed
  }
  return { apiRoot: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close }
}

const CALL = /^\/bot([^/]+)\/(\w+)$/
const FILE = /^\/file\/bot([^/]+)\/(.+)$/

async function respond(parts: ServerParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1')
  const [, fileToken, path] = FILE.exec(url.pathname) ?? []
  if (path !== undefined) return download(parts, { token: fileToken, path: decodeURIComponent(path) }, response)
  const [, token, method = ''] = CALL.exec(url.pathname) ?? []
  const payload = await payloadOf(request, url)
  if (token === undefined) return answerError(response, new ApiError(404, 'Not Found'))
  const gone = new AbortController()
  response.on('close', () => gone.abort())
  await call(parts, { token, method, payload, gone: gone.signal }, response)
}

type Call = { token: string; method: string; payload: Payload; gone: AbortSignal }

async function call(parts: ServerParts, asked: Call, response: ServerResponse): Promise<void> {
  const { method, payload } = asked
  const isBatchFault = (fault: Fault) => 'duplicate' in fault || 'reorder' in fault
  const fault = parts.faults.take(method, (candidate) => !isBatchFault(candidate))
  const note = (outcome: string) => parts.transcript.add({ method, payload, outcome, fault: fault !== undefined })
  if (fault && 'drop' in fault) return drop(response, note)
  if (fault && 'html' in fault) return badGateway(response, note)
  if (fault && 'delayMs' in fault) await new Promise((resolve) => setTimeout(resolve, fault.delayMs))
  try {
    if (fault && 'status' in fault) throw new ApiError(fault.status, fault.description ?? `Error ${fault.status}`)
    if (fault && 'retryAfter' in fault) throw tooMany(fault.retryAfter)
    const result = await perform(parts, asked)
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

async function perform(parts: ServerParts, { token, method, payload, gone }: Call): Promise<unknown> {
  if (token !== parts.token()) throw new ApiError(401, 'Unauthorized')
  if (method === 'getUpdates') return await getUpdates(parts, payload, gone)
  if (method === 'setWebhook' || method === 'deleteWebhook') return setWebhook(parts, payload)
  if (method === 'getWebhookInfo') return parts.webhook.info
  const known = METHODS[method]
  if (!known) throw new ApiError(404, 'Not Found')
  if (COUNTED.includes(method)) parts.limits()?.count(Number(payload.chat_id))
  return known(parts.state, payload)
}

async function getUpdates({ queue, webhook }: ServerParts, payload: Payload, gone: AbortSignal): Promise<unknown> {
  if (webhook.url !== '') {
    const how = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    throw new ApiError(409, `Conflict: ${how}`)
  }
  const number = (value: unknown) => Number(value ?? 0)
  queue.allow(payload.allowed_updates as string[] | undefined)
  const timeoutMs = number(payload.timeout) * 1000
  return await queue.poll({ offset: number(payload.offset), limit: number(payload.limit), timeoutMs }, gone)
}

function setWebhook({ queue, webhook }: ServerParts, payload: Payload): true {
  queue.endPoll(new ApiError(409, 'Conflict: terminated by setWebhook request'))
  queue.allow(payload.allowed_updates as string[] | undefined)
  webhook.set((payload.url ?? '') as string, payload.secret_token as string | undefined)
  return true
}

type Wanted = { token: string | undefined; path: string }

function download(parts: ServerParts, { token, path }: Wanted, response: ServerResponse): void {
  const file = [...parts.state.files.values()].find((candidate) => candidate.path === path)
  const fault = parts.faults.take('download')
  const asked = { method: 'download', payload: { path }, fault: fault !== undefined }
  const note = (outcome: string) => parts.transcript.add({ ...asked, outcome })
  if (fault && 'drop' in fault) return drop(response, note)
  if (fault && 'html' in fault) return badGateway(response, note)
  if (fault && 'status' in fault) return answerError(response, new ApiError(fault.status, 'fault'))
  if (fault && 'silent' in fault) return note('never answered')
  if (!file || token !== parts.token()) return answerError(response, new ApiError(404, 'Not Found'))
  note('ok')
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': file.bytes.length })
  const isCut = fault !== undefined && 'cut' in fault
  if (!isCut && !(fault && 'stall' in fault)) return void response.end(file.bytes)
  response.write(file.bytes.subarray(0, file.bytes.length >> 1), () => isCut && response.destroy())
}

function drop(response: ServerResponse, note: (outcome: string) => void): void {
  note('dropped')
  response.destroy()
}

function badGateway(response: ServerResponse, note: (outcome: string) => void): void {
  note('502')
  response.writeHead(502, { 'content-type': 'text/html' })
  response.end('<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>')
}

function answerError(response: ServerResponse, { status, message, parameters }: ApiError): void {
  const body = { ok: false, error_code: status, description: message, ...(parameters ? { parameters } : {}) }
  answer(response, status, body)
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}
