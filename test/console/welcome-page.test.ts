import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { WelcomeForm } from '#console/api/forms/welcome.ts'
import { probeHardware, type Hardware } from '#machine/hardware.ts'
import { NO_CHROMIUM } from '../kit/chromium.ts'
import {
  expectClean,
  expectReadable,
  openConsoleBrowser,
  settled,
  type ConsoleBrowser,
  forgetShifts,
} from '../kit/console-browser.ts'
import { signedIn } from '../kit/console.ts'
import { startRunning, type Running } from '../kit/product.ts'

/** A larger model fits it. */
const ROOMY: Hardware = { ...(await probeHardware()), memory: { totalBytes: 64e9, availableBytes: 64e9 } }

let running: Running
let browser: ConsoleBrowser | undefined
beforeAll(async () => {
  // With the model that comes with the service, as at a first run.
  running = await startRunning({ overrides: { hardware: ROOMY } })
  browser = await openConsoleBrowser(url())
})
afterAll(async () => {
  await browser?.close()
  await running[Symbol.asyncDispose]()
})
beforeEach(({ skip }) => {
  if (browser === undefined) skip(NO_CHROMIUM)
})
const url = () => running.app.consoleUrl ?? ''

const heading = (page: Page, level: number, name: string) => page.getByRole('heading', { level, name }).waitFor()
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const step = (page: Page) => page.locator('[aria-current=step]').innerText()

test('from the printed link to the first answer: the model is named, the channel skipped, the message seen live', async () => {
  const link = (await running.app.firstLink()) ?? ''
  const page = await browser!.openAs(undefined, `/${link.slice(link.indexOf('#'))}`)
  await page.getByLabel('Name').fill('Alma')
  await page.getByLabel('New password').fill('four llamas carry the mail')
  await page.keyboard.press('Enter')
  await heading(page, 1, 'Welcome, alma')
  await heading(page, 2, 'Which model answers?')
  await settled(page)
  expect(new URL(page.url()).pathname).toBe('/welcome')
  await page.getByText('tiny-scout is at work already').waitFor()
  await forgetShifts(page)
  await expectClean(page)

  await page.getByRole('button', { name: 'Skip' }).click()
  await heading(page, 2, 'Where do people write?')
  await expect.poll(() => page.locator('h2:focus').innerText()).toBe('Where do people write?')

  // It is left, and found again where it was.
  await page.getByRole('link', { name: 'Go on later' }).click()
  await heading(page, 1, 'Overview')
  await page.getByText('Next: Channel.').waitFor()
  await page.getByRole('link', { name: 'Go on', exact: true }).click()
  await heading(page, 2, 'Where do people write?')
  await button(page, 'Skip').click()
  await heading(page, 2, 'Write your first message')
  await page.getByText('Waiting for your first message…').waitFor()

  const [chat] = await Promise.all([
    page.context().waitForEvent('page'),
    page.getByRole('link', { name: 'Open the chat page' }).click(),
  ])
  await chat.getByLabel('Write a message').fill('hello')
  await chat.keyboard.press('Enter')
  await page.getByText('It works: you wrote, and were answered').waitFor()
  await page.getByText(/^Arrived at .*\d\d:\d\d:\d\d \(Web\)$/).waitFor()
  await page.getByText(/^First words after \d/).waitFor()
  await forgetShifts(page)
  await expectClean(page)

  // Also for who leaves by another way than the button.
  const operator = await signedIn({ url: url(), database: await running.database() }, 'operator', 'looks')
  expect((await operator.get<WelcomeForm>('/api/welcome')).body).toMatchObject({ isOpen: false, step: 'message' })

  await button(page, 'Go to the overview').click()
  await heading(page, 1, 'Overview')
  await settled(page)
  expect(await page.getByText('Finish setting up').count()).toBe(0)
  await page.goBack()
  await heading(page, 2, 'Write your first message')
  expect(await step(page)).toContain('First message')
}, 30_000)

test('every step can be read by everybody, on a phone', async () => {
  const operator = await signedIn({ url: url(), database: await running.database() }, 'operator', 'reads')
  const look = { scheme: 'dark', width: 320, locale: 'x-rtl' } as const
  const page = await browser!.openAs(operator, '/welcome?step=message', look)
  await page.getByRole('button', { name: 'Channel' }).click()
  await page.getByRole('button', { name: 'Telegram' }).click()
  await page.getByText('@BotFather').first().waitFor()
  await settled(page)
  await forgetShifts(page)
  await expectClean(page)
  await expectReadable(page, 'light')
  await page.close()
})

test('a first run that was dismissed, or a channel that is on, ends it for everybody', async () => {
  const database = await running.database()
  await database.query(`delete from console_audit where action = 'welcome.pass'`)
  const operator = await signedIn({ url: url(), database }, 'operator', 'dismisses')
  const page = await browser!.openAs(operator, '/')
  const larger = page.getByRole('listitem').filter({ hasText: 'larger model' })
  expect(await larger.getByRole('link', { name: 'Open models' }).getAttribute('href')).toBe('/models')
  expect(await larger.innerText()).not.toContain('npm run')
  await button(page, 'Dismiss').click()
  await page.getByText('Finish setting up').waitFor({ state: 'detached' })
  const { body } = await operator.get<WelcomeForm>('/api/welcome')
  expect(body).toMatchObject({ isOpen: false, channels: [{ platform: 'web', url: running.app.url }] })
  await page.close()
})
