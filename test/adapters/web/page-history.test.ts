import type { Route } from 'playwright-core'
import { beforeEach, expect, test } from 'vitest'
import { chromiumPage } from './chromium-page.ts'

const chromium = chromiumPage()
const PAGE_LENGTH = 20
/** What was said, oldest first. */
let said: string[]
/** Older pages are handed out one by one: each time this is called, one of them. */
let handOut: () => void
let askedFor: (string | null)[]

const sayings = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => `message number ${from + at}`)

function entryOf(text: string) {
  const number = Number(text.split(' ').at(-1))
  const isOwn = number % 2 === 0
  const kind = isOwn ? 'message' : 'answer'
  return { from: isOwn ? 'person' : 'bot', id: `id-${number}`, text, pictureIds: [], kind, atMs: number }
}

/** The service as it hands out its history: the newest page first, older ones by the cursor that came with it. */
async function serveHistory() {
  const waiting: (() => void)[] = []
  let handedOut = 0
  handOut = () => {
    const next = waiting.shift()
    if (next) next()
    else handedOut += 1
  }
  await chromium.page.route('**/api/history*', async (route) => {
    const before = new URL(route.request().url()).searchParams.get('before')
    askedFor.push(before)
    if (before !== null && handedOut === 0) await new Promise<void>((resolve) => void waiting.push(resolve))
    else if (before !== null) handedOut -= 1
    const end = before === null ? said.length : said.indexOf(before)
    const start = Math.max(0, end - PAGE_LENGTH)
    const entries = said.slice(start, end).map(entryOf)
    await route.fulfill({ json: start > 0 ? { entries, older: said[start] } : { entries } })
  })
}

beforeEach(async () => {
  said = sayings(0, 50)
  askedFor = []
  await serveHistory()
  await chromium.page.reload()
  await chromium.answer('message number 49').waitFor()
})

const texts = () => chromium.page.locator('#log .bubble').allInnerTexts()
const older = () => chromium.page.getByRole('button', { name: 'Show earlier messages' })

/** As with a wheel; resolves when the scrolling has ended. */
async function scrollUp(pixels: number) {
  const { page } = chromium
  const ended = page.evaluate(`new Promise((resolve) => {
    document.querySelector('#scroll').addEventListener('scrollend', resolve, { once: true })
  })`)
  await page.mouse.move(200, 300)
  await page.mouse.wheel(0, -pixels)
  await ended
}

const placeOf = (text: string) => chromium.answer(text).evaluate((node) => Math.round(node.getBoundingClientRect().y))

test.each([
  ['in the middle', 300],
  ['at the top', 5_000],
])(
  'the newest messages come first, older ones as the reader goes up, who %s goes on seeing the same',
  async (_where, up) => {
    expect(await texts()).toEqual(sayings(30, 50))
    await scrollUp(up)
    await expect.poll(() => older().getAttribute('aria-busy')).toBe('true')
    const before = await placeOf('message number 33')
    handOut()
    await chromium.answer('message number 10').waitFor()
    // Messages have heights with fractions of a pixel.
    expect(Math.abs((await placeOf('message number 33')) - before)).toBeLessThanOrEqual(1)
    expect(await texts()).toEqual(sayings(10, 50))
    await scrollUp(5_000)
    handOut()
    await chromium.answer('message number 0').waitFor()
    expect(await texts()).toEqual(said)
    expect(await older().count()).toBe(0)
    expect(askedFor.filter((cursor) => cursor !== null)).toEqual(['message number 30', 'message number 10'])
    expect(chromium.faults).toEqual([])
  },
)

test('with the keyboard older messages are a button away, and the first of them has the focus then', async () => {
  await chromium.page.evaluate(`document.getElementById('older').focus({ preventScroll: true })`)
  await chromium.page.keyboard.press('Enter')
  handOut()
  await chromium.answer('message number 10').waitFor()
  expect(await chromium.page.evaluate('document.activeElement.textContent')).toMatch(/message number 10$/)
})

test('while too much is being read the page says so, and shows what was said as soon as it may', async () => {
  const { page } = chromium
  const HISTORY = '**/api/history*'
  const refuse = (route: Route) => route.fulfill({ status: 429, json: { error: 'too-many-reads' } })
  await page.clock.install()
  await page.route(HISTORY, refuse)
  await page.reload()
  await page.getByText('Too much is being read here at once.').waitFor()
  expect(await texts()).toEqual([])
  await page.unroute(HISTORY, refuse)
  await page.clock.runFor(5_000)
  await chromium.answer('message number 49').waitFor()
  await page.getByText('Too much is being read').waitFor({ state: 'hidden' })
})

test('after a break, what was said meanwhile follows what is there; what older pages brought stays', async () => {
  await scrollUp(5_000)
  handOut()
  await chromium.answer('message number 10').waitFor()
  said = sayings(0, 60)
  await chromium.page.evaluate(`dispatchEvent(new Event('online'))`)
  await chromium.answer('message number 59').waitFor()
  expect(await texts()).toEqual(sayings(10, 60))
})

test('after so long a break that something may be missing in between, the history begins anew', async () => {
  const { page } = chromium
  await page.route('**/api/messages', (route) => route.abort())
  await chromium.writes('not sent yet')
  await page.getByText('Sending…').waitFor()
  said = sayings(0, 90)
  await page.evaluate(`dispatchEvent(new Event('online'))`)
  await chromium.answer('message number 89').waitFor()
  expect(await texts()).toEqual([...sayings(70, 90), 'not sent yet'])
  await scrollUp(5_000)
  handOut()
  await chromium.answer('message number 50').waitFor()
  expect(await texts()).toEqual([...sayings(50, 90), 'not sent yet'])
})
