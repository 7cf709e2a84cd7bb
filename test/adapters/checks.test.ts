import Fastify from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { channelRows, type ChannelRow, type ChannelSettings } from '#adapters/all.ts'
import { checked } from '#adapters/checks.ts'
import { Mounts } from '#http/mounts.ts'
import { readConfig } from '#app/config.ts'
import { logFor } from '#machine/log.ts'
import type { Sentence } from '#machine/sentence.ts'
import { type DiscordDouble, openDiscordDouble } from '../kit/discord/double.ts'
import { type GraphDouble, openGraphDouble } from '../kit/graph/double.ts'
import { openTelegramDouble, type TelegramDouble } from '../kit/telegram/double.ts'

let telegram: TelegramDouble
let discord: DiscordDouble
let silentDiscord: DiscordDouble
let messenger: GraphDouble
let phone: GraphDouble
let settings: ChannelSettings

beforeAll(async () => {
  telegram = await openTelegramDouble()
  discord = await openDiscordDouble()
  silentDiscord = await openDiscordDouble({ allowedIntents: [] })
  messenger = await openGraphDouble({ product: 'messenger' })
  phone = await openGraphDouble({ product: 'whatsapp-cloud' })
  settings = await readConfig({ env: { CHASQUI_DATA: '/nowhere', CHASQUI_PUBLIC_URL: 'https://bot.example.org' } })
})
afterAll(async () => {
  for (const double of [telegram, discord, silentDiscord, messenger, phone]) await double[Symbol.asyncDispose]()
})

let chromium: { path: string } | { missing: readonly Sentence[] } = { path: '/usr/bin/chromium' }
const listener = Fastify()
const mounts = new Mounts(listener, { bodyBytesMax: 1, log: logFor('test:checks') })
const rows = channelRows({
  listener: { fastify: listener, mounts },
  chromium: async () => chromium,
} as unknown as Parameters<typeof channelRows>[0])

/** As the console asks, with values that nobody has kept. */
async function ask(row: ChannelRow, values: Partial<ChannelSettings>) {
  const signal = AbortSignal.timeout(5_000)
  const answer = await checked(async () => await row.ask!({ ...settings, ...values }, signal))
  const said = answer.lines.map(({ result, text }) => `${result}: ${text}`).join('\n')
  return { ...answer, said }
}

describe('Telegram', () => {
  const asks = (token: string, more: Partial<ChannelSettings['telegram']> = {}) =>
    ask(rows.telegram, { telegram: { enabled: true, token, apiRoot: telegram.apiRoot, ...more } })

  it('says who the bot is, and what it sees in groups', async () => {
    const { said, ...answer } = await asks(telegram.token)
    expect(answer).toMatchObject({ ok: true, account: 'telegram:4242', name: '@chasqui_double_bot' })
    expect(answer.roundTripMs).toBeLessThan(5_000)
    expect(said).toContain('ok: Telegram knows it as @chasqui_double_bot (Double).')
    expect(said).toContain('ok: In groups it sees only what is meant for it')
  })

  it('refuses in words, and never with the token', async () => {
    const { said, ...answer } = await asks('4242:AAsecret-of-nobody')
    expect(answer).toMatchObject({ ok: false, isRefused: true })
    expect(said).toMatch(/^fail: Telegram does not know this token \(401\)/)
    expect(JSON.stringify(answer)).not.toContain('AAsecret')
    expect(await asks('my token')).toMatchObject({ isRefused: true, said: expect.stringContaining('no bot token') })
  })

  it('names the host of a webhook that somebody else has set, not its path', async () => {
    const set = `${telegram.apiRoot}/bot${telegram.token}/setWebhook?url=https://other.example/hook/AAsecret`
    await fetch(set, { method: 'POST' })
    const { said } = await asks(telegram.token)
    expect(said).toContain('warn: Telegram sends its messages to other.example now.')
    expect(said).not.toContain('AAsecret')
  })

  it('does not call an address that cannot be reached a refusal', async () => {
    const answer = await asks(telegram.token, { apiRoot: 'http://127.0.0.1:9' })
    expect(answer).toMatchObject({ ok: false, isRefused: false, said: expect.stringContaining('no answer') })
  })
})

describe('Discord', () => {
  const asks = (double: DiscordDouble, token: string) =>
    ask(rows.discord, { discord: { enabled: true, token, apiRoot: double.apiRoot, shards: 1 } })

  it('says who the bot is, that it may read, and where it is invited', async () => {
    const { said, ...answer } = await asks(discord, discord.token)
    expect(answer).toMatchObject({ ok: true, name: '@chasqui', account: expect.stringMatching(/^discord:\d+$/) })
    expect(said).toContain('ok: It may read what people write.')
    const link = new URL(answer.installLink ?? '')
    expect(link.origin + link.pathname).toBe('https://discord.com/oauth2/authorize')
    expect(link.searchParams.get('scope')).toBe('bot applications.commands')
    expect(link.searchParams.get('client_id')).toMatch(/^\d+$/)
  })

  it('says which switch is off', async () => {
    const answer = await asks(silentDiscord, silentDiscord.token)
    expect(answer.ok).toBe(false)
    expect(answer.said).toMatch(/fail: It may not read .* switch on MESSAGE CONTENT INTENT/)
  })

  it('refuses in words, and never with the token', async () => {
    const token = discord.token.replace('Double', 'Nobody')
    const { said, ...answer } = await asks(discord, token)
    expect(answer).toMatchObject({ ok: false, isRefused: true })
    expect(said + JSON.stringify(answer)).not.toContain('Nobody')
  })
})

describe('Meta', () => {
  const meta = ({ state }: GraphDouble) => ({
    appSecret: state.app.secret,
    verifyToken: state.app.verifyToken,
    graphRoot: state.root,
    version: 'v25.0',
  })

  it('says which page it is, that its messages come, and where the webhook is', async () => {
    const pageToken = messenger.state.profile.token
    const { said, ...answer } = await ask(rows.messenger, {
      meta: meta(messenger),
      messenger: { enabled: true, pageToken },
    })
    expect(answer.ok).toBe(true)
    expect(said).toContain('ok: An app is subscribed to its messages.')
    expect(said).toContain('ok: The app secret belongs to the app of this token.')
    expect(said).toContain('https://bot.example.org/webhooks/meta')
    expect(said).not.toContain(messenger.state.app.secret)
  })

  it('refuses an app secret of another app, and a token of nobody', async () => {
    const pageToken = messenger.state.profile.token
    const wrong = { ...meta(messenger), appSecret: 'of another app' }
    const ofAnother = await ask(rows.messenger, { meta: wrong, messenger: { enabled: true, pageToken } })
    expect(ofAnother.isRefused).toBe(true)
    expect(ofAnother.said).toMatch(
      /^fail: The app secret is not that of the app to which this token belongs. Copy it from/,
    )
    const nobody = { meta: meta(messenger), messenger: { enabled: true, pageToken: 'EAAsecret-of-nobody-4242' } }
    const { said, isRefused } = await ask(rows.messenger, nobody)
    expect(isRefused).toBe(true)
    expect(said).toContain('Meta does not accept this token')
    expect(said).not.toContain('EAAsecret')
  })

  it('says the number of WhatsApp Cloud and how Meta rates it, once the terms are acknowledged', async () => {
    const { token, botId: phoneId } = phone.state.profile
    const asks = (acknowledgeTerms: boolean) =>
      ask(rows['whatsapp-cloud'], {
        meta: meta(phone),
        whatsappCloud: { enabled: true, token, phoneId, acknowledgeTerms },
      })
    const { said, ...answer } = await asks(true)
    expect(answer).toMatchObject({ ok: true, name: 'Chasqui Double', account: `whatsapp-cloud:${phoneId}` })
    expect(said).toContain('ok: Its number is +43 660 0000001.')
    expect(said).toContain('quality as high')
    expect(await asks(false)).toMatchObject({ isRefused: true, said: expect.stringContaining('15 January 2026') })
  })

  it.each([
    ['the number itself', '+43 660 0000001', 'digits alone, and not the number itself'],
    ['the ID of another business', '4242', 'There is no phone number with the ID 4242 for this token'],
  ])('says what is wrong with a phone number ID: %s', async (_what, phoneId, words) => {
    const { token } = phone.state.profile
    const whatsappCloud = { enabled: true, token, phoneId, acknowledgeTerms: true }
    const answer = await ask(rows['whatsapp-cloud'], { meta: meta(phone), whatsappCloud })
    expect(answer).toMatchObject({ isRefused: true, said: expect.stringContaining(words) })
  })
})

describe('WhatsApp', () => {
  it('needs a browser, and says how one comes about', async () => {
    expect(await ask(rows.whatsapp, {})).toMatchObject({ ok: true })
    chromium = { missing: [{ code: 'none', values: {}, english: 'No Chromium was found.' }] }
    expect(await ask(rows.whatsapp, {})).toMatchObject({ ok: false, said: 'fail: No Chromium was found.' })
  })
})
