import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { MeForm } from '#console/api/forms/accounts.ts'
import type { PasskeyDraft, PasskeyQuestion } from '#console/api/forms/passkeys.ts'
import type { Recovered, SessionForm } from '#console/api/forms/session.ts'
import { createLinks } from '#console/links.ts'
import { Authenticator } from '../kit/authenticator.ts'
import { openConsoleApi, type Browser, type ConsoleApi } from '../kit/console-api.ts'

const PASSWORD = 'a llama with a lantern'

let api: ConsoleApi
let browser: Browser
beforeAll(async () => {
  api = await openConsoleApi()
})
afterAll(() => api[Symbol.asyncDispose]())
beforeEach(async () => {
  await api.startOver()
  browser = api.browser()
  const token = await api.setUpToken()
  await browser.send('POST', '/api/setup', { token, name: 'ana', password: PASSWORD })
})

type Refusal = { readonly error?: string; readonly message?: string }
type How = Parameters<Authenticator['answer']>[1]
const here = (): How => ({ origin: new URL(api.opened).origin })

async function adds(passkey: Authenticator, { by = browser, how = here(), name = 'My laptop' } = {}) {
  const { body: draft } = await by.send<PasskeyDraft>('POST', '/api/me/passkeys/draft')
  return by.send<Refusal>('POST', '/api/me/passkeys', passkey.make(draft, name, how))
}
const question = async (by: Browser, path = '/api/session/passkey') => (await by.get<PasskeyQuestion>(path)).body
async function signsIn(passkey: Authenticator, { by = api.browser(), how = here() } = {}) {
  return by.send<SessionForm & Refusal>('POST', '/api/session/passkey', passkey.answer(await question(by), how))
}
async function proves(passkey: Authenticator, by = browser) {
  const asked = await question(by, '/api/prove/passkey')
  return by.send<SessionForm & Refusal>('POST', '/api/prove/passkey', passkey.answer(asked, here()))
}
async function added(name?: string): Promise<Authenticator> {
  const passkey = new Authenticator()
  expect((await adds(passkey, { ...(name !== undefined && { name }) })).status).toBe(200)
  return passkey
}
const makeProofOld = () => api.query(`update console_session set proved_at = now() - interval '301 s'`)
const lastAudit = async () =>
  (await api.query('select account_name, action, target, outcome from console_audit order by id desc limit 1'))[0]

test('a passkey signs in without a name, a password or a code, whatever second factor is on', async () => {
  const passkey = await added()
  await api.query(`update console_account set totp_secret = 'x'`)
  const newcomer = api.browser({ network: '192.0.2.77' })
  const { status, body } = await signsIn(passkey, { by: newcomer })
  expect([status, body.account]).toEqual([200, expect.objectContaining({ name: 'ana', role: 'owner' })])
  expect(await lastAudit()).toEqual({
    account_name: 'ana',
    action: 'session.sign-in-by-passkey',
    target: null,
    outcome: 'done',
  })
  const [row] = (await newcomer.get<MeForm>('/api/me')).body.passkeys
  expect(row).toMatchObject({ id: passkey.id, name: 'My laptop', usedAtMs: expect.any(Number) })
})

test('a passkey proves who somebody is, to their own session alone', async () => {
  const passkey = await added()
  expect(browser.csrf).toBeDefined()
  await makeProofOld()
  const draft = () => browser.send<Refusal>('POST', '/api/me/passkeys/draft')
  expect((await draft()).body.error).toBe('step-up-needed')
  expect((await proves(passkey)).body.account?.hasPasskey).toBe(true)
  expect((await adds(new Authenticator(), { name: 'My phone' })).status).toBe(200)
  const invited = await browser.send<{ token: string }>('POST', '/api/invitations', { role: 'owner' })
  const ben = api.browser()
  await ben.send('POST', '/api/join', { token: invited.body.token, name: 'ben', password: PASSWORD })
  expect((await ben.get('/api/prove/passkey')).status).toBe(409)
  expect((await adds(new Authenticator(), { by: ben })).status).toBe(200)
  expect((await proves(passkey, ben)).body.error).toBe('credentials-wrong')
  expect((await ben.send('DELETE', `/api/me/passkeys/${passkey.id}`)).status).toBe(404)
})

test('one that is removed opens nothing any more', async () => {
  const [laptop, phone] = [await added('laptop'), await added('phone')]
  expect((await browser.get<MeForm>('/api/me')).body.passkeys.map(({ name }) => name)).toEqual(['phone', 'laptop'])
  expect((await browser.send('DELETE', `/api/me/passkeys/${laptop.id}`)).status).toBe(200)
  expect(await lastAudit()).toMatchObject({ action: 'passkey.remove', target: 'laptop' })
  expect((await signsIn(laptop)).body.error).toBe('credentials-wrong')
  expect((await signsIn(phone)).status).toBe(200)
})

test.each([
  ['without a finger or a PIN', { isVerified: false }],
  ['on a page of elsewhere', { origin: 'https://evil.example' }],
  ['on a page of another port of this computer', { origin: 'http://localhost:3000' }],
])('a passkey that was used %s neither is added nor opens anything', async (_how, wrong) => {
  const how = { ...here(), ...wrong }
  expect((await adds(new Authenticator(), { how })).body.error).toBe('bad-request')
  const passkey = await added()
  expect((await signsIn(passkey, { how })).body.error).toBe('credentials-wrong')
  expect((await signsIn(passkey)).status).toBe(200)
})

test('a counter that goes back is refused, and the audit says of which passkey', async () => {
  const passkey = await added()
  expect((await signsIn(passkey, { how: { ...here(), counter: 7 } })).status).toBe(200)
  for (const counter of [7, 6, 0]) {
    const { status, body } = await signsIn(passkey, { how: { ...here(), counter } })
    expect([counter, status, body.message]).toEqual([counter, 401, expect.stringContaining('counts backwards')])
    expect(await lastAudit()).toMatchObject({
      account_name: 'ana',
      target: 'My laptop: its counter went back',
      outcome: 'refused',
    })
  }
  expect((await signsIn(passkey, { how: { ...here(), counter: 8 } })).status).toBe(200)
})

test('a challenge is good for one answer, for what it was made for, and in the browser that asked', async () => {
  const passkey = await added()
  const by = api.browser()
  const answer = passkey.answer(await question(by), here())
  const { challenge } = by
  const elsewhere = await api.browser().send<Refusal>('POST', '/api/session/passkey', answer)
  expect(elsewhere.body.error).toBe('conflict')
  expect((await by.send('POST', '/api/session/passkey', answer)).status).toBe(200)
  by.challenge = challenge
  expect((await by.send<Refusal>('POST', '/api/session/passkey', answer)).body.error).toBe('conflict')
  // A wrong answer spends it, too.
  const other = api.browser()
  const asked = await question(other)
  const kept = other.challenge
  const wrong = { ...passkey.answer(asked, here()), signature: 'AAAA' }
  expect((await other.send<Refusal>('POST', '/api/session/passkey', wrong)).body.error).toBe('credentials-wrong')
  other.challenge = kept
  const right = await other.send<Refusal>('POST', '/api/session/passkey', passkey.answer(asked, here()))
  expect(right.body.error).toBe('conflict')
})

test('who guesses waits, by passkey and by network, and its holder is kept out of nowhere they have been', async () => {
  const passkey = await added()
  const home = api.browser({ network: '203.0.113.5' })
  expect((await signsIn(passkey, { by: home })).status).toBe(200)
  const guesses = async (network: string, of = passkey) => {
    const by = api.browser({ network })
    const answer = { ...of.answer(await question(by), here()), signature: 'AAAA' }
    return (await by.send('POST', '/api/session/passkey', answer)).status
  }
  const answers: number[] = []
  for (let n = 0; n < 6; n += 1) answers.push(await guesses(`192.0.2.${n}`))
  expect(answers).toEqual([401, 401, 401, 401, 401, 429])
  expect((await signsIn(passkey, { by: api.browser({ network: '203.0.113.5' }) })).status).toBe(200)
  for (let n = 0; n < 20; n += 1) expect(await guesses('198.51.100.9', new Authenticator())).toBe(401)
  expect(await guesses('198.51.100.9', new Authenticator())).toBe(429)
})

test('a recovery link removes passkeys, and says so', async () => {
  const passkey = await added()
  const links = createLinks({ pool: api.database.store.pool, clock: api.clock, randomBytes })
  const token = (await links.recover('ana'))?.path.replace('#recover=', '')
  const { body } = await api.browser().send<Recovered>('POST', '/api/recover', { token, password: `${PASSWORD}!` })
  expect(body).toMatchObject({ passkeysRemoved: true, session: { account: { hasPasskey: false } } })
  expect((await signsIn(passkey)).body.error).toBe('credentials-wrong')
})

test('an account has at most twenty, each once, and with a name that can be read', async () => {
  const passkey = await added()
  expect((await adds(passkey)).body.error).toBe('conflict')
  for (const name of ['', ' ', 'a\u202eb', 'x'.repeat(65)]) {
    expect([name, (await adds(new Authenticator(), { name })).status]).toEqual([name, 400])
  }
  await api.query(`insert into console_passkey (id, account_id, public_key, counter, name, created_at)
    select n::text, id, '', 0, 'n', now() from console_account, generate_series(1, 19) n`)
  expect((await browser.send<Refusal>('POST', '/api/me/passkeys/draft')).body.message).toContain('20 passkeys')
})
