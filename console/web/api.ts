import type { SentenceForm } from '../api/forms/sentence.ts'
import { reportAnswered, reportLost } from './connection.ts'

/** What the API refused, with a sentence for the operator. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly code: string
  readonly retryAfterSeconds: number | undefined
  /** Of a conflict: what it is now. */
  readonly now: unknown
  /** The message for every language. */
  readonly sentences: readonly SentenceForm[] | undefined
  constructor(code: string, message: string, { retryAfterSeconds, now, sentences }: About = {}) {
    super(message)
    this.code = code
    this.now = now
    this.retryAfterSeconds = retryAfterSeconds
    this.sentences = sentences
  }
}

type About = {
  readonly retryAfterSeconds?: number | undefined
  readonly now?: unknown
  readonly sentences?: readonly SentenceForm[] | undefined
}

export const hasCode = (error: unknown, code: string): error is ApiError =>
  error instanceof ApiError && error.code === code

type Conflict<Now> = ApiError & { readonly code: 'conflict'; readonly now: Now | undefined }

/** With what it is now that somebody else has changed it; undefined where it failed for something else. */
export const conflictIn = <Now>(error: unknown): Conflict<Now> | undefined =>
  hasCode(error, 'conflict') ? (error as Conflict<Now>) : undefined

type Query = Readonly<Record<string, string | number | undefined>>
type Path = `/api/${string}`

let csrf = ''
/** Of the session; sent with every change. */
export const setCsrf = (token: string | undefined) => void (csrf = token ?? '')

/** What the shell does when the API asks for something before it answers. */
type Hooks = {
  /** Asks the operator who they are; false when they would rather not say. */
  readonly prove: () => Promise<boolean>
  /** The session has ended. */
  readonly signedOut: () => void
}

let hooks: Hooks | undefined
export const setHooks = (given: Hooks) => void (hooks = given)

/** Also where that is learnt from something else than an answer. */
export const tellSignedOut = () => hooks?.signedOut()

let skewMs = 0
/** Of the service's clock, to the second: that of the browser may be wrong. */
export const serverNow = () => Date.now() + skewMs

/**
 * Of a path of the API, such as `/api/session`; the service may lie below a prefix. Ids in it may be of a link that
 * somebody made up: none of them leads to another route.
 */
export function addressOf(path: Path): URL {
  const url = new URL(`.${path}`, document.baseURI)
  const expected = new URL('.', document.baseURI).pathname + path.slice(1)
  if (url.href === url.origin + expected) return url
  throw new ApiError('not-found', 'There is nothing at this address.')
}

const early = new Map<Path, Promise<unknown>>()

/** Asks before the code is there that shows it: the next `read` of this path gets the answer. */
export function readEarly(path: Path): void {
  const asked = read(path)
  asked.catch(() => undefined)
  early.set(path, asked)
}

export async function read<Answer>(path: Path, query: Query = {}, signal?: AbortSignal): Promise<Answer> {
  const asked = early.get(path)
  if (asked !== undefined && early.delete(path)) return asked as Promise<Answer>
  const url = addressOf(path)
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value))
  return proving(async () => answerOf(await sent(url, { ...(signal && { signal }) })))
}

/** What the browser saves as a file; asks for a proof of who the operator is as `change` does. */
export async function readFile(path: Path, signal?: AbortSignal): Promise<Blob> {
  return proving(async () => {
    const response = await sent(addressOf(path), { ...(signal && { signal }) })
    return response.ok ? response.blob() : answerOf<Blob>(response)
  })
}

/** Asks for a proof of who the operator is where the API wants one, and then once more. */
export async function change<Answer>(
  method: 'POST' | 'PUT' | 'DELETE',
  path: Path,
  body: object = {},
): Promise<Answer> {
  return proving(async () => {
    const headers = { 'content-type': 'application/json', 'x-chasqui-csrf': csrf }
    return answerOf(await sent(addressOf(path), { method, headers, body: JSON.stringify(body) }))
  })
}

/** As `change`, of an answer that comes piece by piece. */
export async function changeStreamed(
  path: Path,
  body: object,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  return proving(async () => {
    const headers = { 'content-type': 'application/json', 'x-chasqui-csrf': csrf }
    const response = await sent(addressOf(path), { method: 'POST', headers, body: JSON.stringify(body), signal })
    return response.ok && response.body !== null ? response.body : answerOf<never>(response)
  })
}

/** Asks for a file, and gives it to the browser to keep. */
export async function download(path: Path, query: Query, name: string): Promise<void> {
  const url = addressOf(path)
  for (const [key, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(key, String(value))
  const blob = await proving(async () => {
    const response = await sent(url, {})
    return response.ok ? response.blob() : answerOf<never>(response)
  })
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}

async function proving<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask()
  } catch (error) {
    if (hasCode(error, 'signed-out')) tellSignedOut()
    if (hooks === undefined || !hasCode(error, 'step-up-needed')) throw error
    if (!(await hooks.prove())) throw new DOMException('The operator ended the request', 'AbortError')
    return ask()
  }
}

function sent(url: URL, options: RequestInit): Promise<Response> {
  return fetch(url, { ...options, credentials: 'same-origin' }).catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    reportLost()
    throw new ApiError('unreachable', 'The service does not answer. Check that it is running.')
  })
}

/** What a proxy says when the service behind it is away. */
const IS_AWAY = new Set([502, 504])
const SKEW_MS_MIN = 2_000

async function answerOf<Answer>(response: Response): Promise<Answer> {
  if (IS_AWAY.has(response.status)) {
    reportLost()
    throw new ApiError('unreachable', 'The service does not answer. Check that it is running.')
  }
  reportAnswered()
  noteTime(response)
  const answer = (await response.json().catch(() => ({}))) as Refusal
  if (response.ok) return answer as Answer
  throw refused(response, answer)
}

type Refusal = { error?: string; message?: string; sentences?: readonly SentenceForm[]; now?: unknown }

function refused(response: Response, answer: Refusal): ApiError {
  const { error = 'internal', message = 'The service did not answer as expected.', now, sentences } = answer
  const retryAfterSeconds = Number(response.headers.get('retry-after')) || undefined
  return new ApiError(error, message, { retryAfterSeconds, now, sentences })
}

function noteTime(response: Response): void {
  const awayMs = Date.parse(response.headers.get('date') ?? '') - Date.now()
  skewMs = Math.abs(awayMs) > SKEW_MS_MIN ? awayMs : 0
}
