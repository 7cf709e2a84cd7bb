import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { AccountsForm, Invited } from '#console/api/forms/accounts.ts'
import type { AuditPage } from '#console/api/forms/audit.ts'
import type { Recovered, SessionForm } from '#console/api/forms/session.ts'
import { createLinks } from '#console/links.ts'
import { randomBytes } from 'node:crypto'
import { signedIn, type Operator } from '../kit/console.ts'
import { openConsoleApi, type Browser, type ConsoleApi } from '../kit/console-api.ts'

const PASSWORD = 'a llama carries letters'
const DAY_MS = 86_400_000

let api: ConsoleApi
beforeAll(async () => {
  api = await openConsoleApi()
})
afterAll(() => api[Symbol.asyncDispose]())
beforeEach(() => api.startOver())

const query: ConsoleApi['query'] = (sql, values) => api.query(sql, values)
const signedInAs = (role: Parameters<typeof signedIn>[1], name?: string) =>
  signedIn({ url: api.url, database: api.database.superuser }, role, name)
const idOf = async (name: string) =>
  (await query<{ id: string }>('select id from console_account where name = $1', [name]))[0]?.id ?? ''
const rolesNow = async () => {
  const rows = await query<{ name: string; role: string }>('select name, role from console_account order by name')
  return Object.fromEntries(rows.map(({ name, role }) => [name, role]))
}
const setRole = async (by: Operator, name: string, from: string, to: string) =>
  by.send<{ error: string; message: string }>('PUT', `/api/accounts/${await idOf(name)}/role`, { from, to })
/** All have passed every check before one of them goes on, after `meanwhile`. */
async function atOnce<Answer>(asking: readonly (() => Promise<Answer>)[], meanwhile = ''): Promise<Answer[]> {
  const client = await api.database.store.pool.connect()
  try {
    await client.query('begin; lock table console_account in share row exclusive mode')
    const answers = Promise.all(asking.map((ask) => ask()))
    const waiting = `select count(*)::int as count from pg_locks where not granted and relation = 'console_account'::regclass`
    await expect.poll(async () => (await client.query(waiting)).rows).toEqual([{ count: asking.length }])
    await client.query(`${meanwhile}; commit`)
    return await answers
  } finally {
    client.release(true)
  }
}
/** What the audit says, the oldest first. */
const audit = () =>
  query<{ entry: string }>(
    `select concat_ws(' ', account_name, action, target, outcome) as entry from console_audit order by id`,
  ).then((rows) => rows.map(({ entry }) => entry))

test('a colleague joins by an invitation, which works once, has a role, and is good for seven days', async () => {
  const owner = await signedInAs('owner')
  const { body: invited } = await owner.send<Invited>('POST', '/api/invitations', { role: 'moderator' })
  expect((await owner.get<AccountsForm>('/api/accounts')).body.invitations).toEqual([
    { id: invited.id, role: 'moderator', madeBy: 'owner', expiresAtMs: invited.expiresAtMs },
  ])
  const joins = (name: string) =>
    api.browser().send<SessionForm>('POST', '/api/join', { token: invited.token, name, password: PASSWORD })
  api.clock.aheadMs = 7 * DAY_MS + 1_000
  expect((await joins('ben')).body).toMatchObject({ error: 'link-unknown' })
  api.clock.aheadMs = 0
  expect((await joins('owner')).body).toMatchObject({ error: 'conflict' })
  for (const name of ['', ' ', 'a\u202eb', 'a\nb', '<script>', 'x'.repeat(65), '../x', 'a  b']) {
    expect([name, (await joins(name)).status]).toEqual([name, 400])
  }
  const joined = await joins('Ben')
  expect(joined.body.account).toMatchObject({ name: 'ben', role: 'moderator' })
  expect((await joins('carl')).body).toMatchObject({ error: 'link-unknown' })
  expect(await query('select from console_link')).toEqual([])
  expect(JSON.stringify(await query('select * from console_audit'))).not.toContain(invited.token)
})

test('an invitation can be taken back, and ends with its owner', async () => {
  const [owner, other] = [await signedInAs('owner'), await signedInAs('owner', 'other')]
  const [first, second] = [
    (await owner.send<Invited>('POST', '/api/invitations', { role: 'viewer' })).body,
    (await other.send<Invited>('POST', '/api/invitations', { role: 'owner' })).body,
  ]
  expect((await owner.send('DELETE', `/api/invitations/${first.id}`)).status).toBe(200)
  expect((await owner.send('DELETE', `/api/invitations/${first.id}`)).status).toBe(404)
  expect((await setRole(owner, 'other', 'owner', 'viewer')).status).toBe(200)
  for (const { token } of [first, second]) {
    expect((await api.browser().send('POST', '/api/link', { token })).body).toMatchObject({ error: 'link-unknown' })
  }
})

test('a changed role holds at the next request, and needs a proof of its own', async () => {
  const [owner, viewer] = [await signedInAs('owner'), await signedInAs('viewer')]
  expect((await viewer.get('/api/accounts')).status).toBe(403)
  expect((await setRole(owner, 'viewer', 'viewer', 'owner')).status).toBe(200)
  expect((await viewer.get('/api/accounts')).status).toBe(200)
  expect((await setRole(viewer, 'owner', 'owner', 'viewer')).body.error).toBe('step-up-needed')
  expect((await setRole(owner, 'viewer', 'owner', 'operator')).status).toBe(200)
  expect((await viewer.get('/api/accounts')).status).toBe(403)
})

test('of two owners who change one account, the second is told what it has become', async () => {
  const owner = await signedInAs('owner')
  await signedInAs('viewer')
  expect((await setRole(owner, 'viewer', 'viewer', 'moderator')).status).toBe(200)
  const late = await setRole(owner, 'viewer', 'viewer', 'operator')
  expect([late.status, late.body.message]).toEqual([409, expect.stringContaining('made viewer moderator meanwhile')])
})

test('the last owner can be neither demoted nor removed, also not by two at once', async () => {
  const owner = await signedInAs('owner')
  expect((await setRole(owner, 'owner', 'owner', 'viewer')).status).toBe(409)
  expect((await owner.send('DELETE', `/api/accounts/${await idOf('owner')}`)).status).toBe(409)
  const other = await signedInAs('owner', 'other')
  const answers = await atOnce([
    () => setRole(owner, 'other', 'owner', 'viewer'),
    () => setRole(other, 'owner', 'owner', 'viewer'),
  ])
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 403])
  expect(Object.values(await rolesNow()).toSorted()).toEqual(['owner', 'viewer'])
  await query(`update console_account set role = 'owner'`)
  await query('update console_session set proved_at = now()')
  const [mine, theirs] = [await idOf('owner'), await idOf('other')]
  const removed = await atOnce([
    () => owner.send('DELETE', `/api/accounts/${theirs}`),
    () => other.send('DELETE', `/api/accounts/${mine}`),
  ])
  expect(removed.map(({ status }) => status).toSorted()).toEqual([200, 401])
  expect(Object.values(await rolesNow())).toEqual(['owner'])
})

test.each([
  [403, `update console_account set role = 'viewer' where name = 'eve'`],
  [401, `delete from console_session using console_account a where a.id = account_id and a.name = 'eve'`],
])('what an owner asked for who is none any more when its turn comes is refused with %d', async (status, meanwhile) => {
  const eve = await signedInAs('owner', 'eve')
  await signedInAs('owner')
  await signedInAs('viewer')
  const [owner, viewer] = [await idOf('owner'), await idOf('viewer')]
  const answers = await atOnce(
    [
      () => eve.send('POST', '/api/invitations', { role: 'owner' }),
      () => eve.send('PUT', `/api/accounts/${viewer}/role`, { from: 'viewer', to: 'owner' }),
      () => eve.send('DELETE', `/api/accounts/${owner}`),
    ],
    meanwhile,
  )
  expect(answers.map((answer) => answer.status)).toEqual([status, status, status])
  expect(await query('select from console_link')).toEqual([])
  expect(await rolesNow()).toMatchObject({ owner: 'owner', viewer: 'viewer' })
})

test('a removed account is signed out everywhere', async () => {
  const [owner, viewer] = [await signedInAs('owner'), await signedInAs('viewer')]
  expect((await owner.send('DELETE', `/api/accounts/${await idOf('viewer')}`)).status).toBe(200)
  expect((await viewer.get('/api/me')).status).toBe(401)
  expect((await owner.send('DELETE', '/api/accounts/not-there')).status).toBe(404)
})

test('a lost password is replaced by the link of the terminal, which turns the second factor off and says so', async () => {
  const owner = await signedInAs('owner', 'ana')
  await query(`update console_account set totp_secret = 'x', totp_step = 1, recovery_hashes = '["y"]'`)
  const links = createLinks({ pool: api.database.store.pool, clock: api.clock, randomBytes })
  const token = (await links.recover('ana'))?.path.replace('#recover=', '')
  const browser = api.browser()
  expect((await browser.send('POST', '/api/link', { token })).body).toMatchObject({ kind: 'recovery', name: 'ana' })
  expect((await browser.send('POST', '/api/setup', { token, name: 'eve', password: PASSWORD })).status).toBe(404)
  expect((await browser.send('POST', '/api/recover', { token, password: 'short' })).status).toBe(400)
  const { body } = await browser.send<Recovered>('POST', '/api/recover', { token, password: PASSWORD })
  expect(body).toMatchObject({ totpTurnedOff: true, session: { account: { name: 'ana', hasTotp: false } } })
  expect((await browser.send('POST', '/api/recover', { token, password: PASSWORD })).status).toBe(404)
  expect((await owner.get('/api/me')).status).toBe(401)
  const again = await api.browser().send('POST', '/api/session', { name: 'ana', password: PASSWORD })
  expect(again.status).toBe(200)
})

test('wrong tokens of links make their network wait', async () => {
  const guess = (network?: string) =>
    api.browser(network === undefined ? {} : { network }).send('POST', '/api/link', { token: 'A'.repeat(43) })
  await guess()
  await query('update console_attempt set failures = 19')
  expect((await guess()).status).toBe(404)
  expect((await guess()).status).toBe(429)
  expect((await guess('192.0.2.1')).status).toBe(404)
})

test('sign-ins are in the audit by account, but not what was typed where no account is', async () => {
  const token = await api.setUpToken()
  const browser = api.browser()
  await browser.send('POST', '/api/setup', { token, name: 'ana', password: PASSWORD })
  const signIn = (by: Browser, name: string, password: string) => by.send('POST', '/api/session', { name, password })
  await signIn(api.browser(), 'ana', 'a wrong password')
  await signIn(api.browser(), 'my secret password', 'ana')
  await signIn(browser, 'ana', PASSWORD)
  await browser.send('PUT', '/api/me/password', { old: 'wrong', password: PASSWORD })
  await browser.send('DELETE', '/api/session')
  expect(await audit()).toEqual([
    'ana account.setup done',
    'ana session.sign-in refused',
    ' session.sign-in refused',
    'ana session.sign-in done',
    'ana password.change refused',
    'ana session.sign-out done',
  ])
  expect(JSON.stringify(await query('select * from console_audit'))).not.toMatch(/secret|llama/)
})

test('who did what to whom is in the audit, and owners page through it and filter it', async () => {
  const [owner] = [await signedInAs('owner'), await signedInAs('viewer')]
  await setRole(owner, 'viewer', 'viewer', 'moderator')
  await setRole(owner, 'viewer', 'viewer', 'moderator')
  await owner.send('DELETE', `/api/accounts/${await idOf('viewer')}`)
  expect(await audit()).toEqual([
    'owner account.role viewer: viewer → moderator done',
    expect.stringMatching(/^owner account\.role \S+ refused$/),
    'owner account.remove viewer done',
  ])
  await query(`insert into console_audit (at, account_name, action, about_person, outcome, network)
    select date_trunc('milliseconds', now() - interval '1 h'), 'x', 'person.block', 'p' || n % 2, 'done', '' from generate_series(1, 7) n`)
  const pages: string[][] = []
  for (let next: string | undefined = ''; next !== undefined;) {
    const page: { body: AuditPage } = await owner.get(`/api/audit?rows=4${next && `&after=${next}`}`)
    pages.push(page.body.rows.map(({ id }) => id))
    next = page.body.next
  }
  expect(pages.map(({ length }) => length)).toEqual([4, 4, 2])
  expect(new Set(pages.flat()).size).toBe(10)
  const filtered = async (filter: string) =>
    (await owner.get<AuditPage>(`/api/audit?${filter}`)).body.rows.map(({ action }) => action)
  expect(await filtered('person=p1')).toHaveLength(4)
  expect(await filtered('action=account.remove')).toEqual(['account.remove'])
  expect(await filtered(`account=${await idOf('owner')}`)).toHaveLength(3)
  for (const cursor of ['made up', '[1,"x"]', '[1,"9999999999999999999"]', '[1,""]', '[1e20,"1"]']) {
    const after = Buffer.from(cursor).toString('base64url')
    expect([cursor, (await owner.get(`/api/audit?after=${after}`)).status]).toEqual([cursor, 400])
  }
  const { actions } = (await owner.get<{ actions: string[] }>('/api/audit/actions')).body
  expect(actions).toEqual(expect.arrayContaining(['account.role', 'session.sign-in', 'link.recover']))
})

test('where no row of the audit can be written, nothing is done', async () => {
  const owner = await signedInAs('owner')
  await signedInAs('viewer')
  await query('alter table console_audit add constraint full_disk check (false) not valid')
  try {
    expect((await setRole(owner, 'viewer', 'viewer', 'owner')).status).toBe(500)
  } finally {
    await query('alter table console_audit drop constraint full_disk')
  }
  expect((await rolesNow()).viewer).toBe('viewer')
})

test('the API describes itself as OpenAPI, with every route and who may use it', async () => {
  const viewer = await signedInAs('viewer')
  type Document = { openapi: string; paths: Record<string, Record<string, { description: string }>> }
  const { body } = await viewer.get<Document>('/api/openapi.json')
  expect(body.openapi).toBe('3.1.0')
  expect(body.paths['/api/accounts/{id}/role']?.put).toMatchObject({
    description:
      'Needs the role owner. Needs a proof (POST /api/prove) that is at most five minutes old. In the audit: account.role.',
    parameters: [{ name: 'id', in: 'path', required: true }, { name: 'x-chasqui-csrf' }],
    requestBody: {
      content: { 'application/json': { schema: { required: ['from', 'to'], additionalProperties: false } } },
    },
    responses: { default: { content: {} } },
  })
})
