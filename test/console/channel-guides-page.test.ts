import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type pg from 'pg'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ChannelForm } from '#console/api/forms/channels.ts'
import {
  type ConsoleBrowser,
  type ConsolePage,
  expectClean,
  openConsoleBrowser,
  tabTo,
  forgetShifts,
} from '../kit/console-browser.ts'
import { type Operator, signedIn } from '../kit/console.ts'
import { UNPACED } from '../kit/doubles.ts'
import { freePort } from '../kit/free-port.ts'
import { type GuidePlatforms, openGuidePlatforms } from '../kit/guide-platforms.ts'
import { type Fields, GUIDE_ROWS, type GuideRow } from '../kit/guide-rows.ts'
import { type ModelHost, startModelHost } from '../kit/model-host.ts'
import type { PlatformPerson } from '../kit/platform.ts'
import { type Running, startRunning, temporaryFolder } from '../kit/product.ts'

let host: ModelHost
let platforms: GuidePlatforms
let service: Running
/** Where platforms reach it. */
let url: string
let database: pg.Client
let operator: Operator
let browser: ConsoleBrowser | undefined

beforeAll(async () => {
  host = await startModelHost({ answer: ({ last }) => `You said: ${last}` })
  platforms = await openGuidePlatforms()
  const port = await freePort()
  url = `http://127.0.0.1:${port}`
  const env = { ...platforms.env, CHASQUI_PORT: String(port), CHASQUI_PUBLIC_URL: 'https://bot.example.org' }
  const dataFolder = await temporaryFolder('guides')
  await writeFile(path.join(dataFolder, 'chasqui.yaml'), UNPACED)
  service = await startRunning({ host, env, dataFolder, overrides: { lastRepliesMs: 100 } })
  database = await service.database()
  operator = await signedIn({ url: service.app.consoleUrl ?? '', database }, 'operator')
  browser = await openConsoleBrowser(service.app.consoleUrl ?? '')
})
afterAll(async () => {
  await browser?.close()
  await service[Symbol.asyncDispose]()
  await platforms[Symbol.asyncDispose]()
  await host.close()
})

async function fill(page: Page, fields: Fields): Promise<void> {
  for (const [name, value] of Object.entries(fields)) {
    const field = page.getByLabel(name, { exact: true })
    if (value === true) await field.check({ force: true })
    else if ((await field.and(page.locator('select')).count()) > 0) await field.selectOption(value)
    else await field.fill(value)
  }
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

// WhatsApp's row starts a browser of the service four times.
test.for(GUIDE_ROWS)(TITLE, { timeout: 90_000 }, async (row, context) => {
  if (browser === undefined) return context.skip('there is no Chromium here')
  const page = await browser.openAs(operator, '/channels')
  await setsUp(page, row)
  const ana = row.platform(platforms).person('ana')
  ana.says('hello')
  await ana.hears(/You said: hello/)
  await page.getByText('The first message has arrived').waitFor()
  await isClean(page)
  await changesToken(page, row)
  await page.getByRole('button', { name: 'Reconnect' }).click()
  await page.getByText(`${row.title} is being opened again.`).waitFor()
  await page.getByText('Ready', { exact: true }).last().waitFor()
  await switchesOffAndOn(page, row, ana)
  await page.close()
})

async function setsUp(page: Page, { title, wrong, right, afterwards }: GuideRow): Promise<void> {
  await tabTo(page, 'link', `Set up ${title}`)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: title }).waitFor()
  expect(await page.getByRole('button', { name: 'Save and switch on' }).isDisabled()).toBe(true)
  for (const { fills, says } of wrong) {
    await fill(page, fills(platforms))
    await checks(page, says)
  }
  await fill(page, right(platforms))
  await checks(page, 'The platform accepts it')
  await saves(page, 'Save and switch on')
  await afterwards?.(page, { ...platforms, url })
  await page.getByText('Waiting for your first message', { exact: false }).waitFor()
}

const PEOPLE = ['ana', 'ben', 'cleo', 'dora', 'emil', 'fay']

/** Nobody's message is lost, and none is answered twice. */
async function changesToken(page: Page, { token, platform }: GuideRow): Promise<void> {
  if (token === undefined) return
  const people = PEOPLE.map((name) => platform(platforms).person(name))
  for (const person of people) person.says('before')
  await fill(page, { [token.field]: token.rotated(platforms) })
  const saved = saves(page, 'Save')
  for (const person of people) person.says('meanwhile')
  await saved
  const said = ['before', 'meanwhile']
  for (const person of people) for (const text of said) await person.hears(new RegExp(`You said: ${text}`))
  await service.settled()
  for (const person of people) expect(said.map((text) => answersTo(person, text))).toEqual([1, 1])
}

const answersTo = (person: PlatformPerson, said: string) =>
  person.transcript().filter(({ fromBot, text }) => fromBot && text.includes(said)).length

/** What the model is still writing then waits, and is sent when the channel is on again. */
async function switchesOffAndOn(page: Page, { title }: GuideRow, ana: PlatformPerson): Promise<void> {
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
  expect(answersTo(ana, 'slowly')).toBe(1)
}

test('two operators who change one channel: whoever saves second is told, and keeps what they typed', async (context) => {
  if (browser === undefined) return context.skip('there is no Chromium here')
  const page = await browser.openAs(operator, '/channels/telegram')
  const token = page.getByLabel('Bot token', { exact: true })
  const next = platforms.telegram.rotateToken()
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
  await forgetShifts(page)
  await expectClean(page)
}
