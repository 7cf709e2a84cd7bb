import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectClean, openConsoleBrowser, settled, type ConsoleBrowser, forgetShifts } from '../kit/console-browser.ts'
import { signedIn, type Operator } from '../kit/console.ts'
import { startModelHost, type ModelHost } from '../kit/model-host.ts'
import { startProduct, type Product } from '../kit/product.ts'

const NAME = `<img src=x onerror=alert(1)>\u202EMia ${'ö'.repeat(40)}`

let host: ModelHost
let product: Product
let database: pg.Client
let owner: Operator
let browser: ConsoleBrowser | undefined
beforeAll(async () => {
  host = await startModelHost()
  product = await startProduct({ host, env: { CHASQUI_ACCESS: 'pairing' } })
  database = await product.database()
  const url = product.app.consoleUrl ?? ''
  owner = await signedIn({ url, database }, 'owner')
  await database.query(
    `insert into deletion_receipt (id, asked_by, asked_at) values ('given-up', 'console', now() - interval '9 days')`,
  )
  browser = await openConsoleBrowser(url)
})
afterAll(async () => {
  await browser?.close()
  await product[Symbol.asyncDispose]()
  await host.close()
})

test('an operator approves a code, blocks, sets limits, edits and forgets a memory, and deletes the person', async (context) => {
  if (browser === undefined) return context.skip('there is no Chromium here')
  const mia = product.person(NAME)
  mia.sends('hello')
  await mia.hears(/[A-Z0-9]{8}/)
  await product.settled()

  const page = await browser.openAs(owner, '/people')
  const button = (name: string | RegExp) => page.getByRole('button', { name })
  await button(/^Approve /).click()
  await mia.hears(/let in. Write/)
  await page.getByText('Approved').waitFor()
  await page.getByLabel('Search').fill('onerror')
  await expectClean(page)
  await page.getByRole('link', { name: /Mia/ }).click()
  await page.getByRole('heading', { level: 1, name: /Mia/ }).waitFor()
  await page.reload()
  await settled(page)
  await expectClean(page)

  await page.getByLabel('Messages at once').fill('5')
  await button('Save').click()
  await page.getByText('Changed', { exact: false }).first().waitFor()
  mia.sends('/remember I like saffron')
  await mia.hears(/saffron/)
  await button('Show memories').click()
  await button(/^Edit memory/).click()
  await page.getByLabel('What is remembered').fill('I like <b>tea</b>')
  await page
    .locator('form', { has: page.getByLabel('What is remembered') })
    .getByRole('button', { name: 'Save' })
    .click()
  await page.getByText('I like <b>tea</b>').waitFor()
  await page.getByText('Edited by an operator', { exact: false }).waitFor()
  await forgetShifts(page)
  await expectClean(page)
  await button(/^Forget memory/).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Forget' }).click()
  await page.getByText('Nothing is remembered').waitFor()

  await button('Block this person').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Block' }).click()
  await button('Unblock this person').click()
  await button('Block this person').waitFor()

  await button('Delete').click()
  await page.getByLabel('Type DELETE to confirm').fill('DELETE')
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('cell', { name: 'Memory settings' }).waitFor()
  // What is left is the receipt: nothing more can be done.
  expect(await page.getByRole('main').getByRole('button').allInnerTexts()).toEqual(['Download as JSON'])
  const saving = page.waitForEvent('download')
  await button('Download as JSON').click()
  expect((await saving).suggestedFilename()).toMatch(/^chasqui-deletion-.*\.json$/)
  await page.goto(new URL('/memory', product.app.consoleUrl).href)
  await settled(page)
  await page.getByText('Asked for in this console').first().waitFor()
  await expectClean(page)
  await page.getByRole('button', { name: 'Try again: receipt given-up' }).click()
  await page.getByText('Open the person and delete them again', { exact: false }).waitFor()
}, 30_000)

test('a link with pieces of a path in it leads to no other route of the API', async (context) => {
  if (browser === undefined) return context.skip('there is no Chromium here')
  const page = await browser.openAs(owner, '/people')
  const asked = new Set<string>()
  page.on('request', (request) => asked.add(new URL(request.url()).pathname))
  for (const made of ['..%2f..%2fassets', 'x%23', '%252e%252e']) {
    await page.goto(new URL(`people/${made}`, product.app.consoleUrl).href)
    await page.getByRole('alert').waitFor()
  }
  const ofPeople = [...asked].filter((path) => path.startsWith('/api/people'))
  expect(ofPeople).toEqual(['..%2F..%2Fassets', 'x%23', '%252e%252e'].map((id) => `/api/people/${id}`))
  await page.close()
})
