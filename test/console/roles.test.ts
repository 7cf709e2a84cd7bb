import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ROLES, hasRole, type Role } from '#console/roles.ts'
import { ConsoleError } from '#console/api/console-error.ts'
import type { Route } from '#console/api/route.ts'
import { routes } from '#console/api/routes/all.ts'
import { asked, signedIn, tokenOf, type Answered, type Operator } from '../kit/console.ts'
import { openConsoleApi, type ConsoleApi } from '../kit/console-api.ts'
import { TABLES } from '../kit/traces.ts'

const OF_DOORS = /^\/api\/(session|link|setup|join|recover|prove|me|accounts|invitations|tokens|stream|passkeys?)(\/|$)/
const nameOf = ({ method, path }: Route) => `${method} ${path}`
const changing = routes.filter(({ method }) => method !== 'GET')

/** Every route as it is, but that it only notes that it was reached. The first one tells the kit its token. */
const reached: string[] = []
const noting = routes.map((route): Route => {
  if (nameOf(route) === 'GET /api/session') return route
  return {
    ...route,
    async handle() {
      reached.push(nameOf(route))
      throw new ConsoleError('conflict', 'it was reached')
    },
  }
})

const UNPROVED = 'owner without a fresh proof'
type TokenOf = `token of ${Role}`
const TOKENS = ROLES.map((role): TokenOf => `token of ${role}`)
const WHO = ['signed-out', ...ROLES, UNPROVED, ...TOKENS] as const
type Who = (typeof WHO)[number]
const isToken = (who: Who): who is TokenOf => who.startsWith('token of ')

let api: ConsoleApi
let database: pg.Pool
const operators = new Map<Who, Operator>()
const tokens = new Map<Who, string>()
const as = (who: Who) => {
  const operator = operators.get(who)
  if (operator === undefined) throw new Error(`nobody is signed in as ${who}`)
  return operator
}

beforeAll(async () => {
  api = await openConsoleApi({ routes: noting })
  database = api.database.superuser
  for (const role of ROLES) operators.set(role, await signedIn({ url: api.url, database }, role))
  operators.set(UNPROVED, await signedIn({ url: api.url, database }, 'owner', UNPROVED))
  await database.query(
    `update console_session s set proved_at = now() - interval '301 s'
     from console_account a where a.id = s.account_id and a.name = $1`,
    [UNPROVED],
  )
  // Of an owner each: what the token was made for is all that it is good for.
  for (const role of ROLES) tokens.set(`token of ${role}`, await tokenOf(database, { account: 'owner', role }))
})
afterAll(() => api[Symbol.asyncDispose]())
beforeEach(async () => {
  reached.length = 0
  await database.query('delete from console_attempt')
})

type Sent = {
  readonly who?: Who
  readonly params?: string
  readonly search?: string
  readonly body?: string
  readonly headers?: Record<string, string | undefined>
}

/** As the console's own page of somebody would ask; without a body that the route would take, unless one is given. */
function send({ method, path }: Route, { who = 'owner', params = 'x', search = '', body = '{}', headers = {} }: Sent) {
  const { cookie, csrf } = operators.get(who) ?? {}
  const page = { cookie, 'x-chasqui-csrf': csrf, origin: new URL(api.url).origin }
  const all = { ...(isToken(who) ? { authorization: `Bearer ${tokens.get(who)}` } : page), ...headers }
  const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined)
  const address = path.replace(/:\w+/g, encodeURIComponent(params)) + search
  return asked<{ error: string }>(api.url, address, {
    method,
    headers: { ...(method !== 'GET' && { 'content-type': 'application/json' }), ...Object.fromEntries(given) },
    ...(method !== 'GET' && { body }),
  })
}

const codeOf = ({ status, body }: Answered<{ error: string }>) => `${status} ${body?.error}`

/** What must keep somebody out, by the table of routes alone. */
function refusalOf({ needs, stepUp, sessionOnly }: Route, who: Who): string | undefined {
  if (isToken(who)) {
    if (needs === 'signed-out' || needs === 'account' || stepUp || sessionOnly) return '403 token-refused'
    return hasRole(who.replace('token of ', '') as Role, needs) ? undefined : '403 role-missing'
  }
  if (needs === 'signed-out') return undefined
  if (who === 'signed-out') return '401 signed-out'
  const role: Role = who === UNPROVED ? 'owner' : who
  if (needs !== 'account' && !hasRole(role, needs)) return '403 role-missing'
  return stepUp && who === UNPROVED ? '403 step-up-needed' : undefined
}

/** Of everything that is stored, by table. */
async function stored(): Promise<unknown[]> {
  const tables = (await database.query<{ name: string }>(TABLES)).rows.map(({ name }) => name)
  const hashes = tables
    .filter((name) => name !== '__drizzle_migrations')
    .map(
      (name) => `select '${name}' as name, md5(string_agg(row::text, '' order by row::text)) as hash from ${name} row`,
    )
  return (await database.query(hashes.join(' union all '))).rows
}

/** What became of each, by the route's name. */
async function answersOf(asking: readonly Route[], sent: Sent): Promise<Record<string, string>> {
  const answers = await Promise.all(asking.map(async (route) => [nameOf(route), codeOf(await send(route, sent))]))
  return Object.fromEntries(answers) as Record<string, string>
}

const allOf = (asking: readonly Route[], answer: string | ((route: Route) => string | undefined)) =>
  Object.fromEntries(asking.map((route) => [nameOf(route), typeof answer === 'string' ? answer : answer(route)]))

describe('the table of routes', () => {
  test('names each route once', () => {
    const names = routes.map(nameOf)
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  })

  test('has an action of the audit for every change and for whatever shows what people wrote', () => {
    const unaudited = routes.filter(({ method, shows, audit }) => {
      return (method !== 'GET' || shows === 'content') && !/^[a-z-]+\.[a-z-]+$/.test(audit?.action ?? '')
    })
    expect(unaudited.map(nameOf)).toEqual([])
  })

  test('shows what people wrote to moderators at least', () => {
    const lax = routes.filter(({ shows, needs }) => {
      return shows === 'content' && (needs === 'signed-out' || needs === 'account' || needs === 'viewer')
    })
    expect(lax.map(nameOf)).toEqual([])
  })

  test('lets nobody who is signed out reach more than sign-in and links', () => {
    expect(routes.filter(({ needs }) => needs === 'signed-out').map(nameOf)).toEqual([
      'GET /api/session',
      'POST /api/session',
      'POST /api/link',
      'POST /api/setup',
      'POST /api/join',
      'POST /api/recover',
      'GET /api/session/passkey',
      'POST /api/session/passkey',
    ])
  })
})

test.each(WHO)('%s reaches what the table allows, and nothing of the rest runs or is stored', async (who) => {
  const before = await stored()
  const refused = routes.filter((route) => refusalOf(route, who) !== undefined)
  expect(await answersOf(refused, { who })).toEqual(allOf(refused, (route) => refusalOf(route, who)))
  expect(reached).toEqual([])
  expect(await stored()).toEqual(before)
  const allowed = routes.filter((route) => !refused.includes(route))
  for (const [name, answer] of Object.entries(await answersOf(allowed, { who }))) {
    // Reached, or what was sent is not what it takes.
    expect([name, answer]).toEqual([name, expect.stringMatching(/^200|^400 bad-request|^409 conflict/)])
  }
})

test('no token, whatever its role, reaches what is about who may sign in', async () => {
  const doors = routes.filter(({ path }) => OF_DOORS.test(path))
  expect(doors.length).toBeGreaterThan(20)
  const who = 'token of owner'
  expect(await answersOf(doors, { who })).toEqual(allOf(doors, '403 token-refused'))
  // A cookie beside it lends it nothing.
  const headers = { cookie: as('owner').cookie, 'x-chasqui-csrf': as('owner').csrf }
  expect(await answersOf(doors, { who, headers })).toEqual(allOf(doors, '403 token-refused'))
  expect(reached).toEqual([])
})

test('a role that the browser states itself changes nothing', async () => {
  const headers = {
    authorization: 'Bearer owner',
    'x-role': 'owner',
    'x-chasqui-role': 'owner',
    'x-forwarded-user': 'owner',
    cookie: `${as('viewer').cookie}; role=owner; account=owner`,
  }
  const body = '{"role":"owner","account":{"role":"owner"},"needs":"viewer"}'
  const refused = routes.filter((route) => refusalOf(route, 'viewer') !== undefined)
  for (const search of ['?role=owner', '?needs=viewer&scope=owner&account[role]=owner']) {
    const answers = await answersOf(refused, { who: 'viewer', headers, search, body })
    expect(answers).toEqual(allOf(refused, '403 role-missing'))
  }
  expect(reached).toEqual([])
})

test.each([
  ['without the CSRF header', { 'x-chasqui-csrf': undefined }],
  ['with an empty one', { 'x-chasqui-csrf': '' }],
  ['with a wrong one', { 'x-chasqui-csrf': 'A'.repeat(43) }],
  ["with another session's", 'of the viewer'],
  ['from a foreign page', { origin: 'https://evil.example' }],
  ['from a page on another port of this computer', { origin: 'http://localhost:3000' }],
  ['from a page without an origin', { origin: 'null' }],
  ['without any origin', { origin: undefined }],
  ['from the same site', { origin: undefined, 'sec-fetch-site': 'same-site' }],
])('a change %s is refused', async (_how, given) => {
  const headers = typeof given === 'string' ? { 'x-chasqui-csrf': as('viewer').csrf } : given
  expect(await answersOf(changing, { headers })).toEqual(allOf(changing, '403 origin-refused'))
  expect(reached).toEqual([])
})

test.each([
  ['a path', '../../../etc/passwd'],
  ['a path of Windows', '..\\..\\x'],
  ['an encoded NUL', '%00'],
  ['NUL', '\0'],
  ['4 KB', 'x'.repeat(4_096)],
  ['SQL', "' or 1=1; --"],
  ['a script', '<script>alert(1)</script>'],
])('%s in place of an id leads nowhere', async (_what, params) => {
  const withIds = routes.filter(({ path }) => path.includes(':'))
  for (const [name, answer] of Object.entries(await answersOf(withIds, { params }))) {
    expect([name, answer]).toEqual([name, expect.stringMatching(/^400|^404|^414/)])
  }
  expect(reached).toEqual([])
})

test.each([
  ['a body of 70 KB', JSON.stringify({ name: 'x'.repeat(70_000) }), '413 too-large'],
  ['30,000 brackets', '['.repeat(30_000), '400 bad-request'],
  ['deep JSON', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`, '400 bad-request'],
  ['a prototype', '{"__proto__":{"role":"owner"}}', '400 bad-request'],
  ['a constructor', '{"constructor":{"prototype":{"role":"owner"}}}', '400 bad-request'],
  ['what is no JSON', 'name=x&role=owner', '400 bad-request'],
  ['a list', '[]', '400 bad-request'],
  ['a field that it does not know', '{"isAdmin":true}', '400 bad-request'],
])('%s is refused by every change', async (_what, body, answer) => {
  const asking = changing.filter(({ bodyBytesMax = 0 }) => bodyBytesMax < 70_000)
  expect(await answersOf(asking, { body, params: 'a'.repeat(64) })).toEqual(allOf(asking, answer))
  expect(reached).toEqual([])
})

test("a token elsewhere than in its cookie is nobody's, and a WebSocket is answered as any request", async () => {
  const token = as('owner').cookie.split('=')[1] ?? ''
  const elsewhere = [
    [`/api/me?chasqui-console=${token}`, {}],
    ['/api/me', { authorization: `Bearer ${token}` }],
    ['/api/me', { 'x-chasqui-console': token }],
    ['/api/me', { cookie: `__Host-chasqui-console=${token}` }],
  ] as const
  for (const [path, headers] of elsewhere) expect((await asked(api.url, path, { headers })).status).toBe(401)
  const upgrade = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'x',
  }
  const opening = request({
    port: api.port,
    path: '/api/stream',
    agent: false,
    headers: { ...upgrade, host: 'localhost' },
  })
  const [response] = (await once(opening.end(), 'response')) as [IncomingMessage]
  response.resume()
  expect(response.statusCode).toBe(401)
})
