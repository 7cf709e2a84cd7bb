import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { sharedChromium, NO_CHROMIUM } from '../kit/chromium.ts'
import { startProduct, type Product } from '../kit/product.ts'

const SAMPLE = path.resolve(import.meta.dirname, '../../engine/models/tiny-scout/samples/03.jpg')
const STORY = 'An orange star, a yellow cross and a green cross on a white background.'

let browser: Browser | undefined
let product: Product
let page: Page

beforeAll(async () => {
  browser = await sharedChromium()
  product = await startProduct()
  await product.app.engine.ready(AbortSignal.timeout(20_000))
}, 60_000)

afterAll(async () => {
  for (const context of browser?.contexts() ?? []) await context.close()
  await product[Symbol.asyncDispose]()
})

beforeEach(async ({ skip }) => {
  if (browser === undefined) return skip(NO_CHROMIUM)
  page = await (await browser.newContext({ locale: 'en-GB', viewport: { width: 900, height: 700 } })).newPage()
  await page.goto(product.app.url ?? '')
})

const says = async (text: string) => {
  await page.getByLabel('Write a message').fill(text)
  await page.keyboard.press('Enter')
}
const hears = (text: string) => page.getByRole('log').getByText(text, { exact: true }).waitFor()

test('a new visitor says hi, asks about a picture, asks on, and finds it all again after a reload', async () => {
  await says('hi')
  await hears('Hello! How can I help you?')
  await page.locator('input[type=file]').setInputFiles(SAMPLE)
  await says('what is in this picture?')
  await hears(STORY)
  await says('what colour is the background?')
  await hears('The background is white.')
  await page.reload()
  await hears(STORY)
  await page.getByRole('log').locator('img').waitFor()
  expect(await page.getByRole('log').locator('li').count()).toBe(6)
})

test('the page says which model answers, that its guard is a demonstration, and nothing of others', async () => {
  await page.getByText('tiny-scout', { exact: true }).waitFor()
  await page.getByText('Demo guard').waitFor()
  expect(await page.getByRole('log').locator('li').count()).toBe(0)
})
