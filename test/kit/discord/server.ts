import type { IncomingMessage, ServerResponse } from 'node:http'
import { badGateway, drop, listenOn, type Listening, sendBytes } from '../double-server.ts'
import { type Fault, waited } from '../faults.ts'
import { ApiError, unauthorised } from './api-error.ts'
import { type Buckets, tooMany } from './buckets.ts'
import { Cdn } from './cdn.ts'
import type { FaultQueue } from '../fault-queue.ts'
import type { Gateway } from './gateway.ts'
import type { RestParts } from './rest-call.ts'
import { type RestInput, restInput } from './rest-input.ts'
import { type Route, ROUTES } from './routes.ts'
import type { Transcript } from '../transcript.ts'

/** One thing that the bot asked of Discord. */
export type Called = {
  /** Method and route: `POST /channels/:channel/messages`; `download` of a file. */
  readonly route: string
  readonly params: Readonly<Record<string, string>>
  readonly body: unknown
  /** `200`, an error's number, or what a fault made of it. */
  readonly outcome: string
  readonly fault: boolean
}

export type ServerDeps = RestParts & {
  readonly gateway: Gateway
  readonly cdn: Cdn
  readonly faults: FaultQueue
  readonly transcript: Transcript<Called>
  readonly limits: () => Buckets | undefined
  /** `undefined` once it was revoked. */
  readonly token: () => string | undefined
  /** While Discord refuses everything: until when. */
  readonly pausedUntilMs: () => number
}

/** Discord's API, CDN and gateway on 127.0.0.1. */
export async function listen(deps: ServerDeps, port: number): Promise<Listening> {
  return await listenOn(port, {
    respond: (request, response) => respond(deps, request, response),
    upgrade: (request, socket, head) => deps.gateway.accept(request, socket, head),
  })
}

const API = /^\/api\/v10(\/.*)$/

type Matched = { readonly route: Route; readonly params: Readonly<Record<string, string>> }

async function respond(deps: ServerDeps, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1')
  if (Cdn.isPath(url.pathname)) return download(deps, url, response)
  const path = API.exec(url.pathname)?.[1] ?? ''
  const matched = match(request.method ?? 'GET', path)
  const input = await restInput(request, url.searchParams)
  const authorization = request.headers.authorization ?? ''
  if (!matched) {
    const route = `${request.method} ${path}`
    deps.transcript.add({ route, params: {}, body: input.body, outcome: '404', fault: false })
    return answerError(response, new ApiError(404, 0, '404: Not Found'), {})
  }
  await call(deps, { ...matched, input, authorization }, response)
}

function match(method: string, path: string): Matched | undefined {
  const pieces = path.split('/').map(decodeURIComponent)
  for (const route of ROUTES) {
    const names = route.path.split('/')
    if (route.method !== method || names.length !== pieces.length) continue
    if (!names.every((name, index) => name.startsWith(':') || name === pieces[index])) continue
    const entries = names.flatMap((name, index) => (name.startsWith(':') ? [[name.slice(1), pieces[index] ?? '']] : []))
    return { route, params: Object.fromEntries(entries) as Record<string, string> }
  }
  return undefined
}

type Call = Matched & { readonly input: RestInput; readonly authorization: string }

async function call(deps: ServerDeps, asked: Call, response: ServerResponse): Promise<void> {
  const { route, params, input } = asked
  const fault = deps.faults.take(route.op ?? 'other')
  const about = { route: `${route.method} ${route.path}`, params, body: input.body, fault: fault !== undefined }
  const note = (outcome: string) => deps.transcript.add({ ...about, outcome })
  if (fault && 'drop' in fault) return drop(response, note)
  if (fault && 'html' in fault) return badGateway(response, note)
  await waited(fault)
  let headers: Record<string, string> = {}
  try {
    if (fault) throwFault(fault, route)
    if (!route.isOpen) authorise(deps, asked.authorization)
    headers = count(deps, asked)
    const result = route.act({ ...deps, params, input })
    if (fault && 'dropAfterAccept' in fault) return drop(response, () => note('ok, answer lost'))
    if (fault && 'silent' in fault) return note('ok, never answered')
    note(result === undefined ? '204' : '200')
    answer(response, result, headers)
  } catch (error) {
    const failure = error instanceof ApiError ? error : new ApiError(500, 0, `Internal Server Error: ${String(error)}`)
    note(String(failure.status))
    answerError(response, failure, headers)
  }
}

const GONE: Readonly<Record<number, readonly [code: number, message: string]>> = {
  401: [0, '401: Unauthorized'],
  403: [50_001, 'Missing Access'],
  404: [10_008, 'Unknown Message'],
}

function throwFault(fault: Fault, { op }: Route): void {
  // As of Discord's limits that no bucket's headers tell of.
  if ('retryAfter' in fault) throw tooMany(fault.retryAfter, op === undefined ? 'global' : 'user')
  if (!('status' in fault)) return
  const [code, message] = GONE[fault.status] ?? [0, `${fault.status}: planned by a test`]
  throw new ApiError(fault.status, code, message)
}

function authorise({ token }: ServerDeps, authorization: string): void {
  if (token() === undefined || authorization !== `Bot ${token()}`) throw unauthorised()
}

/** The bucket's headers. Interactions do not count towards the limit over everything. */
function count(deps: ServerDeps, { route, params }: Call): Record<string, string> {
  const pauseMs = deps.pausedUntilMs() - deps.state.now()
  if (pauseMs > 0 && !route.isOpen) throw tooMany(pauseMs / 1000, 'global')
  const limits = deps.limits()
  if (!limits) return {}
  if (!route.isOpen) limits.countGlobally()
  return limits.count(route.bucket, params.channel ?? params.token ?? '')
}

async function download(deps: ServerDeps, url: URL, response: ServerResponse): Promise<void> {
  const fault = deps.faults.take('download')
  const about = { route: 'download', params: { path: url.pathname }, body: {}, fault: fault !== undefined }
  const note = (outcome: string) => deps.transcript.add({ ...about, outcome })
  if (fault && 'drop' in fault) return drop(response, note)
  if (fault && 'html' in fault) return badGateway(response, note)
  if (fault && 'silent' in fault) return note('never answered')
  await waited(fault)
  const found = deps.cdn.find(url)
  const failed = fault && 'status' in fault ? fault.status : fault && 'retryAfter' in fault ? 429 : undefined
  const status = failed ?? ('file' in found ? 200 : found.status)
  note(String(status))
  if (!('file' in found) || status !== 200) {
    response.writeHead(status, { 'content-type': 'text/plain' })
    return void response.end('This content is no longer available.')
  }
  sendBytes(response, { ...found.file, fault })
}

function answerError(response: ServerResponse, failure: ApiError, headers: Record<string, string>): void {
  const { status, code, message, body } = failure
  response.writeHead(status, { 'content-type': 'application/json', ...headers, ...failure.headers })
  response.end(JSON.stringify({ message, ...body, code }))
}

function answer(response: ServerResponse, result: unknown, headers: Record<string, string>): void {
  // A 204 with a content type makes clients parse nothing as JSON, so it comes bare.
  if (result === undefined) return void response.writeHead(204, headers).end()
  response.writeHead(200, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(result))
}
