import type pg from 'pg'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CheckedChannel } from '#adapters/checks.ts'
import type { ChannelForm } from '#console/api/forms/channels.ts'
import { GatewayIntentBits } from 'discord-api-types/v10'
import {
  type ConsoleBrowser,
  type ConsolePage,
  expectClean,
  openConsoleBrowser,
  tabTo,
} from '../kit/console-browser.ts'
import { type Operator, signedIn } from '../kit/console.ts'
import { type DiscordDouble, openDiscordDouble } from '../kit/discord/double.ts'
import { type ModelHost, startModelHost } from '../kit/model-host.ts'
import type { PlatformDouble, PlatformPerson } from '../kit/platform.ts'
import { type Running, startRunning } from '../kit/product.ts'
import { openTelegramDouble, type TelegramDouble } from '../kit/telegram/double.ts'
import { telegramPlatform } from '../kit/telegram/platform.ts'

let host: ModelHost
let telegram: TelegramDouble
let discord: DiscordDouble
let service: Running
let database: pg.Client
let operator: Operator
let browser: ConsoleBrowser | undefined
/** In the order in which it was opened. */
const closing: (() => Promise<unknown> | undefined)[] = []

beforeAll(async () => {
  host = await startModelHost({ answer: ({ last }) => `You said: ${last}` })
  closing.push(() => host.close())
  const kept = <Part extends AsyncDisposable>(part: Part): Part => {
    closing.push(async () => await part[Symbol.asyncDispose]())
    return part
  }
  telegram = kept(await openTelegramDouble({ limits: 'off' }))
  discord = kept(await openDiscordDouble({ limits: 'off', allowedIntents: [] }))
  const env = { TELEGRAM_API_ROOT: telegram.apiRoot, DISCORD_API_ROOT: discord.apiRoot }
  service = kept(await startRunning({ host, env, overrides: { lastRepliesMs: 300 } }))
  database = await service.database()
  operator = await signedIn({ url: service.app.consoleUrl ?? '', database }, 'operator')
  browser = await openConsoleBrowser(service.app.consoleUrl ?? '')
  closing.push(() => browser?.close())
})
afterAll(async () => {
  for (const close of closing.toReversed()) await close()
})

/** What an operator does at the channel's page, and what differs between channels. */
type Row = {
  readonly channel: CheckedChannel
  readonly title: string
  readonly platform: () => PlatformDouble
  /** One after the other: what is typed into which field, and the words that say what is wrong with it. */
  readonly wrong: readonly { readonly fills: () => Fields; readonly says: RegExp }[]
  readonly right: () => Fields
  /** What is done on the platform once the channel is on. */
  readonly afterwards?: (page: Page) => Promise<void>
  /** The field of the token that is changed while people chat. */
  readonly token: { readonly field: string; readonly rotated: () => string }
}
type Fields = Readonly<Record<string, string>>

const OTHER_BOT = `${Buffer.from('1100000000000000042').toString('base64url')}.Other.of-discord-for-tests-0123456789`

const ROWS: readonly Row[] = [
  {
    channel: 'telegram',
    title: 'Telegram',
    platform: () => telegramPlatform(telegram),
    wrong: [{ fills: () => ({ 'Bot token': ' 4242:AAunknown-to-telegram ' }), says: /does not know this token/ }],
    right: () => ({ 'Bot token': telegram.token }),
    token: { field: 'Bot token', rotated: () => telegram.rotateToken() },
  },
  {
    channel: 'discord',
    title: 'Discord',
    platform: () => discord,
    wrong: [
      { fills: () => ({ 'Bot token': 'my password' }), says: /is no bot token: copy it from/ },
      { fills: () => ({ 'Bot token': OTHER_BOT }), says: /Discord does not know this token/ },
      { fills: () => ({ 'Bot token': discord.token }), says: /switch on MESSAGE CONTENT INTENT/ },
    ],
    right() {
      discord.allowIntent(GatewayIntentBits.MessageContent)
      return {}
    },
    async afterwards(page) {
      const link = page.getByRole('link', { name: 'Invite the bot to a server' })
      expect(await link.getAttribute('href')).toContain('https://discord.com/oauth2/authorize?')
    },
    token: { field: 'Bot token', rotated: () => discord.rotateToken() },
  },
]

async function fill(page: Page, fields: Fields): Promise<void> {
  for (const [name, value] of Object.entries(fields)) await page.getByLabel(name, { exact: true }).fill(value)
}

/** What the platform answers in words, and whether it is well. */
async function checks(page: Page, says: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: 'Check', exact: true }).click()
  await page.getByRole('status').getByText(says).waitFor()
}

async function saves(page: Page, name: 'Save' | 'Save and switch on'): Promise<void> {
  const answered = page.waitForResponse((response) => response.request().method() === 'PUT')
  await page.getByRole('button', { name, exact: true }).first().click()
  expect((await answered).status()).toBe(200)
}

const TITLE = 'an operator sets $title up by its guide, changes it while people chat, and switches it off and on'

test.for(ROWS)(TITLE, { timeout: 60_000 }, async (row, context) => {
  if (browser === undefined) return context.skip('there is no Chromium here')
  const page = await browser.openAs(operator, '/channels')
  await setsUp(page, row)
  const ana = row.platform().person('ana')
  ana.says('hello')
  await ana.hears(/You said: hello/)
  await page.getByText('The first message has arrived').waitFor()
  await isClean(page)
  await changesToken(page, row, ana)
  await page.getByRole('button', { name: 'Reconnect' }).click()
  await page.getByText(`${row.title} is being opened again.`).waitFor()
  await page.getByText('Ready', { exact: true }).last().waitFor()
  await switchesOffAndOn(page, row, ana)
  await page.close()
})

async function setsUp(page: Page, { title, wrong, right, afterwards }: Row): Promise<void> {
  await tabTo(page, 'link', `Set up ${title}`)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: title }).waitFor()
  expect(await page.getByRole('button', { name: 'Save and switch on' }).isDisabled()).toBe(true)
  for (const { fills, says } of wrong) {
    await fill(page, fills())
    await checks(page, says)
  }
  await fill(page, right())
  await checks(page, 'The platform accepts it')
  await saves(page, 'Save and switch on')
  await afterwards?.(page)
  await page.getByText('Waiting for your first message', { exact: false }).waitFor()
}

async function changesToken(page: Page, { token }: Row, ana: PlatformPerson): Promise<void> {
  ana.says('before')
  await fill(page, { [token.field]: token.rotated() })
  const saved = saves(page, 'Save')
  ana.says('meanwhile')
  await saved
  for (const said of ['before', 'meanwhile']) await ana.hears(new RegExp(`You said: ${said}`))
}

/** What the model is still writing then waits, and is sent when the channel is on again. */
async function switchesOffAndOn(page: Page, { title }: Row, ana: PlatformPerson): Promise<void> {
  const { promise: go, resolve: goOn } = Promise.withResolvers<void>()
  host.fail('chat', { type: 'hold', go })
  const asked = host.next('chat')
  ana.says('slowly')
  await asked
  await page.getByRole('button', { name: 'Switch off' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Switch off' }).click()
  await page.getByText(`${title} is off.`).waitFor()
  goOn()
  await page.getByRole('button', { name: 'Switch on', exact: true }).click()
  await page.getByText(`${title} is on.`).waitFor()
  await ana.hears(/You said: slowly/)
  await service.settled()
  const told = ana.transcript().filter(({ fromBot, text }) => fromBot && text.includes('slowly'))
  expect(told).toHaveLength(1)
}

test('two operators who change one channel: whoever saves second is told, and keeps what they typed', async (context) => {
  if (browser === undefined) return context.skip('there is no Chromium here')
  const page = await browser.openAs(operator, '/channels/telegram')
  const token = page.getByLabel('Bot token', { exact: true })
  const next = telegram.rotateToken()
  await token.fill(next)
  const route = '/api/channels/telegram'
  const { settings } = (await operator.get<ChannelForm>(route)).body
  const { revision } = settings.find(({ key }) => key === 'telegram.token') ?? { revision: 0 }
  await operator.send('PUT', route, { changes: [{ key: 'telegram.token', value: next, revision }] })
  const save = page.getByRole('button', { name: 'Save', exact: true })
  await save.click()
  const conflict = page.getByRole('alert').filter({ hasText: 'Somebody else has changed this channel' })
  await conflict.waitFor()
  expect(await token.inputValue()).toBe(next)
  await save.click()
  await conflict.waitFor({ state: 'detached' })
  await expect.poll(() => token.inputValue()).toBe('')
  await page.close()
})

/** Also as narrow as a phone, in the dark. The browser notes itself what was refused above. */
async function isClean(page: ConsolePage): Promise<void> {
  page.faults.splice(0, page.faults.length, ...page.faults.filter((fault) => !/status of 400/.test(fault)))
  await page.setViewportSize({ width: 320, height: 800 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.evaluate('shifts.length = 0')
  await expectClean(page)
}
