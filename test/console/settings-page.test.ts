import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  expectClean,
  expectFitsNarrow,
  expectReadable,
  openConsoleBrowser,
  settled,
  tabTo,
  type ConsoleBrowser,
  forgetShifts,
} from '../kit/console-browser.ts'
import { signedIn, type Operator } from '../kit/console.ts'
import { startModelHost, type ModelHost } from '../kit/model-host.ts'
import { startProduct, type Product } from '../kit/product.ts'

let host: ModelHost
let product: Product
let database: pg.Client
let operator: Operator
let viewer: Operator
let browser: ConsoleBrowser | undefined
beforeAll(async () => {
  host = await startModelHost()
  product = await startProduct({ host, env: { META_VERIFY_TOKEN: 'of-the-environment' } })
  database = await product.database()
  const url = product.app.consoleUrl ?? ''
  operator = await signedIn({ url, database }, 'operator')
  viewer = await signedIn({ url, database }, 'viewer')
  browser = await openConsoleBrowser(url)
})
afterAll(async () => {
  await browser?.close()
  await product[Symbol.asyncDispose]()
  await host.close()
})

test('an operator finds a setting, changes it, undoes it, meets a colleague, sets a secret, reads the log', async (context) => {
  if (browser === undefined) return context.skip('there is no Chromium here')
  const page = await browser.openAs(operator, '/settings')
  const row = (key: string) => page.locator(`[data-setting="${key}"]`)
  const button = (key: string, name: string | RegExp) => row(key).getByRole('button', { name })
  expect(await row('meta.verifyToken').textContent()).toContain('META_VERIFY_TOKEN in the environment sets it')
  expect(await button('meta.verifyToken', /Edit/).count()).toBe(0)
  expect(await row('guard.mode').textContent()).toContain('Not set here')

  const bar = page.getByRole('region', { name: 'Changes' })
  const save = bar.getByRole('button', { name: 'Save' })
  const search = page.getByLabel('Search settings')
  const now = () => product.app.settings.current()
  const field = (key: string) => page.locator(`[id="setting-${key}"]`)

  await search.fill('late message hours')
  await row('limits.person.burst').waitFor({ state: 'detached' })
  await tabTo(page, 'button', 'Edit messages.answerHours')
  await page.keyboard.press('Enter')
  const hours = field('messages.answerHours')
  await hours.fill('many')
  await page.keyboard.press('Enter')
  await row('messages.answerHours')
    .getByText(/Type a number: 1 to/)
    .waitFor()
  expect(await save.isDisabled()).toBe(true)
  await hours.fill('48')

  // Others are changed with it, in one save, and all of it is undone together.
  await search.fill('limits.person')
  await button('limits.person.burst', /Edit/).click()
  await field('limits.person.burst').fill('7')
  await bar.getByText('2 unsaved changes').waitFor()
  await page.keyboard.press('Enter')
  await bar.getByText('Saved: messages.answerHours, limits.person.burst').waitFor()
  expect([now().messages.answerHours, now().limits.person.burst]).toEqual([48, 7])
  await bar.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('Undone.').waitFor()
  expect([now().messages.answerHours, now().limits.person.burst]).toEqual([24, 30])

  // What needs another setting says so beside its field, and leads there.
  await search.fill('memory.embedder')
  await button('memory.embedder', /Edit/).click()
  await field('memory.embedder').selectOption({ label: 'A model of this machine (model)' })
  await save.click()
  await row('memory.embedder')
    .getByText(/needs memory\.embedModel/)
    .waitFor()
  await row('memory.embedder').getByRole('button', { name: 'Edit memory.embedModel' }).click()
  await field('memory.embedModel').and(page.locator(':focus')).waitFor()
  await page.keyboard.type('embeddinggemma-300m')
  expect(page.url()).toContain('show=unsaved')
  await page.keyboard.press('Enter')
  await page.getByText('2 changes wait for the next start').waitFor()
  await bar.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('2 changes wait').waitFor({ state: 'detached' })
  await page.getByLabel('Show', { exact: true }).selectOption('all')

  // A colleague is faster, and what was typed stays.
  await search.fill('messages.answerHours')
  await button('messages.answerHours', /^Edit/).click()
  await hours.fill('12')
  const [{ revision } = { revision: -1 }] = (await product.app.settings.list()).filter(
    ({ key }) => key === 'messages.answerHours',
  )
  await product.app.settings.change([{ key: 'messages.answerHours', value: 36, revision }], 'colleague')
  await save.click()
  await row('messages.answerHours').getByRole('alert').getByText('36').waitFor()
  expect(await hours.inputValue()).toBe('12')

  // Neither another page nor a lost connection loses it, and closing the window asks.
  await page.getByRole('link', { name: 'Overview', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
  await page.goBack()
  await hours.waitFor()
  expect(await hours.inputValue()).toBe('12')
  const asking = page.waitForEvent('dialog')
  // It returns once the question was answered.
  const reloading = page.evaluate('location.reload()')
  const dialog = await asking
  expect(dialog.type()).toBe('beforeunload')
  await dialog.dismiss()
  await reloading
  expect(await hours.inputValue()).toBe('12')
  await page.route('**/api/session', (route) => route.abort())
  await page.route('**/api/settings', async (route) => {
    if (route.request().method() !== 'PUT') return route.continue()
    // It arrives, and its answer does not.
    await route.fetch()
    return route.abort()
  })
  await save.click()
  await bar.getByText('What you typed is still here', { exact: false }).waitFor()
  await page.unroute('**/api/session')
  // What had arrived is no draft any more.
  await hours.waitFor({ state: 'detached' })
  await page.unroute('**/api/settings')
  expect(now().messages.answerHours).toBe(12)
  await button('messages.answerHours', /^Edit/).click()
  await button('messages.answerHours', 'Use the default again: 24').click()
  await save.click()
  await bar.getByText('Saved: messages.answerHours').waitFor()
  expect(now().messages.answerHours).toBe(24)

  // Shorter retention deletes, so it is asked once more.
  await search.fill('media.keepDays')
  await button('media.keepDays', /^Edit/).click()
  await field('media.keepDays').fill('3')
  await save.click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  expect(now().media.keepDays).toBe(30)
  await save.click()
  await page.getByRole('dialog').getByRole('button', { name: 'Shorten and delete' }).click()
  await row('media.keepDays').getByText('Console').waitFor()

  await search.fill('memory.remoteModel')
  await button('memory.remoteModel', /^Edit/).click()
  await field('memory.remoteModel').fill(`<script>alert(1)</script> \u202E ${'😀'.repeat(1_000)}`)
  await save.click()
  await row('memory.remoteModel').getByText('expected a text without control characters').waitFor()
  await field('memory.remoteModel').fill('<script>alert(1)</script>')
  await search.fill('engine.key')
  await button('engine.key', /^Edit/).click()
  await field('engine.key').fill('canary-of-a-key')
  await save.click()
  await row('engine.key').getByText('Set; never shown').waitFor()
  await search.fill('memory.remoteModel')
  await row('memory.remoteModel').getByText('<script>alert(1)</script>').waitFor()
  await page.getByText('2 changes wait for the next start').waitFor()
  expect(await page.content()).not.toContain('canary')
  // What was refused above, the one that a colleague came before, and what was lost.
  expect(page.faults.splice(0).filter((fault) => !/status of 4(?:00|09)|ERR_FAILED/.test(fault))).toEqual([])
  await forgetShifts(page)
  await expectClean(page)
  await search.fill('')
  await page.getByLabel('Show', { exact: true }).selectOption('console')
  await page
    .getByRole('navigation', { name: 'Section' })
    .getByRole('button', { name: /^Pictures/ })
    .click()
  await row('engine.key').waitFor({ state: 'detached' })
  expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({ show: 'console', section: 'media' })

  await page.getByRole('tab', { name: 'Log' }).click()
  await forgetShifts(page)
  await settled(page)
  await page.getByLabel('Text').fill('no such line')
  await page.getByText('No lines').waitFor()
  await expectFitsNarrow(page)
  await expectClean(page)
  await expectReadable(page, 'dark')
}, 60_000)

test('a viewer sees what it is made of, and no settings', async () => {
  if (browser === undefined) return
  const page = await browser.openAs(viewer, '/settings', { locale: 'es-ES' })
  expect(await page.getByRole('tab').allTextContents()).toEqual(['Acerca de'])
  await page.getByText('Apache-2.0').first().waitFor()
  await page.getByRole('button', { name: /^Mostrar los/ }).click()
  await page.getByRole('cell', { name: 'zod', exact: true }).first().waitFor()
  await forgetShifts(page)
  await expectClean(page)
})
