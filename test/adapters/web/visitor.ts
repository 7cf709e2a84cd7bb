import { once } from 'node:events'
import { request, type ClientRequest, type IncomingMessage } from 'node:http'

type Event = { readonly id: string | undefined; readonly event: string; readonly data: Record<string, unknown> }

/** Bytes whose first ones are those of a picture. */
export function pictureOf(length: number, fill = 0): Uint8Array {
  const bytes = new Uint8Array(length).fill(fill)
  bytes.set(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'))
  return bytes
}

/** A browser without a screen: keeps its cookie, posts as the page does, listens to the stream. */
export class Visitor {
  readonly #host: { readonly url: string }
  cookie = ''

  constructor(host: { readonly url: string }) {
    this.#host = host
  }

  static async arrives(host: { readonly url: string }): Promise<Visitor> {
    const visitor = new Visitor(host)
    await visitor.visit()
    return visitor
  }

  async visit(headers: Record<string, string> = {}): Promise<Response> {
    const response = await this.get('/', headers)
    const given = response.headers.getSetCookie().map((line) => line.split(';')[0] ?? '')
    // One without a value deletes a cookie.
    this.cookie = given.find((pair) => !pair.endsWith('=')) ?? this.cookie
    return response
  }

  /** The id inside the cookie, which is also the chat's. */
  get person(): string {
    const value = decodeURIComponent(this.cookie.split('=')[1] ?? '')
    return value.slice(0, value.lastIndexOf('.'))
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(this.#host.url + path, { headers: { cookie: this.cookie, ...headers } })
  }

  post(body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    const isForm = body instanceof FormData
    return fetch(`${this.#host.url}/api/messages`, {
      method: 'POST',
      headers: {
        cookie: this.cookie,
        origin: this.#host.url,
        ...(isForm ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: isForm ? body : JSON.stringify(body),
    })
  }

  sendsPictures(id: string, text: string, files: readonly Uint8Array[], type = 'image/png'): Promise<Response> {
    const form = new FormData()
    form.append('id', id)
    form.append('text', text)
    files.forEach((bytes, index) => {
      form.append('picture', new Blob([Buffer.from(bytes)], { type }), `../../photo${index}.png`)
    })
    return this.post(form)
  }

  async listens(headers: Record<string, string> = {}): Promise<Listening> {
    const all = { cookie: this.cookie, ...headers }
    const asked = request(`${this.#host.url}/api/events`, { headers: all, agent: false })
    asked.end()
    const [response] = (await once(asked, 'response')) as [IncomingMessage]
    return new Listening(asked, response)
  }
}

/** An open event stream. */
export class Listening {
  readonly #asked: ClientRequest
  readonly response: IncomingMessage
  readonly #events: AsyncGenerator<Event>
  constructor(asked: ClientRequest, response: IncomingMessage) {
    this.#asked = asked
    this.response = response
    asked.on('error', () => {})
    this.#events = eventsIn(response)
  }

  /** The next event of that name; others are skipped. */
  async next(name: string): Promise<Event> {
    for (;;) {
      const { value, done } = await this.#events.next()
      if (done) throw new Error(`the stream ended before "${name}"`)
      if (value.event === name) return value
    }
  }

  leave(): void {
    this.#asked.destroy()
  }
}

async function* eventsIn(response: IncomingMessage): AsyncGenerator<Event> {
  let rest = ''
  response.setEncoding('utf8')
  for await (const chunk of response) {
    const blocks = (rest + String(chunk)).split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const fields = new Map(block.split('\n').map((line) => line.split(/: (.*)/s) as [string, string]))
      if (!fields.has('event')) continue
      const data = JSON.parse(fields.get('data') ?? '{}') as Event['data']
      yield { id: fields.get('id'), event: fields.get('event') ?? '', data }
    }
  }
}
