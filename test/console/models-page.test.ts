import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Hardware } from '#machine/hardware.ts'
import type { Loopback } from '../engine/loopback.ts'
import { NO_CHROMIUM } from '../kit/chromium.ts'
import {
  expectClean,
  expectReadable,
  openConsoleBrowser,
  settled,
  type ConsoleBrowser,
  forgetShifts,
} from '../kit/console-browser.ts'
import { signedIn, type Operator } from '../kit/console.ts'
import { openModelHub } from '../kit/model-hub.ts'
import { startRunning, temporaryFolder, type Running } from '../kit/product.ts'

const BUNDLED = path.resolve(import.meta.dirname, '../../engine/models/tiny-scout')
const HALF = 200_000
const WEIGHTS = { path: 'SmolVLM2-Q8_0.gguf', content: Buffer.alloc(2 * HALF, 'GGUF\x03\0\0\0no tensors') }
const PROJECTOR = { path: 'mmproj-Q8_0.gguf', content: Buffer.from('GGUF\x03\0\0\0projector') }
/** As the page shows it: a second model that works, with what somebody may have written into its card. */
const SECOND = { name: 'scout-two', title: '<img src=x onerror=alert(1)>\u202EScout two' }

/** With the cores that are there: the model runs on them. */
const cores = os.availableParallelism()
const machine = { platform: 'linux', arch: 'x64', cores, memory: { totalBytes: 0, availableBytes: 0 }, gpus: [] }
const setMemory = (bytes: number) => (machine.memory = { totalBytes: bytes, availableBytes: bytes })

let cache: string
let hub: Loopback
let running: Running
let operator: Operator
let browser: ConsoleBrowser | undefined
/** The hub sends the first half of the weights, and no more until somebody asks for the rest. */
let isHeldBack = true

beforeAll(async () => {
  setMemory(64e9)
  cache = await temporaryFolder('models-page')
  hub = await openModelHub([WEIGHTS, PROJECTOR], ({ path: asked, headers }, response) => {
    if (!isHeldBack || !asked.endsWith(WEIGHTS.path) || headers.range !== undefined) return false
    response.writeHead(200, { etag: '"one"', 'content-length': WEIGHTS.content.length })
    response.write(WEIGHTS.content.subarray(0, HALF))
    return true
  })
  const folder = path.join(cache, 'models', SECOND.name)
  await mkdir(folder, { recursive: true })
  for (const file of ['tiny-scout.gguf', 'tiny-scout-mmproj.gguf'])
    await copyFile(path.join(BUNDLED, file), path.join(folder, file))
  const card = JSON.parse(await readFile(path.join(BUNDLED, 'card.json'), 'utf8')) as object
  await writeFile(path.join(folder, 'card.json'), JSON.stringify({ ...card, ...SECOND }))
  running = await startRunning({
    env: { CHASQUI_CACHE: cache },
    overrides: { hardware: machine as Hardware, hub: { baseUrl: hub.url } },
  })
  const url = running.app.consoleUrl ?? ''
  operator = await signedIn({ url, database: await running.database() }, 'operator')
  browser = await openConsoleBrowser(url)
  await running.app.engine.ready(AbortSignal.timeout(20_000))
})
afterAll(async () => {
  await browser?.close()
  await running[Symbol.asyncDispose]()
  await hub[Symbol.asyncDispose]()
  await rm(cache, { recursive: true, force: true })
})
beforeEach(({ skip }) => {
  if (browser === undefined) skip(NO_CHROMIUM)
})

test('an operator installs a model, leaves the download and finds it again, and uses another one', async () => {
  const page = await browser!.openAs(operator, '/models')
  const button = (name: string | RegExp) => page.getByRole('button', { name })
  const card = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'SmolVLM2 500M' }) })
  await page.getByText('A very small model that comes with the service').waitFor()

  const download = async () => {
    await page.getByRole('dialog').getByText(WEIGHTS.path).waitFor()
    expect(await button(/^Download /).isDisabled()).toBe(true)
    await page.getByLabel(/I have read the licence/).check()
    await button(/^Download /).click()
  }
  await button('Install: SmolVLM2 500M').click()
  await download()
  await page.getByText('smolvlm2-500m is being downloaded').waitFor()
  await page.getByRole('link', { name: 'Overview', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
  await page.getByRole('link', { name: 'Models' }).click()
  await page.getByText('50%').waitFor()
  await button('Pause').click()
  await page.getByText('The download of smolvlm2-500m is paused').waitFor()
  await card.getByText('Partly downloaded').waitFor()
  isHeldBack = false
  await button('Go on').first().click()
  await download()
  await card.getByText('Installed', { exact: true }).waitFor()

  // What was downloaded is no model: the one before answers on.
  await button('Use it: SmolVLM2 500M').click()
  await page.getByText('Nobody waits: tiny-scout answers').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Use it' }).click()
  await page.getByText('Could not change to smolvlm2-500m').waitFor()
  await page.getByText('tiny-scout answers.', { exact: true }).waitFor()
  await settled(page)

  await button(/^Use it: .*Scout two/).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Use it' }).click()
  await page.getByText('scout-two answers now').waitFor()
  await page.getByText('Self-test passed').first().waitFor()

  await card.getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await card.getByText('Not installed').waitFor()
  await forgetShifts(page)
  await expectClean(page)
}, 30_000)

test('where two models do not fit, the question says that messages wait; on a phone, from right to left, in the dark', async () => {
  setMemory(20e6)
  const page = await browser!.openAs(operator, '/models', { scheme: 'dark', width: 320, locale: 'x-rtl' })
  await page.getByText('Too little memory here').first().waitFor()
  await page.getByRole('button', { name: /Use it.*(tiny-scout|Scout two)/ }).click()
  await page.getByText(/messages wait about/).waitFor()
  await expectClean(page)
  await expectReadable(page, 'light')
})
