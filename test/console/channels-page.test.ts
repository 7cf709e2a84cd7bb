import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectClean, openConsoleBrowser, settled, type ConsoleBrowser } from '../kit/console-browser.ts'
import { linkOf } from '#console/api/channels/link.ts'
import type { ChannelForm } from '#console/api/forms/channels.ts'
import type { LinkState } from '#core/contract/linking.ts'
import { signedIn, type Operator } from '../kit/console.ts'
import { startModelHost, type ModelHost } from '../kit/model-host.ts'
import { startRunning, type Running } from '../kit/product.ts'
import { qrInFile } from '../kit/read-qr.ts'
import { openTelegramDouble, type TelegramDouble } from '../kit/telegram/double.ts'

let host: ModelHost
let telegram: TelegramDouble
let service: Running
let database: pg.Client
let operator: Operator
let browser: ConsoleBrowser | undefined
beforeAll(async () => {
  host = await startModelHost({ answer: ({ last }) => `You said: ${last}` })
  telegram = await openTelegramDouble({ limits: 'off' })
  const env = { TELEGRAM_API_ROOT: telegram.apiRoot, CHASQUI_PUBLIC_URL: 'https://bot.example.org' }
  service = await startRunning({ host, env, overrides: { lastRepliesMs: 300 } })
  database = await service.database()
  const url = service.app.consoleUrl ?? ''
  operator = await signedIn({ url, database }, 'operator')
  browser = await openConsoleBrowser(url)
})
afterAll(async () => {
  await browser?.close()
  await service[Symbol.asyncDispose]()
  await telegram[Symbol.asyncDispose]()
  await host.close()
})

const toldTo = (person: { transcript(): readonly { fromBot: boolean; text: string }[] }) =>
  person.transcript().flatMap(({ fromBot, text }) => (fromBot ? [text] : []))

test('an operator adds a channel, changes its token while people chat, and switches it off', async (context) => {
  if (browser === undefined) return context.skip('there is no Chromium here')
  const page = await browser.openAs(operator, '/channels')
  const button = (name: string | RegExp) => page.getByRole('button', { name })
  const token = page.getByLabel('Bot token', { exact: true })
  await page.getByRole('link', { name: 'Set up Telegram' }).click()
  await page.getByRole('heading', { level: 1, name: 'Telegram' }).waitFor()

  await token.fill(`  4242:AAunknown-to-telegram `)
  await button('Check').click()
  await page.getByText('It will not work like this').waitFor()
  await page.getByText(/Telegram does not know this token/).waitFor()
  await button('Save and switch on').click()
  // One answer at a time: the newest.
  await page.getByText('It will not work like this').waitFor({ state: 'detached' })
  await page.getByText(/Telegram does not know this token/).waitFor()

  await token.fill(telegram.token)
  await button('Check').click()
  await page
    .getByText(/chasqui_double_bot/)
    .first()
    .waitFor()
  await button('Save and switch on').click()
  await page.getByText('Waiting for your first message', { exact: false }).waitFor()
  expect(await token.inputValue()).toBe('')
  const ana = telegram.person('ana')
  ana.sends('hello')
  await page.getByText('The first message has arrived').waitFor()
  await ana.hears(/You said: hello/)
  await page.evaluate('shifts.length = 0')
  // The browser notes itself what was refused above.
  page.faults.splice(0, page.faults.length, ...page.faults.filter((fault) => !/status of 400/.test(fault)))
  await expectClean(page)

  const people = Array.from({ length: 6 }, (_, nth) => telegram.person(`p${nth}`))
  for (const person of people.slice(0, 3)) person.sends('before')
  await token.fill(telegram.rotateToken())
  const saved = page.waitForResponse((response) => response.request().method() === 'PUT')
  await button('Save').click()
  for (const person of people.slice(3)) person.sends('meanwhile')
  expect((await saved).status()).toBe(200)
  for (const person of people) await person.hears(/You said: (?:before|meanwhile)/)
  await service.settled()
  expect(people.map((person) => toldTo(person).length)).toEqual(people.map(() => 1))

  // Somebody else saves while this operator types.
  const next = telegram.rotateToken()
  await token.fill(next)
  const path = '/api/channels/telegram'
  const { settings } = (await operator.get<ChannelForm>(path)).body
  const { revision } = settings.find(({ key }) => key === 'telegram.token') ?? { revision: 0 }
  await operator.send('PUT', path, { changes: [{ key: 'telegram.token', value: next, revision }] })
  await button('Save').click()
  await page.getByRole('alert').getByText('Somebody else has changed this channel', { exact: false }).waitFor()
  expect(await token.inputValue()).toBe(next)
  await button('Save').click()
  await page.getByRole('alert').filter({ hasText: 'Somebody else' }).waitFor({ state: 'detached' })
  await expect.poll(() => token.inputValue()).toBe('')

  await button('Switch off').click()
  await page.getByRole('dialog').getByText('Nothing new is taken', { exact: false }).waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Switch off' }).click()
  await page.getByText('Telegram is off.').waitFor()
  expect(service.app.channels.all().map(({ name }) => name)).not.toContain('telegram')
  await page.close()
}, 60_000)

test('WhatsApp is on only after its warning was acknowledged; its code is drawn, or to be typed in two groups', async (context) => {
  if (browser === undefined) return context.skip('there is no Chromium here')
  const page = await browser.openAs(operator, '/channels/whatsapp')
  await page.getByRole('switch', { name: 'Switch it on' }).check({ force: true })
  const save = page.getByRole('button', { name: 'Save and switch on' })
  expect(await save.isDisabled()).toBe(true)
  await page.getByRole('checkbox', { name: /I have read this/ }).check()
  expect(await save.isEnabled()).toBe(true)

  // As while a phone is linked.
  let now: LinkState = { state: 'qr', detail: 'scan the code', qr: '2@a-code-of-whatsapp' }
  const link = () => ({ json: linkOf({ state: () => now }) })
  await page.route('**/api/channels/whatsapp', async (route) => {
    const answer = (await (await route.fetch()).json()) as ChannelForm
    await route.fulfill({ json: { ...answer, state: 'failed', detail: 'nobody is linked' } })
  })
  await page.route('**/api/whatsapp/link', (route) => route.fulfill(link()))
  await page.reload()
  await settled(page)
  const ask = page.getByRole('button', { name: 'Show a QR code' })
  expect(await ask.isDisabled()).toBe(true)
  await page.getByRole('checkbox', { name: /I have read this/ }).check()
  await ask.click()
  const code = page.getByRole('img', { name: /QR code for the phone/ })
  await code.waitFor()
  await page.evaluate('shifts.length = 0')
  await expectClean(page)
  const file = `${service.dataFolder}/qr.png`
  await code.screenshot({ path: file })
  expect(await qrInFile(file)).toBe('2@a-code-of-whatsapp')
  now = { state: 'pairing', detail: 'type the code', pairingCode: 'ABCD1234' }
  await page.getByLabel('Phone number of the account').fill('+49 151 23456789')
  await page.getByRole('button', { name: 'Get a pairing code' }).click()
  await page.getByText('ABCD-1234').first().waitFor()
  await page.close()
})

test('a verify token is made up and copied, and the address of the webhook stands beside it', async (context) => {
  if (browser === undefined) return context.skip('there is no Chromium here')
  const page = await browser.openAs(operator, '/channels/messenger', { width: 320, scheme: 'dark' })
  await page.getByText('https://bot.example.org/webhooks/meta').waitFor()
  await page.getByRole('button', { name: 'Make one up' }).click()
  expect(await page.getByLabel('Verify token', { exact: true }).inputValue()).toMatch(/^[0-9a-f]{32}$/)
  await page.getByRole('button', { name: 'Copy it: it is not shown again' }).first().waitFor()
  await expectClean(page)
  await page.close()
})
