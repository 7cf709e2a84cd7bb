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

  await page.getByLabel('Search settings').fill('late message hours')
  await row('limits.person.burst').waitFor({ state: 'detached' })
  await tabTo(page, 'button', 'Edit messages.answerHours')
  await page.keyboard.press('Enter')
  const field = page.getByRole('textbox', { name: 'messages.answerHours' })
  await field.fill('many')
  await page.keyboard.press('Enter')
  await row('messages.answerHours')
    .getByText(/Type a number: 1 to/)
    .waitFor()
  expect(await button('messages.answerHours', 'Save').isDisabled()).toBe(true)
  await field.fill('48')
  await page.keyboard.press('Enter')
  await page.getByText('It holds now').waitFor()
  expect(product.app.settings.current().messages.answerHours).toBe(48)
  await button('messages.answerHours', /^Undo/).click()
  await row('messages.answerHours').getByText('Default').waitFor()
  expect(product.app.settings.current().messages.answerHours).toBe(24)

  // A colleague is faster, and what was typed stays.
  await button('messages.answerHours', /^Edit/).click()
  await field.fill('12')
  const [{ revision } = { revision: -1 }] = (await product.app.settings.list()).filter(
    ({ key }) => key === 'messages.answerHours',
  )
  await product.app.settings.change([{ key: 'messages.answerHours', value: 36, revision }], 'colleague')
  await button('messages.answerHours', 'Save').click()
  await row('messages.answerHours').getByRole('alert').getByText('36').waitFor()
  expect(await field.inputValue()).toBe('12')
  await button('messages.answerHours', 'Save').click()
  await field.waitFor({ state: 'detached' })
  expect(product.app.settings.current().messages.answerHours).toBe(12)
  await button('messages.answerHours', /^Edit/).click()
  await button('messages.answerHours', 'Use the default again: 24').click()
  await row('messages.answerHours').getByText('Default').waitFor()

  // Shorter retention deletes, so it is asked once more.
  await page.getByLabel('Search settings').fill('media.keepDays')
  await button('media.keepDays', /^Edit/).click()
  await page.getByRole('textbox', { name: 'media.keepDays' }).fill('3')
  await button('media.keepDays', 'Save').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  expect(product.app.settings.current().media.keepDays).toBe(30)
  await button('media.keepDays', 'Save').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Shorten and delete' }).click()
  await row('media.keepDays').getByText('Console').waitFor()

  await page.getByLabel('Search settings').fill('engine.key')
  await button('engine.key', /^Edit/).click()
  await row('engine.key').locator('input').fill('canary-of-a-key')
  await button('engine.key', 'Save').click()
  await row('engine.key').getByText('Set; never shown').waitFor()
  await row('engine.key').getByText('npm start').waitFor()
  expect(await page.content()).not.toContain('canary')
  // The one that a colleague came before.
  expect(page.faults.splice(0).map((fault) => /status of (\d+)/.exec(fault)?.[1])).toEqual(['409'])
  await page.evaluate('shifts.length = 0')
  await expectClean(page)
  await page.getByLabel('Search settings').fill('')
  await page.getByLabel('Show').selectOption('console')

  await page.getByRole('tab', { name: 'Log' }).click()
  await page.evaluate('shifts.length = 0')
  await settled(page)
  await page.getByLabel('Text').fill('no such line')
  await page.getByText('No lines').waitFor()
  await expectFitsNarrow(page)
  await expectClean(page)
  await expectReadable(page, 'dark')
}, 30_000)

test('a viewer sees what it is made of, and no settings', async () => {
  if (browser === undefined) return
  const page = await browser.openAs(viewer, '/settings', { locale: 'es-ES' })
  expect(await page.getByRole('tab').allTextContents()).toEqual(['Acerca de'])
  await page.getByText('Apache-2.0').first().waitFor()
  await page.getByRole('button', { name: /^Mostrar los/ }).click()
  await page.getByRole('cell', { name: 'zod', exact: true }).first().waitFor()
  await page.evaluate('shifts.length = 0')
  await expectClean(page)
})
