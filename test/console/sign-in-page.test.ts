import { generate } from 'otplib/functional'
import type pg from 'pg'
import type { CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { hashOf } from '#console/api/sessions.ts'
import { NO_CHROMIUM } from '../kit/chromium.ts'
import {
  expectClean,
  openConsoleBrowser,
  settled,
  tabTo,
  type ConsoleBrowser,
  type ConsolePage,
  forgetShifts,
} from '../kit/console-browser.ts'
import { signedIn } from '../kit/console.ts'
import { startModelHost, type ModelHost } from '../kit/model-host.ts'
import { startRunning, type Running } from '../kit/product.ts'

const PASSWORD = 'four llamas carry the mail'

let host: ModelHost
let running: Running
let browser: ConsoleBrowser | undefined
let database: pg.Client
beforeAll(async () => {
  host = await startModelHost()
  running = await startRunning({ host })
  database = await running.database()
  browser = await openConsoleBrowser(url())
})
afterAll(async () => {
  await browser?.close()
  await running[Symbol.asyncDispose]()
  await host.close()
})
beforeEach(({ skip }) => {
  if (browser === undefined) skip(NO_CHROMIUM)
})
const url = () => running.app.consoleUrl ?? ''

async function setupLink(token: string): Promise<string> {
  await database.query('delete from console_account')
  await database.query(
    `insert into console_link (hash, kind, expires_at) values ($1, 'setup', now() + interval '1 hour')`,
    [hashOf(token)],
  )
  return `/#setup=${token}`
}

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor()
const write = (page: Page, words: string) => page.keyboard.type(words)
const press = (page: Page, key: string) => page.keyboard.press(key)

async function chooseInMenu(page: Page, role: 'menuitem' | 'menuitemradio', name: string): Promise<void> {
  await tabTo(page, 'button', /^Your account,/)
  await press(page, 'Enter')
  const wanted = page.getByRole(role, { name }).and(page.locator(':focus'))
  await page.getByRole(role, { name }).waitFor()
  // What is pressed before the menu has the focus is lost.
  await page.locator('[role=menu]:focus-within').waitFor()
  for (let steps = 0; (await wanted.count()) === 0; steps++) {
    expect(steps, `steps to ${name}`).toBeLessThan(20)
    await press(page, 'ArrowDown')
  }
  await press(page, 'Enter')
}

/** Its code is loaded with the first press. Escape gives the focus back; a second press closes what the first has opened. */
async function opensAndCloses(page: ConsolePage): Promise<void> {
  const button = page.getByRole('button', { name: /^Your account,/ })
  const menu = page.getByRole('menu', { name: /^Your account,/ })
  // Where its code cannot be loaded, the page stays.
  await page.route(/account-menu-items/, (route) => route.abort())
  await button.click()
  await page.getByText('Reload it:').waitFor()
  await page.unroute(/account-menu-items/)
  page.faults.length = 0
  await button.click()
  await menu.and(page.locator(':focus-within')).waitFor()
  expect(await button.getAttribute('aria-controls')).toBe(await menu.getAttribute('id'))
  await press(page, 'Escape')
  await button.and(page.locator('[aria-expanded=false]:focus')).waitFor()
  await button.click()
  await menu.waitFor()
  await button.click()
  await menu.waitFor({ state: 'detached' })
}

test('an owner comes in by the link, and signs in with a second factor, all by keyboard', async () => {
  const page = await browser!.openAs(undefined, await setupLink('a-link'))
  expect(page.url()).toBe(url())
  await tabTo(page, 'textbox', 'Name')
  await write(page, 'Alma')
  await tabTo(page, 'textbox', 'New password')
  await write(page, PASSWORD)
  await press(page, 'Enter')
  await heading(page, 'Welcome, alma')

  await chooseInMenu(page, 'menuitem', 'Your account')
  await heading(page, 'Your account')
  await expect.poll(() => page.locator('h1:focus').count()).toBe(1)
  expect(await page.title()).toBe('Your account · Chasqui')

  // A proof from long ago does not do for a second factor.
  await database.query(`update console_session set proved_at = now() - interval '1 hour'`)
  await tabTo(page, 'button', 'Set up')
  await press(page, 'Enter')
  await page.getByRole('dialog', { name: 'Confirm that it is you' }).waitFor()
  // What is pressed before it has the focus is lost.
  await page.locator('[role=dialog]:focus-within').waitFor()
  await press(page, 'Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await tabTo(page, 'button', 'Set up')
  await press(page, 'Enter')
  await tabTo(page, 'textbox', 'Password')
  await write(page, PASSWORD)
  await press(page, 'Enter')

  await page.getByRole('img', { name: 'QR code' }).waitFor()
  const secret = (await page.locator('pre').innerText()).replaceAll(' ', '')
  await tabTo(page, 'textbox', 'Code from your authenticator app')
  await write(page, await generate({ secret }))
  await press(page, 'Enter')
  const codes = page.getByRole('dialog', { name: 'Save your recovery codes' })
  const first = await codes.locator('code').first().innerText()
  await tabTo(page, 'checkbox', 'I have saved them in a safe place')
  await press(page, 'Space')
  await tabTo(page, 'button', 'Done')
  await press(page, 'Enter')
  await page.getByText(/recovery codes are left/).waitFor()
  // When it closes, it gives the focus back.
  await codes.waitFor({ state: 'hidden' })

  await chooseInMenu(page, 'menuitem', 'Sign out')
  await heading(page, 'Sign in')
  await tabTo(page, 'textbox', 'Name')
  await write(page, 'Alma')
  await tabTo(page, 'textbox', 'Password')
  await write(page, PASSWORD)
  await press(page, 'Enter')
  await heading(page, 'One more step')
  await write(page, '000000')
  await press(page, 'Enter')
  await page.getByRole('alert').getByText('That code is not right.').waitFor()
  await tabTo(page, 'button', 'Use a recovery code instead')
  await press(page, 'Enter')
  await tabTo(page, 'textbox', 'Recovery code')
  await write(page, first)
  await press(page, 'Enter')
  await heading(page, 'Your account')
  await page.close()
})

test('a passkey is added, signs in, confirms who it is and is removed', async () => {
  await database.query('delete from console_account')
  const page = await browser!.openAs(await signedIn({ url: url(), database }, 'owner', 'alma'), '/account')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByRole('textbox', { name: 'Name of this passkey' }).waitFor()
  await expectClean(page)
  const debugging = await withAuthenticator(page)
  await write(page, 'Test key')
  await press(page, 'Enter')
  await page.getByText('The passkey Test key is added').waitFor()

  await chooseInMenu(page, 'menuitem', 'Sign out')
  await heading(page, 'Sign in')
  await tabTo(page, 'button', 'Sign in with a passkey')
  await press(page, 'Enter')
  await heading(page, 'Your account')

  await database.query(`update console_session set proved_at = now() - interval '1 hour'`)
  await page.getByRole('button', { name: 'Remove Test key' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('button', { name: 'Use a passkey' }).click()
  await page.getByText('Test key', { exact: true }).waitFor({ state: 'hidden' })
  expect((await database.query('select from console_passkey')).rowCount).toBe(0)

  // What is left in the authenticator opens nothing.
  await chooseInMenu(page, 'menuitem', 'Sign out')
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await page.getByRole('alert').getByText('This passkey opens nothing here.').waitFor()
  await debugging.detach()
  await page.close()
})

/** One that is asked no questions: it shows a finger at once. */
async function withAuthenticator(page: Page): Promise<CDPSession> {
  const debugging = await page.context().newCDPSession(page)
  await debugging.send('WebAuthn.enable')
  const kind = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true } as const
  const options = { ...kind, isUserVerified: true, automaticPresenceSimulation: true }
  await debugging.send('WebAuthn.addVirtualAuthenticator', { options })
  return debugging
}

test('an owner makes a token, which is shown once, and revokes it', async () => {
  const page = await browser!.openAs(await signedIn({ url: url(), database }, 'owner', 'tess'), '/tokens')
  await page.getByText('No tokens').waitFor()
  await page.getByRole('button', { name: 'Create token' }).click()
  await page.getByRole('textbox', { name: 'Name of the program' }).fill('Prometheus <script>')
  await page.getByRole('combobox', { name: 'Expires after' }).selectOption('365 days')
  await press(page, 'Tab')
  const pressed = Promise.withResolvers<void>()
  await page.route(/api.tokens$/, (route) => pressed.promise.then(() => route.continue()))
  await page.getByRole('dialog').getByRole('button', { name: 'Create token' }).click()
  // It is shown once, as soon as it is made: no key closes it by mistake, before or after.
  await page.keyboard.press('Escape')
  pressed.resolve()
  const shown = page.getByRole('textbox', { name: 'API token' })
  await shown.waitFor()
  await page.keyboard.press('Escape')
  const token = await shown.inputValue()
  const scraped = await fetch(new URL('metrics', url()), { headers: { authorization: `Bearer ${token}` } })
  expect(scraped.status).toBe(200)
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByText('Prometheus <script>', { exact: true }).waitFor()
  expect(await page.content()).not.toContain(token)
  await forgetShifts(page)
  await expectClean(page)
  await page.getByRole('button', { name: 'Revoke Prometheus <script>' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
  await page.getByText('No tokens').waitFor()
  await page.close()
})

test('a link leaves the address bar and the history at once, also in a tab that has the console open', async () => {
  const page = await browser!.openAs(undefined, await setupLink('another-link'))
  expect(page.url()).toBe(url())
  await page.evaluate(`location.hash = '#setup=spent-long-ago'`)
  await heading(page, 'This link no longer works')
  expect(page.url()).toBe(url())
  await page.getByText('npm run console -- link').waitFor()
  await page.close()
})

test('who mistypes is told so, and a wait is counted down', async () => {
  await signedIn({ url: url(), database }, 'owner', 'someone')
  const page = await browser!.openAs(undefined, '/')
  await page.getByLabel('Name').fill('nobody')
  await page.getByLabel('Password', { exact: true }).fill('never this one')
  let tries = 0
  page.on('request', (request) => void (tries += Number(request.method() === 'POST')))
  await page.keyboard.down('Enter')
  await page.getByRole('alert').getByText('The name or the password is not right.').waitFor()
  // Held down it is one try.
  await page.keyboard.down('Enter')
  await page.keyboard.up('Enter')
  await page.clock.install()
  await database.query(`update console_attempt set failures = 9, retry_at = now() + interval '1 minute'`)
  await press(page, 'Enter')
  await page
    .getByRole('timer')
    .getByText(/in \d+ seconds?\./)
    .waitFor()
  expect(await page.getByRole('button', { name: 'Sign in', exact: true }).isDisabled()).toBe(true)
  expect(tries).toBe(2)
  await page.clock.fastForward(60_000)
  await page.getByRole('button', { name: 'Sign in', exact: true, disabled: false }).waitFor()

  // Who thinks better of a passkey meanwhile can still try the password.
  await database.query(`update console_attempt set failures = 9, retry_at = now() + interval '4 minutes'`)
  await press(page, 'Enter')
  await page.getByRole('timer').waitFor()
  await page.evaluate(`navigator.credentials.get = async () => { throw new DOMException('', 'NotAllowedError') }`)
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await page.getByRole('button', { name: 'Sign in', exact: true, disabled: false }).waitFor()
  await database.query('delete from console_attempt')
  await page.close()
})

test('a language that cannot be loaded leaves the way in as it is', async () => {
  const page = await browser!.openAs(undefined, '/')
  await page.route(/assets\/(?:es|fr)-/, (route) => route.abort())
  const languages = page.getByRole('combobox', { name: 'Language' })
  await languages.selectOption('Français')
  await expect.poll(() => languages.inputValue()).toBe('en')
  await page.evaluate(`localStorage.setItem('chasqui.language', 'es')`)
  await page.reload()
  await heading(page, 'Sign in')
  expect(await page.locator('html').getAttribute('lang')).toBe('en')
  await page.evaluate(`localStorage.removeItem('chasqui.language')`)
  await page.close()
})

test('a page that the browser has kept is asked for again: its holder may have signed out since', async () => {
  const page = await browser!.openAs(await signedIn({ url: url(), database }, 'viewer', 'kept'), '/')
  await database.query(`delete from console_account where name = 'kept'`)
  await page.evaluate(`dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))`)
  await heading(page, 'Sign in')
  await page.close()
})

test('a lost connection is shown, and the page goes on when it is back', async () => {
  const page = await browser!.openAs(await signedIn({ url: url(), database }, 'owner', 'roamer'), '/')
  await page.context().setOffline(true)
  await page.getByRole('link', { name: 'Accounts' }).click()
  await page.getByText('Connection lost, trying again…').waitFor()
  await page.context().setOffline(false)
  await page.getByText('Connected again').waitFor()
  await page.getByText('roamer').last().waitFor()
  await page.close()
})

test('the language that is chosen stays, and a page above the role says whom to ask', async () => {
  const page = await browser!.openAs(await signedIn({ url: url(), database }, 'viewer', 'mira'), '/audit')
  await heading(page, 'Not for your role')
  expect(await page.getByRole('link', { name: 'Accounts' }).count()).toBe(0)
  await opensAndCloses(page)
  await chooseInMenu(page, 'menuitemradio', 'Español')
  await heading(page, 'No es para tu función')
  await page.reload()
  await settled(page)
  await heading(page, 'No es para tu función')
  expect(await page.locator('html').getAttribute('lang')).toBe('es')
  expect(page.faults).toEqual([])

  // Of a service that is not well, the overview loads what is said of failures, and no other texts.
  const loaded: string[] = []
  page.on('request', (request) => loaded.push(request.url()))
  await page.route('**/api/stream*', (route) => route.abort())
  await page.route('**/api/overview', async (route) => {
    const response = await route.fetch()
    const sentences = [{ code: 'host.unreachable', values: { host: 'h', code: 'E' } }]
    const part = { name: 'engine', state: 'failed', detail: 'h cannot be reached (E).', sentences }
    await route.fulfill({
      response,
      json: { ...((await response.json()) as object), worries: [{ kind: 'part', part }] },
    })
  })
  await page.goto(url())
  await page.getByText('No se puede llegar a h (E).').waitFor()
  expect(loaded.filter((address) => /assets\/es-(?!first)/.test(address))).toEqual([
    expect.stringContaining('es-failures-'),
  ])
  await page.close()
})
