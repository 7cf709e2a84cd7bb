import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectClean, openConsoleBrowser, settled, type ConsoleBrowser, forgetShifts } from '../kit/console-browser.ts'
import { linkOf } from '#console/api/channels/link.ts'
import type { ChannelForm } from '#console/api/forms/channels.ts'
import { signedIn, type Operator } from '../kit/console.ts'
import { linkState } from '../kit/fake-linking.ts'
import { startModelHost, type ModelHost } from '../kit/model-host.ts'
import { startRunning, type Running } from '../kit/product.ts'
import { qrInFile } from '../kit/read-qr.ts'

let host: ModelHost
let service: Running
let database: pg.Client
let operator: Operator
let browser: ConsoleBrowser | undefined
beforeAll(async () => {
  host = await startModelHost({ answer: ({ last }) => `You said: ${last}` })
  const env = { CHASQUI_PUBLIC_URL: 'https://bot.example.org', WHATSAPP_CHROMIUM: '/no/browser' }
  service = await startRunning({ host, env })
  database = await service.database()
  const url = service.app.consoleUrl ?? ''
  operator = await signedIn({ url, database }, 'operator')
  browser = await openConsoleBrowser(url)
})
afterAll(async () => {
  await browser?.close()
  await service[Symbol.asyncDispose]()
  await host.close()
})

test('WhatsApp is on only after its warning was acknowledged; its code is drawn, or to be typed in two groups', async (context) => {
  if (browser === undefined) return context.skip('there is no Chromium here')
  const page = await browser.openAs(operator, '/channels/whatsapp')
  const mode = page.getByLabel('Who may write')
  await page.getByText('Strangers get a code').waitFor()
  await mode.selectOption('open')
  await page.getByText('Whoever has the number can write').waitFor()
  await mode.selectOption('pairing')
  const save = page.getByRole('button', { name: 'Save and switch on' })
  expect(await save.isDisabled()).toBe(true)
  await page.getByText('First tick above').first().waitFor()
  await page.getByRole('checkbox', { name: /I have read this/ }).check()
  await save.click()
  // Without a browser nothing can be linked.
  const ask = page.getByRole('button', { name: 'Show a QR code' })
  await page.getByRole('alert').getByText('names /no/browser, which cannot be run').waitFor()
  expect(await ask.or(page.getByRole('button', { name: 'Get a pairing code' })).count()).toBe(0)

  // As while a phone is linked.
  let now = linkState({ state: 'qr', detail: 'scan the code', qr: '2@a-code-of-whatsapp' })
  const link = () => ({ json: linkOf({ state: () => now }) })
  await page.route('**/api/channels/whatsapp', async (route) => {
    const answer = (await (await route.fetch()).json()) as ChannelForm
    await route.fulfill({ json: { ...answer, linkState: 'logged-out', detail: 'nobody is linked' } })
  })
  await page.route('**/api/whatsapp/link', (route) => route.fulfill(link()))
  await page.reload()
  await settled(page)
  expect(await ask.isDisabled()).toBe(true)
  await page.getByRole('checkbox', { name: /I have read this/ }).check()
  await ask.click()
  const code = page.getByRole('img', { name: /QR code for the phone/ })
  await code.waitFor()
  await forgetShifts(page)
  await expectClean(page)
  const file = `${service.dataFolder}/qr.png`
  await code.screenshot({ path: file })
  expect(await qrInFile(file)).toBe('2@a-code-of-whatsapp')
  now = linkState({ state: 'pairing', detail: 'type the code', pairingCode: 'ABCD1234' })
  await page.getByLabel('Phone number of the account').fill('+49 151 23456789')
  await page.getByRole('button', { name: 'Get a pairing code' }).click()
  await page.getByText('ABCD-1234').first().waitFor()
  await page.close()
})

test('a verify token is made up and copied, and the address of the webhook stands beside it', async (context) => {
  if (browser === undefined) return context.skip('there is no Chromium here')
  const page = await browser.openAs(operator, '/channels/messenger', { width: 320, scheme: 'dark' })
  await page.getByText('https://bot.example.org/webhooks/meta').waitFor()
  await page.getByText('First fill in above: App secret.').waitFor()
  await page.getByRole('button', { name: 'Make one up' }).click()
  expect(await page.getByLabel('Verify token', { exact: true }).inputValue()).toMatch(/^[0-9a-f]{32}$/)
  await page.getByRole('button', { name: 'Copy it: it is not shown again' }).first().waitFor()
  await expectClean(page)
  await page.close()
})
