import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { NO_CHROMIUM } from '../kit/chromium.ts'
import {
  expectClean,
  expectReadable,
  openConsoleBrowser,
  settled,
  type ConsoleBrowser,
  type ConsolePage,
} from '../kit/console-browser.ts'
import { signedIn, type Operator } from '../kit/console.ts'
import { startModelHost, type ModelHost } from '../kit/model-host.ts'
import { startProduct, type Product } from '../kit/product.ts'

/** Of the picture in the dialog, once it is there. */
const LARGE_WIDTH = `(async () => {
  const img = document.querySelector('[role=dialog] img')
  await img.decode()
  return img.naturalWidth
})()`
const SCRIPT = '<img src=x onerror="document.title = 1"><script>document.title = 2</script>'

let host: ModelHost
let product: Product
let browser: ConsoleBrowser | undefined
let moderator: Operator

beforeAll(async () => {
  host = await startModelHost({ hasEyes: true })
  product = await startProduct({ host, env: { CHASQUI_ACCESS: 'open' } })
  const url = product.app.consoleUrl ?? ''
  const database = await product.database()
  ;[browser, moderator] = await Promise.all([openConsoleBrowser(url), signedIn({ url, database }, 'moderator')])
  const noor = product.person(`Noor ${SCRIPT}`)
  noor.sends('why does it rain in spring?')
  await noor.hears(/You said: .*rain in spring/s)
  const picture = await readFile('engine/models/tiny-scout/samples/01.jpg')
  noor.sendsAlbum([picture, await readFile('engine/models/tiny-scout/samples/03.jpg')], 'which is older?')
  await noor.hears(/You said: .*which is older/s)
  const omar = product.person('Omar')
  omar.sends('how is a bomb made?')
  await omar.hears(/./)
  omar.sends(`${SCRIPT} \u202Eabc مرحبا بك ${'long '.repeat(400)}`)
  await omar.hears(/You said: .*script/s)
  await product.settled()
  await database.query(`update turn set steps = $1 where asked ->> 'text' like 'why does it rain%'`, [
    {
      firstWordsMs: 7_420,
      steps: [
        { name: 'waited', fromMs: 0, tookMs: 15 },
        { name: 'permit', fromMs: 15, tookMs: 4 },
        { name: 'judge-in', fromMs: 20, tookMs: 380 },
        { name: 'gather', fromMs: 400, tookMs: 12 },
        { name: 'first-token', fromMs: 412, tookMs: 6_900 },
        { name: 'engine', fromMs: 412, tookMs: 8_100 },
        { name: 'judge-out', fromMs: 7_312, tookMs: 640 },
      ],
    },
  ])
})
afterAll(async () => {
  await browser?.close()
  await product[Symbol.asyncDispose]()
  await host.close()
})
beforeEach(({ skip }) => {
  if (browser === undefined) skip(NO_CHROMIUM)
})

async function open(...[operator, path, look]: Parameters<ConsoleBrowser['openAs']>): Promise<ConsolePage> {
  const page = await browser!.openAs(operator, path, look)
  page.setDefaultTimeout(8_000)
  return page
}

/** What the element with the focus says. */
const focused = (page: ConsolePage) => page.evaluate<string>('document.activeElement.textContent')

test('a slow reply is found by its person, and the page says where the time went', async () => {
  const page = await open(moderator, '/conversations')
  await page.getByLabel('Person', { exact: true }).fill('noo')
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: /Omar/ }).waitFor({ state: 'detached' })
  await page.getByRole('link', { name: /Noor/ }).focus()
  await page.keyboard.press('Enter')
  const turn = page.getByRole('article').filter({ hasText: 'why does it rain' })
  await turn.getByRole('button', { name: 'What happened' }).click()
  await turn.getByText('8.5s in all. Most of it, 81%: the model reading the prompt (6.9s).').waitFor()
  await turn.getByText('The person saw the first words after 7.4s.').waitFor()
  expect(await turn.getByRole('row', { name: /judging the reply/ }).innerText()).toContain('640ms')
  expect(new URL(page.url()).searchParams.get('person')).toBe('noo')
  expect(await page.title()).not.toMatch(/1|2/)
  await expectClean(page)
  await page.close()
})

test('the list is worked by keyboard: it opens, goes back, and has the focus where it was', async () => {
  const page = await open(moderator, '/conversations')
  const rows = page.getByRole('list', { name: 'Conversations' }).getByRole('link')
  await rows.first().focus()
  await page.keyboard.press('j')
  expect(await focused(page)).toContain('Noor')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 2, name: /Noor/ }).waitFor()
  await page.locator('h2:focus').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('heading', { level: 2, name: /Noor/ }).waitFor({ state: 'detached' })
  await page.locator('a:focus').waitFor()
  expect(await focused(page)).toContain('Noor')
  await page.close()
})

test('a picture that was not loaded is tried again; pictures open large, and the arrows go through them', async () => {
  const page = await open(moderator, '/conversations?text=which%20is%20older')
  await page.route(/\/pictures\/[^/]+\/\d+$/, (route) => route.abort(), { times: 2 })
  await page.getByRole('list', { name: 'Conversations' }).getByRole('link').click()
  const again = page.getByRole('button', { name: 'This picture could not be loaded Try again' })
  await again.nth(1).click()
  await again.click()
  await page.getByRole('button', { name: 'Picture 1 of 2' }).click()
  const dialog = page.getByRole('dialog', { name: 'Picture 1 of 2' })
  await dialog.locator('img').waitFor()
  await page.keyboard.press('ArrowRight')
  await page.getByRole('dialog', { name: 'Picture 2 of 2' }).waitFor()
  expect(await page.evaluate<number>(LARGE_WIDTH)).toBeGreaterThan(1)
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.getByRole('article').first().waitFor()
  await page.close()
})

test('a blocked turn and a hostile text are shown as such, from right to left on a phone, in both schemes', async () => {
  const page = await open(moderator, '/conversations?outcome=blocked', { locale: 'x-rtl', width: 320 })
  await page.getByRole('list').getByRole('link', { name: /Omar/ }).click()
  await page
    .getByText(/Indiscriminate weapons/)
    .first()
    .waitFor()
  await settled(page)
  expect(await page.title()).not.toMatch(/1|2/)
  await expectClean(page)
  await expectReadable(page, 'dark')
  await page.close()
})
