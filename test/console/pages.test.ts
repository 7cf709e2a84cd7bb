import path from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { hashOf } from '#console/api/sessions.ts'
import { NO_CHROMIUM } from '../kit/chromium.ts'
import {
  expectClean,
  expectFitsNarrow,
  expectReadable,
  javaScriptBytes,
  openConsoleBrowser,
  type ConsoleBrowser,
} from '../kit/console-browser.ts'
import { signedIn, type Operator } from '../kit/console.ts'
import { startModelHost, type ModelHost } from '../kit/model-host.ts'
import { startRunning, type Running } from '../kit/product.ts'

const INVITATION = 'an-invitation'
/** React alone would be more. */
const DOOR_BYTES_MAX = 40_000

let host: ModelHost
let running: Running
let browser: ConsoleBrowser | undefined
let owner: Operator

beforeAll(async () => {
  host = await startModelHost()
  running = await startRunning({ host })
  const url = running.app.consoleUrl ?? ''
  browser = await openConsoleBrowser(url)
  const database = await running.database()
  owner = await signedIn({ url, database }, 'owner')
  await database.query(
    `insert into console_link (hash, kind, role, made_by, expires_at)
     select $1, 'invitation', 'viewer', id, now() + interval '1 hour' from console_account`,
    [hashOf(INVITATION)],
  )
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

/** Beside those behind sign-in. */
const doors = [
  { path: '/', name: 'sign-in', isInside: false },
  { path: `/#join=${INVITATION}`, name: 'an invitation', isInside: false },
]
const inside = paths.map((path) => ({ path, name: path, isInside: true }))

/** From left to right each is opened wide by the test of its work. */
test.each([...doors, ...inside])('$name is clean in light and dark, and narrow in both directions', async (of) => {
  const page = await browser!.openAs(of.isInside ? owner : undefined, of.path, { locale: 'x-rtl' })
  await expectClean(page)
  await expectReadable(page, 'dark')
  await expectFitsNarrow(page)
  await page.evaluate(`document.documentElement.dir = 'ltr'`)
  await expectFitsNarrow(page)
  await page.close()
})

test.each(['en-GB', 'es-ES', 'hi-IN'])('sign-in loads nothing of the pages, in %s', async (locale) => {
  const page = await browser!.openAs(undefined, '/', { locale })
  expect(await javaScriptBytes(page)).toBeLessThanOrEqual(DOOR_BYTES_MAX)
  await page.close()
})
