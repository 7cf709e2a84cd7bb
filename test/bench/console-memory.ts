import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { runningService } from '#machine/data-folder.ts'
import { findChromium, NO_CHROMIUM } from '../kit/chromium.ts'
import { asked, signedIn } from '../kit/console.ts'
import { openConsoleBrowser, settled } from '../kit/console-browser.ts'
import type { Benchmark, Result } from './benchmark.ts'
import { Chatter } from './chatter.ts'
import { withFixture, type Fixture } from './fixture.ts'
import { heldBy, memoryFigures, ONLY_LINUX, totalOf } from './held-memory.ts'

/** Until what a start leaves behind has been given back. */
const BEFORE_MS = 90_000
const AFTER_MS = 300_000
const MESSAGES = 50
const MB_MAX = 40

export const consoleMemory: Benchmark = {
  about: `memory ${BEFORE_MS / 1_000} s after the start, before anybody has asked the console for anything, and ${AFTER_MS / 60_000} minutes after an owner
  has opened every page in Chromium, with a sign-in that was refused: sum of PSS from npm down without llama-server`,
  async run(root) {
    if (process.platform !== 'linux') return { figures: [], notes: [ONLY_LINUX] }
    if ((await findChromium()) === undefined) return { figures: [], notes: [NO_CHROMIUM] }
    return withFixture({ root, model: 'instant' }, measured)
  },
}

async function measured(fixture: Fixture): Promise<Result> {
  const { pid, consoleUrl } = await fixture.start()
  await sayMessages(fixture)
  await wait(BEFORE_MS)
  const before = await heldBy(pid)
  const opened = await useConsole(consoleUrl, fixture)
  await wait(AFTER_MS)
  const after = await heldBy(pid)
  const moreMb = (totalOf(after) - totalOf(before)) / 1e6
  return {
    figures: [
      ...memoryFigures('before the first use', before),
      ...memoryFigures('after the last', after),
      { name: 'more', value: moreMb, unit: 'MB', target: { atMost: MB_MAX } },
      { name: 'pages opened', value: opened, unit: '', target: { atLeast: 10 } },
    ],
  }
}

/** So that the pages have something to show. */
async function sayMessages({ telegram }: Fixture): Promise<void> {
  const chatter = new Chatter(telegram)
  const person = telegram.person('Ana')
  for (let n = 0; n < MESSAGES; n += 1) await chatter.says(person, `ping ${n}`)
  chatter.close()
}

/** Every page of the navigation, in order; says how many those were. */
async function useConsole(url: string, { dataFolder }: Fixture): Promise<number> {
  const owner = await ownerOf(url, dataFolder)
  const browser = await openConsoleBrowser(url)
  if (browser === undefined) throw new Error(NO_CHROMIUM)
  try {
    const page = await browser.openAs(owner, '/')
    const addresses = await page.evaluate<string[]>(`[...document.querySelectorAll('nav a')].map(({ href }) => href)`)
    for (const address of addresses) {
      await page.goto(address)
      await settled(page)
    }
    return addresses.length
  } finally {
    await browser.close()
  }
}

async function ownerOf(url: string, dataFolder: string) {
  const host = (await runningService(dataFolder))?.socketFolder
  const database = new pg.Client({ host, user: 'chasqui', database: 'chasqui', password: '' })
  await database.connect()
  try {
    const owner = await signedIn({ url, database }, 'owner')
    await refusedSignIn(url)
    return owner
  } finally {
    await database.end()
  }
}

/** Checks a password, which loads what that needs. */
async function refusedSignIn(url: string): Promise<void> {
  const body = JSON.stringify({ name: 'nobody', password: 'not the password of anybody' })
  const headers = { 'content-type': 'application/json', origin: new URL(url).origin }
  const { status } = await asked(url, '/api/session', { method: 'POST', headers, body })
  if (status !== 401 && status !== 403) throw new Error(`a wrong password was answered with ${status}`)
}
