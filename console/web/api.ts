/** What the API refused, with a sentence for the operator. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly code: string
  readonly retryAfterSeconds: number | undefined
  constructor(code: string, message: string, retryAfterSeconds?: number) {
    super(message)
    this.code = code
    this.retryAfterSeconds = retryAfterSeconds
  }
}

type Query = Readonly<Record<string, string | number | undefined>>

let csrf = ''
/** Of the session; sent with every change. */
export const setCsrf = (token: string | undefined) => void (csrf = token ?? '')

/** Of a path of the API, such as `/api/session`; the service may lie below a prefix. */
export const addressOf = (path: `/api/${string}`) => new URL(`.${path}`, document.baseURI)

export async function read<Answer>(path: `/api/${string}`, query: Query = {}, signal?: AbortSignal): Promise<Answer> {
  const url = addressOf(path)
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value))
  return answerOf(await sent(url, { ...(signal && { signal }) }))
}

export async function change<Answer>(
  method: 'POST' | 'PUT' | 'DELETE',
  path: `/api/${string}`,
  body: object = {},
): Promise<Answer> {
  const headers = { 'content-type': 'application/json', 'x-chasqui-csrf': csrf }
  return answerOf(await sent(addressOf(path), { method, headers, body: JSON.stringify(body) }))
}

function sent(url: URL, options: RequestInit): Promise<Response> {
  return fetch(url, { ...options, credentials: 'same-origin' }).catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new ApiError('unreachable', 'The service does not answer. Is it running?')
  })
}

async function answerOf<Answer>(response: Response): Promise<Answer> {
  const answer = (await response.json().catch(() => ({}))) as { error?: string; message?: string }
  if (response.ok) return answer as Answer
  const { error = 'internal', message = 'The service did not answer as expected.' } = answer
  throw new ApiError(error, message, Number(response.headers.get('retry-after')) || undefined)
}
