import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { sharedChromium, NO_CHROMIUM } from '../kit/chromium.ts'
import { javaScriptBytes, JAVASCRIPT_BYTES_MAX } from '../kit/console-browser.ts'
import { signedIn } from '../kit/console.ts'
import { startModelHost } from '../kit/model-host.ts'
import { startRunning } from '../kit/product.ts'
import type { Benchmark, Figure, Result } from './benchmark.ts'
import { median, percentile } from './statistics.ts'

const ROUNDS = 20
const RATIO_MAX = 3
/** Of a press, once the page can be used. */
const ANSWER_MS_MAX = 1_000

export const consolePage: Benchmark = {
  about: `sign-in and the overview in Chromium, and an empty page of another server, in turn; ${ROUNDS} times each, from the
  navigation to the frame in which it can be used: by a browser that has never been there, and by one that has`,
  run: measured,
}

/** Without replies the overview has no plots to draw. */
const DRAWN = `insert into usage_rollup (span, starts_at, turns, people, first_words, blocks)
  values ('hour', date_trunc('hour', now()), '{"answered": 1}', 1, '[]', '{}')`

type Opened = {
  readonly url: string
  readonly cookie?: string | undefined
  /** What is there when it can be used, and what once all of it has been loaded. */
  readonly ready: string
  readonly whole: string
  /** A button that then takes a press, and the attribute that says so. */
  readonly answers?: { readonly button: string; readonly attribute: string }
}
type Times = Readonly<Record<'first' | 'again', number[]>>

async function measured(): Promise<Result> {
  const browser = await sharedChromium()
  if (browser === undefined) return { figures: [], notes: [NO_CHROMIUM] }
  const host = await startModelHost()
  const running = await startRunning({ host })
  const empty = await serveEmptyPage()
  try {
    const url = running.app.consoleUrl ?? ''
    const database = await running.database()
    const { cookie } = await signedIn({ url, database }, 'owner')
    await database.query(DRAWN)
    const pages = {
      empty: { url: empty.url, ready: 'h1', whole: 'h1' },
      'sign-in': {
        url,
        ready: 'input[autocomplete=username]',
        whole: 'input',
        answers: { button: 'form button[aria-label]', attribute: 'aria-pressed' },
      },
      overview: {
        url,
        cookie,
        ready: 'main h2',
        whole: 'canvas',
        answers: { button: 'header button[aria-haspopup=menu]', attribute: 'aria-expanded' },
      },
    }
    return { figures: await compared(browser, pages) }
  } finally {
    await browser.close()
    await running[Symbol.asyncDispose]()
    await host.close()
    empty.close()
  }
}

async function compared(browser: Browser, pages: Readonly<Record<string, Opened>>): Promise<Figure[]> {
  const times = Object.fromEntries(Object.keys(pages).map((name): [string, Times] => [name, { first: [], again: [] }]))
  const bytes: Record<string, number> = {}
  for (let round = -1; round < ROUNDS; round += 1) {
    for (const [name, opened] of Object.entries(pages)) {
      const { first, again, javaScript } = await timesOf(browser, opened)
      bytes[name] = javaScript
      if (round < 0) continue
      times[name]?.first.push(first)
      times[name]?.again.push(again)
    }
  }
  const { empty = { first: [], again: [] }, ...ours } = times
  return [
    { name: 'an empty page, p50', value: median(empty.again), unit: 'ms' },
    ...Object.entries(ours).flatMap(([name, { first, again }]): Figure[] => [
      {
        name: `${name}: JavaScript, as gzip`,
        value: bytes[name] ?? 0,
        unit: 'bytes',
        target: { atMost: JAVASCRIPT_BYTES_MAX },
      },
      { name: `${name}: can be used, p50`, value: median(again), unit: 'ms' },
      { name: '  p95', value: percentile(again, 0.95), unit: 'ms' },
      {
        name: '  beside an empty page',
        value: median(again) / median(empty.again),
        unit: '×',
        target: { atMost: RATIO_MAX },
      },
      { name: `${name}: opened for the first time, p50`, value: median(first), unit: 'ms' },
      {
        name: '  beside an empty page',
        value: median(first) / median(empty.first),
        unit: '×',
        target: { atMost: RATIO_MAX },
      },
    ]),
  ]
}

/** In a browser that has never been there, and once more in the same. */
async function timesOf(browser: Browser, { url, cookie, ready, whole, answers }: Opened) {
  const context = await browser.newContext({ reducedMotion: 'reduce' })
  try {
    const [name = '', value = ''] = cookie?.split('=') ?? []
    if (cookie !== undefined) await context.addCookies([{ name, value, url, httpOnly: true, sameSite: 'Strict' }])
    const page = await context.newPage()
    const opened = async () => {
      await page.goto(url, { waitUntil: 'commit' })
      const usableMs = await page.evaluate<number>(usableAt(ready))
      if (answers && !(await page.evaluate<boolean>(pressed(answers))))
        throw new Error(`${ready} is there and takes no press`)
      return usableMs
    }
    const first = await opened()
    await page.locator(whole).first().waitFor()
    const javaScript = await javaScriptBytes(page)
    return { first, javaScript, again: await opened() }
  } finally {
    await context.close()
  }
}

/** Since the navigation began, until what is looked for is there, drawn, and a task of the page would run. */
const usableAt = (ready: string) => `new Promise((resolve) => {
  const look = () => {
    if (document.querySelector(${JSON.stringify(ready)}) === null) return requestAnimationFrame(look)
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now())))
  }
  look()
})`

/** A press that came before its script was there would be lost. What it opens may be loaded by it, and come later. */
const pressed = ({ button, attribute }: NonNullable<Opened['answers']>) => `new Promise((resolve) => {
  const button = document.querySelector(${JSON.stringify(button)})
  button?.click()
  const untilMs = performance.now() + ${ANSWER_MS_MAX}
  const look = () => {
    const isAnswered = button?.getAttribute(${JSON.stringify(attribute)}) === 'true'
    if (isAnswered || performance.now() > untilMs) resolve(isAnswered)
    else setTimeout(look)
  }
  look()
})`

async function serveEmptyPage(): Promise<{ readonly url: string; close(): void }> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>Empty</title><h1>Empty</h1>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/`,
    close: () => void server.close(),
  }
}
