import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, test } from 'vitest'
import { NO_CHROMIUM } from '../kit/chromium.ts'
import {
  expectClean,
  expectReadable,
  openConsoleBrowser,
  type ConsoleBrowser,
  type Look,
} from '../kit/console-browser.ts'
import { signedIn, type Operator } from '../kit/console.ts'
import { startModelHost, type ModelHost } from '../kit/model-host.ts'
import { startRunning, type Running } from '../kit/product.ts'

/** Each page is loaded once a row, and looked at in both schemes. */
const LOOKS: readonly { name: string; look: Look; other?: 'light' | 'dark' }[] = [
  { name: 'on a screen', look: { scheme: 'light', width: 1280 }, other: 'dark' },
  { name: 'on a phone', look: { scheme: 'dark', width: 320 }, other: 'light' },
  { name: 'from right to left', look: { locale: 'x-rtl', width: 320 } },
]

let host: ModelHost
let running: Running
let browser: ConsoleBrowser | undefined
let owner: Operator

beforeAll(async () => {
  host = await startModelHost()
  running = await startRunning({ host })
  const url = running.app.consoleUrl ?? ''
  browser = await openConsoleBrowser(url)
  owner = await signedIn({ url, database: await running.database() }, 'owner')
})
afterAll(async () => {
  await browser?.close()
  await running[Symbol.asyncDispose]()
  await host.close()
})
beforeEach(({ skip }) => {
  if (browser === undefined) skip(NO_CHROMIUM)
})

type Table = { readonly pages: readonly { readonly path: string }[] }
/** By a name that the type check does not follow: the pages have types of a browser. */
const TABLE: string = path.resolve('console/web/pages/all.ts')
const { pages } = (await import(TABLE)) as Table
/** Those that are about one thing are opened by the tests that have such a thing. */
const paths = pages.map(({ path }) => path).filter((path) => !path.includes('$'))

describe.each(paths)('%s', (path) => {
  test.each(LOOKS)('is clean $name', async ({ look, other }) => {
    const page = await browser!.openAs(owner, path, look)
    await expectClean(page)
    if (other !== undefined) await expectReadable(page, other)
    await page.close()
  })
})
