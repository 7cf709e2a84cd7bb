import pg from 'pg'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { OverviewForm, PlotForm } from '#console/api/forms/overview.ts'
import { FIRST_WORDS_MS } from '#core/jobs/first-words.ts'
import { rollUp } from '#core/jobs/usage-rollup.ts'
import { systemClock } from '#machine/clock.ts'
import { NO_CHROMIUM } from '../kit/chromium.ts'
import {
  expectClean,
  javaScriptBytes,
  JAVASCRIPT_BYTES_MAX,
  openConsoleBrowser,
  settled,
} from '../kit/console-browser.ts'
import { asked, signedIn, tokenOf, type Operator } from '../kit/console.ts'
import { startModelHost, type ModelHost } from '../kit/model-host.ts'
import { startRunning, type Running } from '../kit/product.ts'

let host: ModelHost
let running: Running
let viewer: Operator
beforeAll(async () => {
  host = await startModelHost()
  running = await startRunning({ host })
  viewer = await signedIn({ url: url(), database: await running.database() }, 'viewer')
})
afterAll(async () => {
  await running[Symbol.asyncDispose]()
  await host.close()
})
const url = () => running.app.consoleUrl ?? ''
const overview = async () => (await viewer.get<OverviewForm>('/api/overview')).body

/** The event of a stream with this name that is as it should be. */
async function pushed<Data>(by: { cookie: string }, is: (data: Data) => boolean, signal: AbortSignal): Promise<Data> {
  const response = await fetch(new URL('/api/stream?topics=overview', url()), {
    headers: { cookie: by.cookie },
    signal,
  })
  expect(response.headers.get('x-accel-buffering')).toBe('no')
  let text = ''
  for await (const bytes of response.body ?? []) {
    text += Buffer.from(bytes).toString()
    for (const [, line = ''] of text.matchAll(/event: push\ndata: (.*)\n\n/g)) {
      const { data } = JSON.parse(line) as { data: Data }
      if (is(data)) return data
    }
  }
  throw new Error('the stream ended')
}

test('the overview says that all is well, and counts who is answered, now and in the plots', async () => {
  const typist = await running.terminal('alice')
  await typist.says('hello')
  await typist.hears()
  await running.settled()
  const database = await running.database()
  const { rows } = await database.query<{ steps: { firstWordsMs: number } }>('select steps from turn')
  expect(rows[0]?.steps.firstWordsMs).toBeGreaterThan(0)
  const found = await overview()
  expect(found).toMatchObject({ people: { now: 1, today: 1 }, replies: { now: 1, today: 1 }, blocksToday: 0 })
  expect(found).toMatchObject({ state: 'well', worries: [], queue: { conversations: 0 }, outbox: { replies: 0 } })
  expect(found.engine).toMatchObject({ state: 'ready', load: { running: 0, waiting: 0 } })
  expect(found.parts.map(({ name }) => name)).toEqual(expect.arrayContaining(['engine', 'guard', 'disk', 'delivery']))

  // Newer minutes are not counted yet.
  await database.query(`update turn set finished_at = now() - interval '4 minutes'`)
  const pool = new pg.Pool({ host: running.app.socketFolder, user: 'chasqui', database: 'chasqui', password: '' })
  await rollUp({ store: { pool }, clock: systemClock }, new AbortController().signal)
  await pool.end()
  for (const [span, count] of [
    ['hour', 60],
    ['day', 24],
    ['month', 31],
  ] as const) {
    const { body: plot } = await viewer.get<PlotForm>(`/api/overview/plot?span=${span}`)
    expect(plot.buckets).toHaveLength(count)
    const drawn = plot.buckets.filter(({ answered }) => answered > 0)
    expect(drawn).toMatchObject([{ answered: 1, people: 1, blocked: 0, apologised: 0 }])
    expect(drawn[0]?.p50Ms).toBeLessThanOrEqual(FIRST_WORDS_MS.at(-1) ?? 0)
    expect(plot.buckets.map(({ atMs }) => atMs)).toEqual(
      plot.buckets.map((_, n) => plot.buckets[0]!.atMs + n * plot.bucketMs),
    )
  }
})

test('metrics tell Prometheus the same in numbers, and of nobody in particular', async () => {
  const database = await running.database()
  await database.query(`update turn set finished_at = now()`)
  await database.query(`update usage_rollup set blocks = '{"S10": 2}' where span = 'day'`)
  const token = await tokenOf(database, { account: 'viewer', role: 'viewer' })
  const scraped = async (headers: Record<string, string>) => {
    const response = await fetch(new URL('/metrics', url()), { headers })
    return { status: response.status, type: response.headers.get('content-type'), text: await response.text() }
  }
  const { status, type, text } = await scraped({ authorization: `Bearer ${token}` })
  expect([status, type]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8'])
  for (const line of [
    'chasqui_turns_total{outcome="answered"} 1',
    'chasqui_guard_blocks_total{hazard="S10"} 2',
    'chasqui_turns_recent{channel="terminal",outcome="answered"} 1',
    'chasqui_deliveries_recent{channel="terminal",state="sent"} 1',
    'chasqui_engine_up 1',
    'chasqui_queue_conversations 0',
    'chasqui_part_up{part="engine"} 1',
  ]) {
    expect(text.split('\n')).toContain(line)
  }
  expect(text).toMatch(/^process_resident_memory_bytes [1-9]\d+$/m)
  expect(text).toMatch(/^nodejs_eventloop_lag_seconds\{quantile="0.99"\} [\d.e-]+$/m)
  // Each line is a comment, or a name with labels and a number.
  expect(
    text
      .trim()
      .split('\n')
      .filter((line) => !/^# (HELP|TYPE) |^\w+(\{(\w+="[^"\\]*",?)+\})? [\d.e+-]+$/.test(line)),
  ).toEqual([])
  expect(text).not.toMatch(/alice|hello/)
  // In five seconds it is read once.
  await database.query(`update usage_rollup set blocks = '{}' where span = 'day'`)
  expect((await scraped({ cookie: viewer.cookie })).text).toBe(text)
  expect((await scraped({})).status).toBe(401)
})

test('whoever opens the page sees it change, is told what to do, and reads the plots as tables by keyboard', async ({
  skip,
}) => {
  const browser = await openConsoleBrowser(url())
  if (browser === undefined) return skip(NO_CHROMIUM)
  onTestFinished(() => browser.close())
  const page = await browser.openAs(viewer, '/')
  await page.getByRole('status').getByText('All is well').waitFor()
  await running
    .database()
    .then((database) =>
      database.query(
        `insert into job (name, key, created_at, last_error) values ('learn', 'x', now(), 'EngineError refused')`,
      ),
    )
  await page.getByRole('status').getByText('Needs attention').waitFor()
  expect(await page.getByRole('listitem').filter({ hasText: 'learn' }).innerText()).toContain('EngineError refused')

  // Opened with something to look at nothing moves; when that comes up it makes itself room.
  await page.reload()
  await settled(page)
  // What it shows first is asked for once, while its code is loaded.
  expect((await page.evaluate<string[]>(ASKED)).toSorted()).toEqual(['/api/overview', '/api/state'])
  await page.evaluate(NOTE_WORDS_ON_CANVAS)
  await page.getByRole('radio', { name: 'Month' }).focus()
  await page.keyboard.press('Space')
  await expect.poll(() => page.evaluate<string[]>('drawn')).toContainEqual(expect.stringMatching(/^\d+ [A-Z][a-z]+$/))
  await page.getByRole('button', { name: 'Replies: show as a table' }).focus()
  await page.keyboard.press('Enter')
  const table = page.getByRole('region', { name: 'Replies' }).getByRole('table')
  expect(await table.getByRole('row').nth(1).getByRole('cell').allInnerTexts()).toEqual(['1', '0', '0', '0'])
  expect(await table.getByRole('row').count()).toBe(32)
  await expectClean(page)
  // With what draws.
  await page.locator('canvas').first().waitFor()
  expect(await javaScriptBytes(page)).toBeLessThanOrEqual(JAVASCRIPT_BYTES_MAX)
  // The texts of another language are loaded beside the English ones; Hindi has the most, and German the longest unit of time.
  for (const locale of ['de-DE', 'hi-IN']) {
    const translated = await browser.openAs(viewer, '/', { locale })
    await translated.locator('canvas').first().waitFor()
    expect(await javaScriptBytes(translated), locale).toBeLessThanOrEqual(JAVASCRIPT_BYTES_MAX)
    await translated.evaluate(NOTE_WORDS_ON_CANVAS)
    await translated.setViewportSize({ width: 1100, height: 800 })
    await expect.poll(() => translated.evaluate<string[]>('drawn')).toContainEqual(expect.stringMatching(/^0\s\S+$/))
    expect(await translated.evaluate<string[]>('cut'), locale).toEqual([])
    expect(await translated.evaluate<string[]>(CUT_NAMES), locale).toEqual([])
  }
})

test('a question about another span is refused in words', async () => {
  expect(await viewer.get('/api/overview/plot?span=year')).toMatchObject({
    status: 400,
    body: { error: 'bad-request' },
  })
})

test('nobody has a stream, or numbers, without a session', async () => {
  for (const path of ['/api/stream', '/api/overview', '/api/overview/plot?span=day']) {
    expect(await asked(url(), path)).toMatchObject({ status: 401, body: { error: 'signed-out' } })
  }
})

test('a page is told what has changed while it is open', async () => {
  const over = new AbortController()
  const known = (await pushed<OverviewForm>(viewer, () => true, over.signal)).replies.now
  const seen = pushed<OverviewForm>(viewer, ({ replies }) => replies.now > known, over.signal)
  const typist = await running.terminal('bob')
  await typist.says('hello')
  await typist.hears()
  expect((await seen).people.now).toBe(2)
  over.abort()
})

test('a stream ends at once when its browser signs out', async () => {
  const leaving = await signedIn({ url: url(), database: await running.database() }, 'viewer', 'leaving')
  const response = await fetch(new URL('/api/stream', url()), { headers: { cookie: leaving.cookie } })
  const text = response.text()
  expect((await leaving.send('DELETE', '/api/session')).status).toBe(200)
  expect(await text).toContain('event: signed-out')
})

/** The pages whose names do not fit the navigation. */
const CUT_NAMES = `[...document.querySelectorAll('.navigation > span')]
  .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth).map(({ innerText }) => innerText)`

const ASKED = `performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)
  .filter((path) => ['/api/state', '/api/overview'].includes(path))`

/** A plot has no other text than what is drawn. */
const NOTE_WORDS_ON_CANVAS = `
  globalThis.drawn = []
  globalThis.cut = []
  const canvas = CanvasRenderingContext2D.prototype
  const { fillText } = canvas
  canvas.fillText = function (words, ...place) {
    drawn.push(words)
    if (this.textAlign === 'right' && place[0] < this.measureText(words).width) cut.push(words)
    return fillText.call(this, words, ...place)
  }`
