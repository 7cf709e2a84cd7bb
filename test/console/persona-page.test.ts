import { readFile } from 'node:fs/promises'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  expectClean,
  expectFitsNarrow,
  openConsoleBrowser,
  tabTo,
  type ConsoleBrowser,
  forgetShifts,
} from '../kit/console-browser.ts'
import { signedIn, type Operator } from '../kit/console.ts'
import { startModelHost, type ModelHost } from '../kit/model-host.ts'
import { startProduct, type Product } from '../kit/product.ts'

const SAMPLE = 'engine/models/tiny-scout/samples/01.jpg'

let host: ModelHost
let product: Product
let database: pg.Client
let operator: Operator
let colleague: Operator
let browser: ConsoleBrowser | undefined
beforeAll(async () => {
  host = await startModelHost({
    hasEyes: true,
    answer: ({ text, last, pictures }) => {
      if (last.includes('answer me badly'))
        return 'First comes a plain sentence that is long enough to be shown, and then the bomb.'
      const [, name = ''] = /You are (.*?), a/.exec(text) ?? []
      return `I am ${name}. You said: ${last}. I see ${pictures} pictures.`
    },
  })
  product = await startProduct({ host })
  database = await product.database()
  const url = product.app.consoleUrl ?? ''
  operator = await signedIn({ url, database }, 'operator')
  colleague = await signedIn({ url, database }, 'operator', 'Bea')
  browser = await openConsoleBrowser(url)
})
afterAll(async () => {
  await browser?.close()
  await product[Symbol.asyncDispose]()
  await host.close()
})

test('an operator writes a persona, tries it, is told that it is blocked, meets a conflict, and brings an old one back', async (context) => {
  if (browser === undefined) return context.skip('there is no Chromium here')
  const page = await browser.openAs(operator, '/persona')
  const button = (name: string | RegExp) => page.getByRole('button', { name })
  await page.getByText('Nothing has been changed yet').waitFor()

  await tabTo(page, 'textbox', 'Name')
  await page.keyboard.type('Mila')
  await page.getByLabel('Tone').fill('Cheerful and brief. Loves <b>boats</b>.')
  await page.getByText(/^1\d of 120 tokens$/).waitFor()
  await button('Ask').click()
  await page.getByText(/I am Mila\. You said: Hello!/).waitFor()
  await page.getByText('Answered', { exact: true }).waitFor()
  await button('Save').click()
  await page.getByText('Saved. It holds').waitFor()
  await page.getByText('Version 1').waitFor()

  await page.getByLabel('Tone').fill('Speaks of the bomb.')
  await button('Save').click()
  await page
    .getByRole('alert')
    .getByText(/blocked that.*S9 Indiscriminate weapons/)
    .waitFor()

  await colleague.send('PUT', '/api/persona', { seen: 1, name: 'Nora', tone: 'Calm and brief.' })
  await page.getByLabel('Tone').fill('Very cheerful and brief.')
  await button('Save').click()
  await page.getByText('Calm and brief.').first().waitFor()
  expect(await page.getByLabel('Tone').inputValue()).toBe('Very cheerful and brief.')
  await button('Save').click()
  await page.getByText('Version 3').waitFor()

  await button('Bring back version 2').click()
  await page.getByText('Version 4').waitFor()
  expect(await page.getByLabel('Name').inputValue()).toBe('Nora')
  // The browser notes that it was refused.
  await forgetShifts(page)
  expect(page.faults.splice(0)).toEqual([expect.stringContaining('422'), expect.stringContaining('409')])
  await expectClean(page)
  await expectFitsNarrow(page)
}, 30_000)

test('an operator asks with pictures and stops an answer; a blocked one says why, and nothing of it is stored', async (context) => {
  if (browser === undefined) return context.skip('there is no Chromium here')
  const page = await browser.openAs(operator, '/playground')
  const button = (name: string | RegExp) => page.getByRole('button', { name })
  await page.getByLabel('Message').fill('what is this?')
  const picture = { name: '<img src=x onerror=alert(1)>.jpg', mimeType: 'image/jpeg', buffer: await readFile(SAMPLE) }
  await page.locator('input[type=file]').setInputFiles([picture, picture])
  await page.getByLabel('Message').press('Control+Enter')
  await page.getByText(/I see 2 pictures\./).waitFor()
  await page.getByText('Answered', { exact: true }).waitFor()
  await page.getByRole('table').last().getByText('llama-guard').first().waitFor()
  await forgetShifts(page)
  await expectClean(page)

  await page.getByLabel('Message').fill('answer me badly')
  await button('Ask').click()
  await page.getByText('The answer was blocked').waitFor()
  await page.getByText('S9 Indiscriminate weapons').first().waitFor()

  host.fail('chat', { type: 'pause', afterWords: 40, go: new Promise(() => undefined) })
  await page.getByLabel('Message').fill(`say this: ${'many words '.repeat(40)}`)
  await button('Ask').click()
  await page.getByText('Writing…').waitFor()
  await button('Stop').click()
  await page.getByText('You stopped it.').waitFor()
  await expect.poll(() => host.inFlight).toBe(0)
  expect((await database.query('select from turn')).rowCount).toBe(0)
}, 30_000)
