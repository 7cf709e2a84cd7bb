import { generate } from 'otplib/functional'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { PASSWORD_COST } from '#console/api/accounts/passwords.ts'
import type { MeForm, RecoveryCodes, TotpDraft } from '#console/api/forms/accounts.ts'
import type { SessionForm } from '#console/api/forms/session.ts'
import { openConsoleApi, type Browser, type ConsoleApi } from '../kit/console-api.ts'
import { cpuMsOf } from '../kit/cpu-ms.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const PASSWORD = 'ein Lama trägt Briefe 🦙'

let api: ConsoleApi
beforeAll(async () => {
  api = await openConsoleApi()
})
afterAll(() => api[Symbol.asyncDispose]())
beforeEach(() => api.startOver())

const query: ConsoleApi['query'] = (sql, values) => api.query(sql, values)
const codeAt = (draft: TotpDraft, stepsAhead = 0) =>
  generate({ secret: draft.secret.replaceAll(' ', ''), epoch: Math.floor(api.clock.now() / 1_000) + stepsAhead * 30 })

/** The first owner, signed in. */
async function owner(browser = api.browser(), of = api): Promise<Browser> {
  const token = await of.setUpToken()
  expect((await browser.send('POST', '/api/setup', { token, name: 'Ana', password: PASSWORD })).status).toBe(200)
  return browser
}

const signsIn = (browser: Browser, about: { name?: string; password?: string; code?: string } = {}) =>
  browser.send<SessionForm & { error?: string }>('POST', '/api/session', { name: 'ana', password: PASSWORD, ...about })

test('the first owner sets up the console by the link, which works once and only until there is an owner', async () => {
  const [token, browser] = [await api.setUpToken(), api.browser()]
  expect((await browser.get('/api/session')).body).toMatchObject({ hasOwner: false })
  expect((await browser.send('POST', '/api/link', { token })).body).toMatchObject({ kind: 'setup', role: 'owner' })
  const weak = await browser.send<{ message: string }>('POST', '/api/setup', { token, name: 'Ana', password: 'short' })
  expect([weak.status, weak.body.message]).toEqual([400, expect.stringContaining('12 to 1024 characters')])
  const made = await browser.send<SessionForm>('POST', '/api/setup', { token, name: ' Ana ', password: PASSWORD })
  expect(made.body).toMatchObject({ account: { name: 'ana', role: 'owner', hasTotp: false }, hasOwner: true })
  expect(made.headers.get('set-cookie')).toMatch(/^chasqui-console=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/)
  expect(
    (await api.browser().send('POST', '/api/setup', { token, name: 'Eve', password: PASSWORD })).body,
  ).toMatchObject({ error: 'link-unknown' })
  expect((await browser.get('/api/me')).status).toBe(200)
})

test('of two people with set-up links at once one becomes the owner, and the other is told', async () => {
  await query(`insert into console_link (hash, kind, expires_at) values
    (sha256('one'), 'setup', now() + interval '1 h'), (sha256('two'), 'setup', now() + interval '1 h')`)
  const answers = await Promise.all(
    ['one', 'two'].map((token) => api.browser().send('POST', '/api/setup', { token, name: token, password: PASSWORD })),
  )
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
  expect(await query('select role from console_account')).toEqual([{ role: 'owner' }])
})

test('a name is signed in however it is typed, and another keyboard types the same password', async () => {
  await owner()
  const decomposed = PASSWORD.normalize('NFD')
  expect(decomposed).not.toBe(PASSWORD)
  expect((await signsIn(api.browser(), { name: ' ANA', password: decomposed })).status).toBe(200)
})

test('each sign-in has a token of its own, and a token that was there before is worth nothing after it', async () => {
  const browser = api.browser()
  browser.cookie = 'chasqui-console=chosen-by-somebody-else'
  await owner(browser)
  const [before, csrf] = [browser.cookie, browser.csrf]
  expect(before).not.toContain('chosen')
  expect((await signsIn(browser)).status).toBe(200)
  expect(browser.cookie).not.toBe(before)
  expect(browser.csrf).not.toBe(csrf)
  const old = api.browser()
  old.cookie = before
  expect((await old.get('/api/me')).status).toBe(401)
  expect((await browser.get<MeForm>('/api/me')).body.devices).toHaveLength(1)
})

test('whatever is wrong of a sign-in has one answer, and an unknown name takes as long', async () => {
  await using asInService = await openConsoleApi({ passwordCost: PASSWORD_COST, database: api.database })
  await owner(asInService.browser(), asInService)
  const timed = async (about: object) => {
    let answer: unknown[] = []
    const ms = await cpuMsOf(async () => {
      const { status, body } = await signsIn(asInService.browser(), about)
      answer = [status, body]
    })
    return { ms, answer }
  }
  await timed({ password: 'to have all loaded' })
  const wrong = [await timed({ password: 'a wrong password' }), await timed({ password: '' })]
  const unknown = [await timed({ name: 'nobody at all' }), await timed({ name: '' })]
  for (const { answer } of unknown) expect(answer).toEqual(wrong[0]?.answer)
  const least = (of: typeof wrong) => Math.min(...of.map(({ ms }) => ms))
  // A hash takes tens of milliseconds, all else a few.
  expect(least(unknown)).toBeGreaterThan(least(wrong) / 3)
  expect(least(wrong)).toBeGreaterThan(least(unknown) / 3)
})

test('failures make the next try wait, longer each time, and the right password works after the wait', async () => {
  await owner(api.browser({ network: '203.0.113.7' }))
  const waits: number[] = []
  for (let tries = 0; tries < 14; tries += 1) {
    const { status, headers } = await signsIn(api.browser(), { password: 'a wrong password' })
    if (status !== 429) continue
    const seconds = Number(headers.get('retry-after'))
    waits.push(seconds)
    api.clock.aheadMs += seconds * 1_000
  }
  expect(waits).toEqual([1, 2, 4, 8, 16])
  await query('update console_attempt set failures = 100 where failures > 4')
  await signsIn(api.browser(), { password: 'a wrong password' })
  const refused = await signsIn(api.browser())
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '300'])
  expect((await signsIn(api.browser({ network: '192.0.2.1' }))).status).toBe(429)
  // Whoever has signed in from a network before is not delayed by strangers.
  expect((await signsIn(api.browser({ network: '203.0.113.7' }))).status).toBe(200)
  api.clock.aheadMs += 300_000
  expect((await signsIn(api.browser())).status).toBe(200)
  expect((await signsIn(api.browser(), { password: 'a wrong password' })).status).toBe(401)
})

test('many guesses at once are no way around the wait, and a network has one for all names', async () => {
  await owner()
  const guess = (name: string) => signsIn(api.browser({ network: '2001:db8:1:2::9' }), { name, password: 'wrong' })
  const atOnce = await Promise.all(Array.from({ length: 12 }, () => guess('ana')))
  expect(atOnce.filter(({ status }) => status === 401)).toHaveLength(5)
  for (let tries = 0; tries < 15; tries += 1) expect((await guess(`name ${tries}`)).status).toBe(401)
  expect((await guess('one more')).status).toBe(429)
  expect((await signsIn(api.browser({ network: '192.0.2.1' }), { name: 'one more' })).status).toBe(401)
  const stored = await query<{ row: string }>('select a::text as row from console_attempt a')
  expect(stored.map(({ row }) => row).join()).not.toContain('name')
})

test('tries that cost no guess leave no rows behind, which would push out those that count guesses', async () => {
  const browser = await owner()
  await withTotp(browser)
  const rows = async () => (await query('select from console_attempt')).length
  // That its holder has signed in from here.
  expect(await rows()).toBe(1)
  const elsewhere = () => api.browser({ network: '192.0.2.1' })
  expect((await signsIn(elsewhere())).body).toMatchObject({ error: 'code-needed' })
  expect(await rows()).toBe(1)
  expect((await signsIn(elsewhere(), { password: 'a wrong password' })).status).toBe(401)
  expect((await signsIn(elsewhere())).body).toMatchObject({ error: 'code-needed' })
  expect(await query('select failures from console_attempt where failures > 0')).toEqual([
    { failures: 1 },
    { failures: 1 },
  ])
  await browser.send('DELETE', '/api/me/totp')
  expect((await signsIn(elsewhere())).status).toBe(200)
  expect(await query('select from console_attempt where failures > 0')).toHaveLength(1)
})

test('a clock that is set back locks nobody out', async () => {
  await owner(api.browser({ network: '203.0.113.7' }))
  api.clock.aheadMs = 400 * 24 * HOUR_MS
  for (let tries = 0; tries < 6; tries += 1) await signsIn(api.browser(), { password: 'a wrong password' })
  expect((await signsIn(api.browser())).status).toBe(429)
  api.clock.aheadMs = 0
  expect((await signsIn(api.browser())).status).toBe(200)
})

test('a session ends after twelve hours without use, and after thirty days in all', async () => {
  const browser = await owner()
  const works = async () => (await browser.get('/api/me')).status === 200
  api.clock.aheadMs = 11 * HOUR_MS
  expect(await works()).toBe(true)
  api.clock.aheadMs = 22 * HOUR_MS
  expect(await works()).toBe(true)
  api.clock.aheadMs = 35 * HOUR_MS
  expect(await works()).toBe(false)
  await signsIn(browser)
  for (let hours = 46; hours <= 35 + 30 * 24; hours += 11) {
    api.clock.aheadMs = hours * HOUR_MS
    expect(await works()).toBe(true)
  }
  api.clock.aheadMs = (36 + 30 * 24) * HOUR_MS
  expect(await works()).toBe(false)
})

test('that a session is used is written at most once a minute', async () => {
  const browser = await owner()
  const seen = async () => (await query<{ seen_at: Date }>('select seen_at from console_session'))[0]?.seen_at.getTime()
  const first = await seen()
  api.clock.aheadMs = 30_000
  await browser.get('/api/me')
  expect(await seen()).toBe(first)
  api.clock.aheadMs = 61_000
  await browser.get('/api/me')
  expect(await seen()).toBeGreaterThan(first ?? Infinity)
})

test('what needs a fresh proof is refused five minutes after the last one, and a proof makes a new token', async () => {
  const browser = await owner()
  api.clock.aheadMs = 5 * MINUTE_MS + 5_000
  const invite = (by = browser) => by.send('POST', '/api/invitations', { role: 'viewer' })
  expect((await invite()).body).toMatchObject({ error: 'step-up-needed' })
  const [old, csrf] = [api.browser(), browser.csrf]
  ;[old.cookie, old.csrf] = [browser.cookie, browser.csrf]
  expect((await browser.send('POST', '/api/prove', { password: 'not the password' })).status).toBe(401)
  expect((await browser.send('POST', '/api/prove', { password: PASSWORD })).status).toBe(200)
  expect(browser.csrf).toBe(csrf)
  expect((await invite()).status).toBe(200)
  // A request that was under way with the old token is answered, but has not the proof.
  expect((await old.get('/api/me')).status).toBe(200)
  expect((await invite(old)).body).toMatchObject({ error: 'step-up-needed' })
  // A proof from a clock that was ahead is none.
  api.clock.aheadMs = -10 * MINUTE_MS
  expect((await invite()).body).toMatchObject({ error: 'step-up-needed' })
})

test('a token that a proof has replaced ends at once with a new password', async () => {
  const [browser, old] = [await owner(), api.browser()]
  old.cookie = browser.cookie
  await browser.send('POST', '/api/prove', { password: PASSWORD })
  expect((await old.get('/api/me')).status).toBe(200)
  await browser.send('PUT', '/api/me/password', { old: PASSWORD, password: 'a fine new password' })
  expect((await browser.get('/api/me')).status).toBe(200)
  expect((await old.get('/api/me')).status).toBe(401)
})

test('guesses of a proof wait, too', async () => {
  const browser = await owner()
  const guess = (password: string) => browser.send('POST', '/api/prove', { password })
  for (let tries = 0; tries < 5; tries += 1) expect((await guess('a wrong password')).status).toBe(401)
  expect((await guess(PASSWORD)).status).toBe(429)
  api.clock.aheadMs += 1_000
  expect((await guess(PASSWORD)).status).toBe(200)
})

async function withTotp(browser: Browser): Promise<{ draft: TotpDraft; code: string; codes: string[] }> {
  const { body: draft } = await browser.send<TotpDraft>('POST', '/api/me/totp')
  const code = await codeAt(draft)
  const { body } = await browser.send<RecoveryCodes>('PUT', '/api/me/totp', { draft: draft.draft, code })
  return { draft, code, codes: body.recoveryCodes }
}

test('a second factor is on once a right code has come, and each code works once', async () => {
  const [browser, other] = [await owner(), api.browser()]
  await signsIn(other)
  const { body: draft } = await browser.send<TotpDraft>('POST', '/api/me/totp')
  expect(draft.uri).toMatch(/^otpauth:\/\/totp\/Chasqui:ana\?secret=[A-Z2-7]{32}&issuer=Chasqui$/)
  expect(draft.qr.path).toMatch(/^(M\d+ \d+h\d+v1h-\d+z)+$/)
  const wrong = await browser.send('PUT', '/api/me/totp', { draft: draft.draft, code: '000000' })
  expect(wrong.body).toMatchObject({ error: 'credentials-wrong' })
  expect((await signsIn(api.browser())).status).toBe(200)
  const { draft: on, code: used, codes } = await withTotp(browser)
  expect(codes).toHaveLength(10)
  expect((await other.get('/api/me')).status).toBe(401)

  expect((await signsIn(api.browser())).body).toMatchObject({ error: 'code-needed' })
  expect((await signsIn(api.browser(), { password: 'wrong', code: '000000' })).body.error).toBe('credentials-wrong')
  expect((await signsIn(api.browser(), { code: used })).body.error).toBe('credentials-wrong')
  const [next] = [await codeAt(on, 1)]
  expect((await signsIn(api.browser(), { code: `${next.slice(0, 3)} ${next.slice(3)}` })).status).toBe(200)
  expect((await signsIn(api.browser(), { code: next })).status).toBe(401)

  const stored = await query<{ row: string }>(`select a::text || encode(totp_secret, 'escape') as row
    from console_account a`)
  expect(stored[0]?.row).not.toContain(on.secret.replaceAll(' ', ''))
  expect(stored[0]?.row).not.toContain(codes[0])
})

test('a code of the minute before or after is taken, also after the clock was set back', async () => {
  const browser = await owner()
  const { draft } = await withTotp(browser)
  expect((await signsIn(api.browser(), { code: await codeAt(draft, 2) })).status).toBe(401)
  api.clock.aheadMs = 2 * MINUTE_MS
  expect((await signsIn(api.browser(), { code: await codeAt(draft, -1) })).status).toBe(200)
  expect((await signsIn(api.browser(), { code: await codeAt(draft, 1) })).status).toBe(200)
  api.clock.aheadMs = -24 * HOUR_MS
  expect((await signsIn(api.browser(), { code: await codeAt(draft) })).status).toBe(200)
})

test('of two browsers with one code at once, one gets in', async () => {
  const { draft } = await withTotp(await owner())
  api.clock.aheadMs = 2 * MINUTE_MS
  const code = await codeAt(draft)
  const answers = await Promise.all([signsIn(api.browser(), { code }), signsIn(api.browser(), { code })])
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401])
})

test('a recovery code works once in place of the app, but is no proof, and new ones replace the old', async () => {
  const browser = await owner()
  const { codes } = await withTotp(browser)
  const [first = '', second = ''] = codes
  expect((await signsIn(api.browser(), { code: first.toUpperCase().replaceAll('-', ' ') })).status).toBe(200)
  expect((await signsIn(api.browser(), { code: first })).status).toBe(401)
  expect((await browser.send('POST', '/api/prove', { code: second })).status).toBe(401)
  expect((await browser.get<MeForm>('/api/me')).body.recoveryCodesLeft).toBe(9)
  const renewed = await browser.send<RecoveryCodes>('POST', '/api/me/recovery-codes')
  expect((await signsIn(api.browser(), { code: second })).status).toBe(401)
  expect((await signsIn(api.browser(), { code: renewed.body.recoveryCodes[3] ?? '' })).status).toBe(200)
})

test('the second factor is turned off only with a fresh proof', async () => {
  const browser = await owner()
  const { draft } = await withTotp(browser)
  api.clock.aheadMs = 6 * MINUTE_MS
  expect((await browser.send('DELETE', '/api/me/totp')).body).toMatchObject({ error: 'step-up-needed' })
  expect((await browser.send('POST', '/api/prove', { code: await codeAt(draft) })).status).toBe(200)
  expect((await browser.send('DELETE', '/api/me/totp')).status).toBe(200)
  expect((await signsIn(api.browser())).status).toBe(200)
})

test('a draft of a second factor is good for its own account, for ten minutes, and cannot be made up', async () => {
  const browser = await owner()
  const { body: draft } = await browser.send<TotpDraft>('POST', '/api/me/totp')
  const on = async (text: string) => {
    return (await browser.send('PUT', '/api/me/totp', { draft: text, code: await codeAt(draft) })).status
  }
  expect(await on('')).toBe(409)
  expect(await on(Buffer.from(JSON.stringify(['A'.repeat(32), 9e15])).toString('base64url'))).toBe(409)
  api.clock.aheadMs = 11 * MINUTE_MS
  await browser.send('POST', '/api/prove', { password: PASSWORD })
  expect(await on(draft.draft)).toBe(409)
})

test('a new password ends all other sessions, and the old one no longer works', async () => {
  const [browser, other] = [await owner(), api.browser({ network: '192.0.2.1' })]
  await signsIn(other)
  const before = api.browser()
  before.cookie = browser.cookie
  const change = (old: string, password: string) => browser.send('PUT', '/api/me/password', { old, password })
  expect((await change('a wrong password', 'a fine new password')).status).toBe(401)
  for (const bad of ['short', 'Password-2026', 'ana ana ana ana ana', '1234567890123456', 'aaaaabbbbbaaaaa']) {
    expect([bad, (await change(PASSWORD, bad)).status]).toEqual([bad, 400])
  }
  expect((await change(PASSWORD, 'a fine new password')).status).toBe(200)
  expect((await browser.get('/api/me')).status).toBe(200)
  expect((await other.get('/api/me')).status).toBe(401)
  expect((await before.get('/api/me')).status).toBe(401)
  expect((await signsIn(api.browser())).status).toBe(401)
  expect((await signsIn(api.browser(), { password: 'a fine new password' })).status).toBe(200)
})

test('a password that was set while another one was being hashed stays', async () => {
  const browser = await owner()
  const client = await api.database.store.pool.connect()
  await client.query(`begin; update console_account set password_hash = 'of a recovery'`)
  const changed = browser.send('PUT', '/api/me/password', { old: PASSWORD, password: 'a fine new password' })
  const waiting = `select from pg_locks where not granted`
  await expect.poll(async () => (await client.query(waiting)).rowCount).toBe(1)
  await client.query('commit')
  client.release()
  expect((await changed).status).toBe(409)
  expect(await query('select password_hash from console_account')).toEqual([{ password_hash: 'of a recovery' }])
})

test("one's own browsers are listed and can be signed out, those of others cannot", async () => {
  const browser = await owner(api.browser({ userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:1) Gecko/1 Firefox/140.0' }))
  const other = api.browser({ network: '192.0.2.1', userAgent: 'curl' })
  await signsIn(other)
  const { devices } = (await browser.get<MeForm>('/api/me')).body
  expect(devices.map(({ browser: name, network, isThis }) => [name, network, isThis])).toEqual([
    ['another program', '192.0.2.1', false],
    ['Firefox on Linux', '198.51.100.1', true],
  ])
  const strangers = await browser.send('DELETE', '/api/me/devices/somebody-elses')
  expect(strangers.status).toBe(404)
  expect((await browser.send('DELETE', `/api/me/devices/${devices[0]?.id}`)).status).toBe(200)
  expect((await other.get('/api/me')).status).toBe(401)
  await signsIn(other)
  expect((await browser.send('DELETE', '/api/me/devices')).status).toBe(200)
  expect((await other.get('/api/me')).status).toBe(401)
  const out = await browser.send('DELETE', '/api/session')
  expect([out.status, out.headers.get('set-cookie')]).toEqual([200, expect.stringContaining('chasqui-console=;')])
  expect(await query('select from console_session')).toEqual([])
})
