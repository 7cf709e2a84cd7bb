import { randomBytes } from 'node:crypto'
import { createLinks } from '#console/links.ts'
import { systemClock, type Clock } from '#machine/clock.ts'
import { asked, type Answered } from './console.ts'
import { hostConsole, type ConsoleHost, type HostOptions } from './console-host.ts'

/** The console's API alone, with a clock that a test can set, and browsers of operators. */
export type ConsoleApi = ConsoleHost & {
  readonly clock: Clock & { aheadMs: number }
  /** Of a link for the first owner. */
  setUpToken(): Promise<string>
  browser(from?: BrowserOptions): Browser
  query<Row extends object = Record<string, unknown>>(sql: string, values?: readonly unknown[]): Promise<Row[]>
  /** As before the first owner, at the present time. */
  startOver(): Promise<void>
}

export async function openConsoleApi(
  options: Pick<HostOptions, 'routes' | 'passwordCost' | 'database'> = {},
): Promise<ConsoleApi> {
  const clock = { ...systemClock, aheadMs: 0, now: () => Date.now() + clock.aheadMs }
  const host = await hostConsole({ ...options, clock, address: { trustProxy: 'loopback' } })
  const links = createLinks({ pool: host.database.store.pool, clock, randomBytes })
  const { superuser } = host.database
  return {
    ...host,
    clock,
    query: async <Row extends object>(sql: string, values: readonly unknown[] = []) =>
      (await superuser.query<Row>(sql, [...values])).rows,
    async startOver() {
      clock.aheadMs = 0
      for (const table of ['account', 'link', 'attempt', 'audit']) await superuser.query(`delete from console_${table}`)
    },
    setUpToken: async () => (await links.setUp({ isAsked: false }))?.replace('#setup=', '') ?? '',
    browser: (from) => new Browser(host.url, from),
  }
}

export type BrowserOptions = { readonly network?: string; readonly userAgent?: string }

/** Keeps the cookie and the CSRF token as a browser with the console's pages does. */
export class Browser {
  cookie: string | undefined
  /** Of a passkey. */
  challenge: string | undefined
  csrf: string | undefined
  readonly #url: string
  readonly #from: BrowserOptions

  constructor(url: string, from: BrowserOptions = {}) {
    this.#url = url
    this.#from = from
  }

  get<Answer = unknown>(path: string): Promise<Answered<Answer>> {
    return this.ask('GET', path)
  }

  send<Answer = unknown>(method: string, path: string, body: object = {}): Promise<Answered<Answer>> {
    return this.ask(method, path, JSON.stringify(body))
  }

  async ask<Answer>(method: string, path: string, body?: string): Promise<Answered<Answer>> {
    const { network = '198.51.100.1', userAgent } = this.#from
    const cookie = [this.cookie, this.challenge].filter((each) => each !== undefined).join('; ')
    const answered = await asked<Answer>(this.#url, path, {
      method,
      headers: {
        'x-forwarded-for': network,
        origin: new URL(this.#url).origin,
        ...(userAgent !== undefined && { 'user-agent': userAgent }),
        ...(cookie !== '' && { cookie }),
        ...(this.csrf !== undefined && { 'x-chasqui-csrf': this.csrf }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body }),
    })
    for (const set of answered.headers.getSetCookie()) {
      const [pair = ''] = set.split(';')
      if (pair.startsWith('chasqui-passkey=')) this.challenge = pair
      else this.cookie = pair
    }
    const { csrf, session } = (answered.body ?? {}) as { csrf?: string; session?: { csrf?: string } }
    this.csrf = csrf ?? session?.csrf ?? this.csrf
    return answered
  }
}
