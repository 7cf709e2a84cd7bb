import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import type { Role } from '#console/roles.ts'
import { hashOf } from '#console/api/sessions.ts'

/** An account of the console that is signed in, as a browser of its holder is. */
export type Operator = {
  readonly name: string
  /** Of the cookie header. */
  readonly cookie: string
  readonly csrf: string
  get<Answer = unknown>(path: string): Promise<Answered<Answer>>
  /** With the header that its own pages send. */
  send<Answer = unknown>(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: object): Promise<Answered<Answer>>
}

export type Answered<Answer> = { readonly status: number; readonly body: Answer; readonly headers: Headers }

type At = { readonly url: string; readonly database: Pick<pg.Client, 'query'> }

/** Signs a new account in, without the password that `accounts` would take a while to check. */
export async function signedIn({ url, database }: At, role: Role, name: string = role): Promise<Operator> {
  const [account, session, token] = [1, 2, 3].map(() => randomBytes(24).toString('base64url')) as [
    string,
    string,
    string,
  ]
  await database.query(
    `insert into console_account (id, name, role, password_hash, created_at) values ($1, $2, $3, '', now())`,
    [account, name, role],
  )
  await database.query(
    `insert into console_session (id, token_hash, account_id, created_at, seen_at, proved_at, browser, network)
     values ($1, $2, $3, now(), now(), now(), 'a test', '127.0.0.1')`,
    [session, hashOf(token), account],
  )
  const cookie = `chasqui-console=${token}`
  const { csrf = '' } = (await asked<{ csrf?: string }>(url, '/api/session', { headers: { cookie } })).body
  const headers = { cookie, origin: new URL(url).origin, 'x-chasqui-csrf': csrf }
  return {
    name,
    cookie,
    csrf,
    get: (path) => asked(url, path, { headers: { cookie } }),
    send: (method, path, body = {}) =>
      asked(url, path, {
        method,
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
  }
}

type TokenFor = { readonly account: string; readonly role: Role; readonly name?: string; readonly days?: number }

/** An API token of an account, as its owner would have made it. */
export async function tokenOf(
  database: At['database'],
  { account, role, name = `a program as ${role}`, days = 1 }: TokenFor,
): Promise<string> {
  const token = `chq_${randomBytes(32).toString('base64url')}`
  await database.query(
    `insert into console_token (id, token_hash, account_id, role, name, created_at, expires_at, used_at)
     select $1, $2, id, $3, $4, now(), now() + make_interval(days => $5), now() from console_account where name = $6`,
    [randomBytes(16).toString('base64url'), hashOf(token), role, name, days, account],
  )
  return token
}

/** What the API answers to anybody. */
export async function asked<Answer>(url: string, path: string, options: RequestInit = {}): Promise<Answered<Answer>> {
  const response = await fetch(new URL(path, url), { redirect: 'manual', ...options })
  const body = (await response.json().catch(() => undefined)) as Answer
  return { status: response.status, body, headers: response.headers }
}
