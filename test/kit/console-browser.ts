import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { gzipSync } from 'node:zlib'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Operator } from './console.ts'
import { sharedChromium } from './chromium.ts'

export type Look = {
  readonly scheme?: 'light' | 'dark'
  /** Of the window, in pixels. */
  readonly width?: number
  /** Of the browser, such as `es-ES`; `x-rtl` is English laid out from right to left. */
  readonly locale?: string
}

export type ConsolePage = Page & {
  /** What must not happen on any page: `expectClean` reads it. */
  readonly faults: string[]
}

/** A Chromium that opens the console as an operator does. */
export type ConsoleBrowser = {
  /** Resolves when the page has its heading and nothing on it loads any more. */
  openAs(operator: Pick<Operator, 'cookie'> | undefined, path: string, look?: Look): Promise<ConsolePage>
  close(): Promise<void>
}

const PSEUDO_RTL = 'x-rtl'
const HEIGHT = 800
/** It comes as soon as it may: how long a loaded machine takes for it says nothing. */
const WAIT_MS_MAX = 20_000
/** Shifts of a page that its reader did not cause; Google calls 0.1 good. */
const SHIFT_MAX = 0.02

/** Undefined where there is no Chromium. */
export async function openConsoleBrowser(url: string): Promise<ConsoleBrowser | undefined> {
  const browser = await sharedChromium()
  if (browser === undefined) return undefined
  // Pages of one operator and one look share a context: a new one costs more than a page.
  const contexts = new Map<string, Promise<BrowserContext>>()
  return {
    async openAs(operator, path, look = {}) {
      const key = JSON.stringify([operator?.cookie, look])
      const context = await (contexts.get(key) ?? keep(contexts, key, contextFor({ browser, url, operator, look })))
      const page = await watched(context, new URL(url).origin)
      const address = new URL(path.replace(/^\//, ''), url)
      if (look.locale === PSEUDO_RTL) address.searchParams.set('locale', PSEUDO_RTL)
      await page.goto(address.href)
      await settled(page)
      return page
    },
    async close() {
      for (const context of contexts.values()) await (await context).close()
    },
  }
}

function keep<Value>(map: Map<string, Value>, key: string, value: Value): Value {
  map.set(key, value)
  return value
}

type Context = { browser: Browser; url: string; operator: Pick<Operator, 'cookie'> | undefined; look: Look }

async function contextFor({ browser, url, operator, look }: Context): Promise<BrowserContext> {
  const { scheme = 'light', width = 1280, locale = 'en-GB' } = look
  const context = await browser.newContext({
    colorScheme: scheme,
    viewport: { width, height: HEIGHT },
    locale: locale === PSEUDO_RTL ? 'en-GB' : locale,
    reducedMotion: 'reduce',
  })
  context.setDefaultTimeout(WAIT_MS_MAX)
  const [name = '', value = ''] = operator?.cookie.split('=') ?? []
  if (operator !== undefined) await context.addCookies([{ name, value, url, httpOnly: true, sameSite: 'Strict' }])
  await context.addInitScript({ content: NOTE_SHIFTS })
  return context
}

async function watched(context: BrowserContext, origin: string): Promise<ConsolePage> {
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(`thrown: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()} ${message.location().url}`)
  })
  page.on('request', (request) => {
    const asked = new URL(request.url())
    if (/^https?:|^wss?:/.test(asked.protocol) && asked.origin !== origin) faults.push(`off-host: ${asked.href}`)
  })
  return Object.assign(page, { faults })
}

const LOADING = '.mantine-Loader-root, .mantine-Skeleton-root[data-visible]'

/** Resolves when the page has its heading and nothing on it loads any more. */
export async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor()
  await page.locator(LOADING).first().waitFor({ state: 'detached' })
}

const TABS_MAX = 60

/** Moves the focus as somebody without a mouse does. */
export async function tabTo(page: Page, role: Parameters<Page['getByRole']>[0], name: string | RegExp): Promise<void> {
  const wanted = page.getByRole(role, { name, exact: typeof name === 'string' })
  await wanted.first().waitFor()
  for (let tabs = 0; (await wanted.and(page.locator(':focus')).count()) === 0; tabs++) {
    if (tabs === TABS_MAX) throw new Error(`${role} ${String(name)} is not reached by Tab`)
    await page.keyboard.press('Tab')
  }
}

/** No error, nothing asked of another host, nothing moved while it loaded, and nothing that axe calls serious. */
export async function expectClean(page: ConsolePage): Promise<void> {
  const moved = await page.evaluate<Shift>('({ sum: shifts.reduce((sum, { value }) => sum + value, 0), shifts })')
  expect({
    faults: page.faults,
    moved: moved.sum > SHIFT_MAX ? moved : 'nothing',
    barriers: await barriersOf(page, AXE_RULES),
    pixelsWiderThanTheWindow: await pixelsWiderThanWindow(page),
  }).toEqual({ faults: [], moved: 'nothing', barriers: [], pixelsWiderThanTheWindow: 0 })
}

/** What moves after an act is its result, even where it comes late. */
export async function forgetShifts(page: Page): Promise<void> {
  await page.evaluate('shifts.length = 0')
}

const NARROW = 320

/** As wide as a small phone. What is laid out anew takes a moment to fit. */
export async function expectFitsNarrow(page: Page): Promise<void> {
  await page.setViewportSize({ width: NARROW, height: HEIGHT })
  await expect.poll(() => pixelsWiderThanWindow(page), { interval: 20 }).toBe(0)
}

const pixelsWiderThanWindow = (page: Page) =>
  page.evaluate<number>('Math.max(0, document.documentElement.scrollWidth - innerWidth)')

/** What differs between the schemes is colours: that all text can be read in the other one too, without a new page. */
export async function expectReadable(page: Page, scheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme: scheme })
  await page.locator(`html[data-mantine-color-scheme=${scheme}]`).waitFor()
  expect(await barriersOf(page, { type: 'rule', values: ['color-contrast'] }), scheme).toEqual([])
}

/** Of the overview with its plots. */
export const JAVASCRIPT_BYTES_MAX = 250_000

/** Of all that it has loaded until now, as gzip would send it: some browsers take no more. */
export async function javaScriptBytes(page: Page): Promise<number> {
  const names = await page.evaluate<string[]>(`performance.getEntriesByType('resource').map(({ name }) => name)`)
  const scripts = [...new Set(names.filter((name) => name.endsWith('.js')))]
  const sizes = await Promise.all(
    scripts.map(async (name) => gzipSync(await (await fetch(name)).arrayBuffer(), { level: 9 }).length),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}

type Shift = { readonly sum: number; readonly shifts: readonly unknown[] }
type Violation = {
  readonly id: string
  readonly impact: string
  readonly help: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[]
}

type Rules = { readonly type: 'tag' | 'rule'; readonly values: readonly string[] }
const AXE_RULES: Rules = {
  type: 'tag',
  values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
}

/** Half-way between two colours nothing has the contrast that it will have. */
const COLOURS_SETTLED = `Promise.all(
  document.getAnimations().map((moving) => moving instanceof CSSTransition && moving.finished.catch(() => undefined)))`

const require = createRequire(import.meta.url)
/** Its small build: every page compiles it anew. */
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

/** By the debugger's protocol, which the page's Content-Security-Policy does not bind. */
async function barriersOf(page: Page, runOnly: Rules): Promise<readonly string[]> {
  await page.evaluate(COLOURS_SETTLED)
  const options = JSON.stringify({ runOnly, resultTypes: ['violations'] })
  if (!(await page.evaluate<boolean>('"axe" in globalThis'))) await page.evaluate(AXE)
  const { violations } = await page.evaluate<{ violations: readonly Violation[] }>(`axe.run(document, ${options})`)
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.html} ${node.failureSummary}`))
}

/** Runs in the page before its own scripts. */
const NOTE_SHIFTS = `
  globalThis.shifts = []
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries()) {
      if (hadRecentInput) continue
      shifts.push({ value, of: sources.map(({ node }) => (node?.outerHTML ?? node?.textContent ?? '').slice(0, 120)) })
    }
  }).observe({ type: 'layout-shift', buffered: true })`
