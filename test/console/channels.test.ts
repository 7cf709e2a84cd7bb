import path from 'node:path'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type {
  AllCapabilitiesForm,
  ChannelForm,
  ChannelsForm,
  CheckForm,
  GroupDefaultForm,
  GroupRow,
} from '#console/api/forms/channels.ts'
import { signedIn, type Operator } from '../kit/console.ts'
import { startModelHost, type ModelHost } from '../kit/model-host.ts'
import { startRunning, type Running } from '../kit/product.ts'
import { openTelegramDouble, type TelegramDouble } from '../kit/telegram/double.ts'

const WRONG = '4242:AAunknown-to-telegram'

let host: ModelHost
let telegram: TelegramDouble
let service: Running
let database: pg.Client
let viewer: Operator
let operator: Operator
let second: Operator
let owner: Operator
beforeAll(async () => {
  host = await startModelHost({ answer: ({ last }) => `You said: ${last}` })
  telegram = await openTelegramDouble({ limits: 'off' })
  const env = {
    TELEGRAM_API_ROOT: telegram.apiRoot,
    CHASQUI_PUBLIC_URL: 'https://bot.example.org/',
    META_APP_SECRET: 'secret-of-the-environment',
    META_VERIFY_TOKEN: 'verify-token',
    MESSENGER_PAGE_TOKEN: 'page-token',
    // Nobody listens there.
    META_GRAPH_ROOT: 'http://127.0.0.1:9',
  }
  service = await startRunning({ host, env, overrides: { lastRepliesMs: 300 } })
  database = await service.database()
  const at = { url: service.app.consoleUrl ?? '', database }
  viewer = await signedIn(at, 'viewer')
  operator = await signedIn(at, 'operator')
  second = await signedIn(at, 'operator', 'second')
  owner = await signedIn(at, 'owner')
})
afterAll(async () => {
  await service[Symbol.asyncDispose]()
  await telegram[Symbol.asyncDispose]()
  await host.close()
})

type Refusal = { error: string; message: string; now?: ChannelForm }

const channel = async (name: string) => (await operator.get<ChannelForm>(`/api/channels/${name}`)).body
const settingOf = (of: ChannelForm, key: string) => of.settings.find((setting) => setting.key === key)

/** As the page sends it: with the revision that was seen. */
async function save(who: Operator, value: string | null, revision?: number) {
  const seen = revision ?? settingOf(await channel('telegram'), 'telegram.token')?.revision
  const changes = [{ key: 'telegram.token', value, revision: seen }]
  return who.send<ChannelForm & Refusal>('PUT', '/api/channels/telegram', { changes })
}

test('a viewer sees the state of every channel, and nothing of their set-up', async () => {
  const { channels } = (await viewer.get<ChannelsForm>('/api/channels')).body
  expect(channels.map(({ name, state }) => `${name} ${state === 'off' ? 'off' : 'on'}`)).toEqual([
    ...['telegram off', 'discord off', 'whatsapp off', 'messenger on', 'instagram off', 'whatsapp-cloud off'],
    ...['web on', 'terminal on'],
  ])
  expect(channels.filter(({ detail, sentences }) => detail !== undefined && sentences === undefined)).toEqual([])
  for (const path of ['/api/channels/telegram', '/api/groups', '/api/groups/default', '/api/whatsapp/link']) {
    expect((await viewer.get(path)).status, path).toBe(403)
  }
})

test('a guide has its steps, its settings with their source, and the address for the webhook', async () => {
  const telegramGuide = await channel('telegram')
  expect(telegramGuide.steps.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['secret', 'check', 'message']))
  expect(settingOf(telegramGuide, 'telegram.token')).toMatchObject({
    form: { type: 'secret' },
    source: 'default',
    isSet: false,
    revision: 0,
  })
  const messenger = await channel('messenger')
  expect(messenger.webhookUrl).toBe('https://bot.example.org/webhooks/meta')
  expect(settingOf(messenger, 'meta.appSecret')).toMatchObject({ lockedBy: 'META_APP_SECRET', isSet: true })
  expect(JSON.stringify(messenger)).not.toContain('secret-of-the-environment')
})

test.each([
  ['a token', () => telegram.token, true, /chasqui_double_bot/],
  ['one that Telegram does not know', () => WRONG, false, /Telegram/],
  ['what is no token', () => `<script>alert(1)</script>'; drop table setting; --`, false, /token/],
])('%s is checked before it is saved, and the answer is in words', async (_what, token, ok, words) => {
  const values = [{ key: 'telegram.token', value: token() }]
  const { status, body } = await operator.send<CheckForm>('POST', '/api/channels/telegram/check', { values })
  expect([status, body.ok]).toEqual([200, ok])
  expect(`${body.name ?? ''} ${body.lines.map(({ text }) => text).join(' ')}`).toMatch(words)
  expect(JSON.stringify(body)).not.toContain(token().slice(5))
  expect((await channel('telegram')).state).toBe('off')
})

test('settings of something else are neither asked about nor changed by way of a channel', async () => {
  for (const key of ['engine.model', 'discord.token', 'telegram.apiRoot', '__proto__.token']) {
    const check = await operator.send('POST', '/api/channels/telegram/check', { values: [{ key, value: 'x' }] })
    const changes = [{ key, value: 'http://127.0.0.1:1', revision: 0 }]
    expect([key, check.status]).toEqual([key, 400])
    expect([key, (await operator.send('PUT', '/api/channels/telegram', { changes })).status]).toEqual([key, 400])
  }
})

test('a value of another kind, or that no header can hold, is refused in words, and nobody is asked', async () => {
  const checks = (value: unknown) =>
    operator.send<CheckForm & Refusal>('POST', '/api/channels/discord/check', {
      values: [{ key: 'discord.token', value }],
    })
  expect((await checks(7)).body).toMatchObject({ error: 'bad-request', message: 'discord.token: expected a text.' })
  const token = `${Buffer.from('123456789012345678').toString('base64')}.日本.secret`
  expect((await checks(token)).body.lines[0]?.text).toMatch(/is no bot token/)
  const changes = [{ key: 'discord.token', value: token, revision: 0 }]
  const { body } = await operator.send<Refusal>('PUT', '/api/channels/discord', { changes })
  expect(body).toMatchObject({ error: 'bad-request', message: expect.stringContaining('without blanks') })
})

test('a wrong token is refused in the words of the platform, and nothing is saved', async () => {
  const refused = await save(operator, WRONG)
  expect([refused.status, refused.body.error]).toEqual([400, 'bad-request'])
  expect(refused.body.message).toMatch(/Telegram does not know this token/)
  expect(settingOf(await channel('telegram'), 'telegram.token')).toMatchObject({ isSet: false, revision: 0 })
})

test('a token that is saved opens the channel at once, and is shown to nobody again', async () => {
  const ana = telegram.person('ana')
  ana.sends('early')
  const saved = await save(operator, telegram.token)
  expect([saved.status, saved.body.state === 'off']).toEqual([200, false])
  await ana.hears(/You said: early/)
  await service.settled()
  const now = await channel('telegram')
  expect(now).toMatchObject({ state: 'ready', account: 'telegram:4242', hasMessages: true, repliesWaiting: 0 })
  expect([now.lastInAtMs, now.lastOutAtMs]).toEqual([expect.any(Number), expect.any(Number)])
  expect(settingOf(now, 'telegram.token')).toMatchObject({ source: 'console', isSet: true, revision: 1 })
  expect(JSON.stringify([saved.body, now])).not.toContain(telegram.token)
})

test('of two operators the second is shown what the first has saved, and nothing is lost', async () => {
  const token = telegram.rotateToken()
  expect((await save(operator, token, 1)).status).toBe(200)
  const { status, body } = await save(second, `${token}x`, 1)
  expect([status, body.error]).toEqual([409, 'conflict'])
  expect(settingOf(body.now as ChannelForm, 'telegram.token')).toMatchObject({ isSet: true, revision: 2 })
  const ben = telegram.person('ben')
  ben.sends('still there?')
  await ben.hears(/still there/)
})

test('a channel is opened anew, and answers again', async () => {
  expect((await operator.send('POST', '/api/channels/telegram/reconnect')).status).toBe(200)
  const cleo = telegram.person('cleo')
  cleo.sends('again')
  await cleo.hears(/You said: again/)
})

test("groups have a mode of their own or the default's, and a second operator is told of the first", async () => {
  const title = `<img src=x onerror=alert(1)>\u202Egroup`
  const dora = telegram.person('dora')
  const group = telegram.group(title)
  dora.in(group).sends('@chasqui_double_bot hello')
  await vi.waitUntil(async () => (await operator.get<{ rows: GroupRow[] }>('/api/groups')).body.rows.length > 0, {
    timeout: 5_000,
  })
  const [row] = (await operator.get<{ rows: GroupRow[] }>('/api/groups')).body.rows
  expect(row).toMatchObject({ title, platform: 'telegram', mode: null })
  const asked = { group: row?.group, mode: 'all', seen: null }
  expect((await operator.send('PUT', '/api/groups/mode', asked)).body).toEqual({ mode: 'all' })
  const late = await second.send<Refusal>('PUT', '/api/groups/mode', { ...asked, mode: 'mention' })
  expect([late.status, late.body.now]).toEqual([409, { mode: 'all' }])
  expect((await operator.send('PUT', '/api/groups/mode', { ...asked, mode: null, seen: 'all' })).body).toEqual({
    mode: null,
  })
  const atOnce = await Promise.all([
    operator.send<{ mode: string }>('PUT', '/api/groups/mode', asked),
    second.send<Refusal>('PUT', '/api/groups/mode', { ...asked, mode: 'mention' }),
  ])
  expect(atOnce.map(({ status }) => status).toSorted()).toEqual([200, 409])
  const mode = atOnce[0].status === 200 ? 'all' : 'mention'
  const beaten = atOnce.find(({ status }) => status === 409)
  expect(beaten?.body).toMatchObject({ error: 'conflict', now: { mode } })
  const reset = await operator.send('PUT', '/api/groups/mode', { ...asked, mode: null, seen: mode })
  expect(reset.body).toEqual({ mode: null })
  const unknown = { group: 'telegram:1:-5', mode: 'all', seen: null }
  expect((await operator.send('PUT', '/api/groups/mode', unknown)).status).toBe(404)

  const before = (await operator.get<GroupDefaultForm>('/api/groups/default')).body
  expect(before).toMatchObject({ value: 'replies', source: 'default' })
  const changed = await operator.send<GroupDefaultForm>('PUT', '/api/groups/default', { mode: 'all', revision: 0 })
  expect(changed.body).toMatchObject({ value: 'all', source: 'console', revision: 1 })
  const stale = await second.send<Refusal>('PUT', '/api/groups/default', { mode: 'mention', revision: 0 })
  expect([stale.status, stale.body.now]).toEqual([409, changed.body])
})

test('what each channel can do is told of those that are off, too', async () => {
  const { channels } = (await viewer.get<AllCapabilitiesForm>('/api/channels/capabilities')).body
  expect(channels).toHaveLength(8)
  expect(channels.find((each) => each.channel === 'discord')?.dm).toMatchObject({ streaming: 'edit', threads: false })
})

test('a channel that is switched off keeps its token, and is on again with it or with a new one', async () => {
  const { status, body } = await operator.send<ChannelForm>('POST', '/api/channels/telegram/off')
  expect([status, body.state, body.isSwitchedOff]).toEqual([200, 'off', true])
  expect(settingOf(body, 'telegram.token')).toMatchObject({ isSet: true })
  const eva = telegram.person('eva')
  eva.sends('is somebody there?')
  const on = await operator.send<ChannelForm>('POST', '/api/channels/telegram/on')
  expect([on.status, on.body.state === 'off', on.body.isSwitchedOff]).toEqual([200, false, undefined])
  await eva.hears(/is somebody there/)
})

test('WhatsApp from a phone has no token: once switched on and off it can be switched on again as it was', async () => {
  const before = await channel('whatsapp')
  expect([before.state, before.isSwitchedOff]).toEqual(['off', undefined])
  const turned = async (way: 'on' | 'off') =>
    (await operator.send<ChannelForm>('POST', `/api/channels/whatsapp/${way}`)).body
  expect(await turned('on')).toMatchObject({ state: expect.not.stringMatching('off') })
  expect(await turned('off')).toMatchObject({ state: 'off', isSwitchedOff: true })
  expect((await turned('on')).isSwitchedOff).toBeUndefined()
  await turned('off')
})

test('what the environment sets is neither changed nor switched off here, and it is said where', async () => {
  const { status, body } = await operator.send<Refusal>('POST', '/api/channels/messenger/off')
  expect([status, body.message]).toEqual([400, expect.stringContaining('MESSENGER_PAGE_TOKEN')])
  const changes = [{ key: 'messenger.pageToken', value: 'another', revision: 0 }]
  const changed = await operator.send<Refusal>('PUT', '/api/channels/messenger', { changes })
  expect([changed.status, changed.body.message]).toEqual([400, expect.stringContaining('MESSENGER_PAGE_TOKEN')])
  const turned = [{ key: 'messenger.enabled', value: false, revision: 0 }]
  const around = await operator.send<Refusal>('PUT', '/api/settings', { changes: turned })
  expect([around.status, around.body.message]).toEqual([400, expect.stringContaining('MESSENGER_PAGE_TOKEN')])
  expect((await channel('messenger')).state).not.toBe('off')
})

test('channels are reconnected twenty times a minute by one account', async () => {
  const hasty = await signedIn({ url: service.app.consoleUrl ?? '', database }, 'operator', 'hasty')
  const reconnect = (who: Operator) => who.send<Refusal>('POST', '/api/channels/discord/reconnect')
  for (let count = 0; count < 20; count += 1) expect((await reconnect(hasty)).body.message).toMatch(/is off/)
  const refused = await reconnect(hasty)
  expect([refused.status, refused.body.error]).toEqual([429, 'too-many'])
  expect((await reconnect(second)).status).toBe(400)
})

test('nothing is linked while WhatsApp is off, or without the warning acknowledged', async () => {
  expect((await operator.get('/api/whatsapp/link')).body).toMatchObject({ state: 'off' })
  const unread = await operator.send('POST', '/api/whatsapp/link', { acknowledged: false })
  const off = await operator.send<Refusal>('POST', '/api/whatsapp/link', { acknowledged: true })
  expect([unread.status, off.status]).toEqual([400, 400])
  expect(off.body.message).toMatch(/WhatsApp/)
})

test('the audit says who changed which channel, and never a token', async () => {
  const { body } = await owner.get<{ rows: readonly { action: string; target?: string }[] }>('/api/audit?rows=100')
  const actions = body.rows.map(({ action, target }) => `${action} ${target}`)
  for (const action of ['check', 'change', 'off', 'on', 'reconnect'])
    expect(actions).toContain(`channel.${action} telegram`)
  expect(JSON.stringify(body)).not.toContain('AA')
})

type Asked = {
  channelAsked(name: string): { refetchInterval(query: { state: { data?: object; dataUpdatedAt: number } }): number }
}
/** By a name that the type check does not follow: the pages have types of a browser. */
const ASKED: string = path.resolve('console/web/pages/channels/asked.ts')

test('a page looks again in a moment while a channel begins, and soon while its first message is awaited', async () => {
  const { channelAsked } = (await import(ASKED)) as Asked
  const everyMs = (data: object, dataUpdatedAt = 0) =>
    channelAsked('telegram').refetchInterval({ state: { data, dataUpdatedAt } })
  expect([everyMs({ state: 'starting' }), everyMs({ state: 'ready' })]).toEqual([250, 500])
  expect([everyMs({ state: 'ready', lastInAtMs: 1 }), everyMs({ state: 'off' })]).toEqual([10_000, 10_000])
  // One that waits for somebody, as WhatsApp for a phone, may do so for days.
  const waiting = [0, 19_000, 20_000].map((atMs) => everyMs({ state: 'starting' }, atMs))
  expect(waiting).toEqual([250, 250, 3_000])
})
