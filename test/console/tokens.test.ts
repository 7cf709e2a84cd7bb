import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { MadeToken, TokensForm } from '#console/api/forms/tokens.ts'
import { asked, signedIn, tokenOf, type Operator } from '../kit/console.ts'
import { openConsoleApi, type ConsoleApi } from '../kit/console-api.ts'

const DAY_MS = 86_400_000

let api: ConsoleApi
let owner: Operator
beforeAll(async () => {
  api = await openConsoleApi()
})
afterAll(() => api[Symbol.asyncDispose]())
beforeEach(async () => {
  await api.startOver()
  owner = await signedIn({ url: api.url, database: api.database.superuser }, 'owner')
})

type About = { readonly name?: string; readonly role?: string; readonly days?: number }
const makes = (about: About = {}, by = owner) =>
  by.send<MadeToken>('POST', '/api/tokens', { name: 'backup', role: 'viewer', days: 30, ...about })
const made = async (about: About = {}) => (await makes(about)).body.token
type Refusal = { readonly error: string; readonly message: string }
const asks = (token: string, path = '/api/openapi.json', headers: Record<string, string> = {}) =>
  asked<Refusal>(api.url, path, { headers: { authorization: `Bearer ${token}`, ...headers } })
const statusOf = async (token: string, path?: string) => (await asks(token, path)).status

test('a token is shown once, stored as its hash, and opens what its role may, until it expires', async () => {
  const answered = await makes()
  const { token, expiresAtMs } = answered.body
  expect(token).toMatch(/^chq_[\w-]{43}$/)
  expect(Math.abs(expiresAtMs - Date.now() - 30 * DAY_MS)).toBeLessThan(60_000)
  const stored = await api.query<{ row: string }>('select t::text as row from console_token t')
  expect(JSON.stringify([stored, await api.query('select * from console_audit')])).not.toContain(token.slice(4))
  const { body } = await owner.get<TokensForm>('/api/tokens')
  expect(body.tokens).toEqual([
    expect.objectContaining({ name: 'backup', account: 'owner', role: 'viewer', expiresAtMs }),
  ])
  expect(body.tokens[0]).not.toHaveProperty('usedAtMs')
  expect(await statusOf(token)).toBe(200)
  expect((await owner.get<TokensForm>('/api/tokens')).body.tokens[0]?.usedAtMs).toBeGreaterThan(0)
  expect((await asks(token, '/api/audit')).body.error).toBe('role-missing')
  api.clock.aheadMs = 30 * DAY_MS + 1_000
  expect((await asks(token)).body).toMatchObject({ error: 'token-unknown' })
})

test('a token that is revoked is worth nothing at once, and another owner can revoke it', async () => {
  const token = await made()
  const other = await signedIn({ url: api.url, database: api.database.superuser }, 'owner', 'other')
  const [row] = (await other.get<TokensForm>('/api/tokens')).body.tokens
  expect((await other.send('DELETE', `/api/tokens/${row?.id}`)).status).toBe(200)
  expect(await statusOf(token)).toBe(401)
  expect((await other.send('DELETE', `/api/tokens/${row?.id}`)).status).toBe(404)
})

test('a token goes with its account, and may never do more than its account may now', async () => {
  await signedIn({ url: api.url, database: api.database.superuser }, 'owner', 'ben')
  const token = await tokenOf(api.database.superuser, { account: 'ben', role: 'owner' })
  expect(await statusOf(token, '/api/audit')).toBe(200)
  await api.query(`update console_account set role = 'moderator' where name = 'ben'`)
  expect(await statusOf(token, '/api/audit')).toBe(403)
  expect(await statusOf(token)).toBe(200)
  await api.query(`delete from console_account where name = 'ben'`)
  expect(await statusOf(token)).toBe(401)
})

test('what cannot be a token is not made', async () => {
  const wrong = [{ name: '' }, { name: ' ' }, { name: 'a\u202eb' }, { name: 'x'.repeat(65) }, { name: 'a\nb' }]
  const more = [{ days: 0 }, { days: 366 }, { days: 1.5 }, { role: 'root' }]
  for (const about of [...wrong, ...more]) expect([about, (await makes(about)).status]).toEqual([about, 400])
  const viewer = await signedIn({ url: api.url, database: api.database.superuser }, 'operator', 'olga')
  expect((await makes({}, viewer)).status).toBe(403)
  await api.query(`update console_session set proved_at = now() - interval '301 s'`)
  expect((await makes()).body).toMatchObject({ error: 'step-up-needed' })
  expect(await api.query('select from console_token')).toEqual([])
})

test('there are at most a hundred, of which expired ones do not count', async () => {
  const fill = (
    until: string,
  ) => `insert into console_token (id, token_hash, account_id, role, name, created_at, expires_at)
    select n::text, sha256(n::text::bytea), id, 'viewer', 'n', now(), now() + interval '${until}'
    from console_account, generate_series(1, 100) n`
  await api.query(fill('1 day'))
  expect((await makes()).body).toMatchObject({ error: 'conflict' })
  await api.query(`update console_token set expires_at = now()`)
  expect((await makes()).status).toBe(200)
})

test('a program needs no origin, but the name of the console, and no page of elsewhere speaks for it', async () => {
  const token = await made({ role: 'moderator' })
  const { port } = api
  const changes = (headers: Record<string, string>) =>
    asked<Refusal>(api.url, '/api/guard/try', {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
    })
  // Let through: what it sends is not what the route takes.
  expect((await changes({})).body.error).toBe('bad-request')
  expect((await changes({ origin: 'https://evil.example' })).body.error).toBe('origin-refused')
  expect((await changes({ 'sec-fetch-site': 'cross-site' })).body.error).toBe('origin-refused')
  const { hostRefused } = await hostAnswer(port, token)
  expect(hostRefused).toBe(true)
})

test('what is no token of ours in the header, such as what a proxy sends, leaves the cookie to say who it is', async () => {
  for (const authorization of ['Basic YWRtaW46YWRtaW4=', 'Bearer eyJhbGciOiJIUzI1NiJ9.e30.x', 'Bearer']) {
    expect((await asked(api.url, '/api/me', { headers: { cookie: owner.cookie, authorization } })).status).toBe(200)
  }
  expect((await asks('chq_wrong', '/api/me', { cookie: owner.cookie })).body.error).toBe('token-unknown')
})

test('wrong tokens are slowed down by their network, which keeps neither right ones nor sign-ins waiting', async () => {
  const token = await made()
  const from = (network: string) => ({ 'x-forwarded-for': network })
  const answers: number[] = []
  for (let n = 0; n < 7; n += 1) answers.push((await asks(`chq_${n}`, undefined, from('203.0.113.9'))).status)
  expect(answers).toEqual([401, 401, 401, 401, 401, 429, 429])
  expect((await asks('chq_x', undefined, from('203.0.113.9'))).headers.get('retry-after')).toBe('1')
  expect((await asks('chq_x', undefined, from('198.51.100.4'))).status).toBe(401)
  expect((await asks(token, undefined, from('203.0.113.9'))).status).toBe(200)
  const signsIn = await api
    .browser({ network: '203.0.113.9' })
    .send('POST', '/api/session', { name: 'owner', password: 'not this one' })
  expect(signsIn.status).toBe(401)
})

test('the audit names the account and its token', async () => {
  await signedIn({ url: api.url, database: api.database.superuser }, 'owner', 'ana')
  const token = await tokenOf(api.database.superuser, { account: 'ana', role: 'moderator', name: 'nightly' })
  expect(await statusOf(token, '/api/conversations')).toBe(200)
  const rows = await api.query('select account_name, action, outcome from console_audit order by id desc limit 1')
  expect(rows).toEqual([{ account_name: 'ana (token nightly)', action: expect.any(String), outcome: 'done' }])
  await made({ name: 'weekly', role: 'operator' })
  const [{ target } = {}] = await api.query('select target from console_audit order by id desc limit 1')
  expect(target).toBe('weekly: operator')
})

/** By a name that is not the console's: fetch always sends that of the address. */
async function hostAnswer(port: number, token: string): Promise<{ hostRefused: boolean }> {
  const { request } = await import('node:http')
  const body = await new Promise<string>((resolve, reject) => {
    const headers = { host: 'evil.example', authorization: `Bearer ${token}` }
    request({ port, path: '/api/openapi.json', agent: false, headers }, (response) => {
      let text = ''
      response.on('data', (chunk: Buffer) => (text += chunk.toString()))
      response.on('end', () => resolve(text))
    })
      .on('error', reject)
      .end()
  })
  return { hostRefused: body.includes('host-refused') }
}
