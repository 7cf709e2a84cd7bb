import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sharedChromium, NO_CHROMIUM } from '../kit/chromium.ts'
import { startProduct, type Product } from '../kit/product.ts'
import { untilNone } from '../kit/settled.ts'
import type { Person } from '../kit/telegram/person.ts'
import { recordsIn } from '../kit/zip.ts'

/** Says one thing and reads the whole answer. */
type Speaker = { asks(text: string): Promise<string> }

let product: Product
let browser: Browser | undefined

beforeAll(async () => {
  browser = await sharedChromium()
  product = await startProduct()
  await product.app.engine.ready(AbortSignal.timeout(20_000))
}, 60_000)

afterAll(async () => {
  for (const context of browser?.contexts() ?? []) await context.close()
  await product[Symbol.asyncDispose]()
})

function onTelegram(person: Person): Speaker {
  const answers = () => person.transcript().filter(({ fromBot }) => fromBot)
  return {
    async asks(text) {
      const before = answers().length
      person.sends(text)
      await product.settled()
      const [answer = { text: '' }] = answers().slice(before)
      return answer.text
    },
  }
}

async function onThePage(): Promise<Speaker> {
  const page = await (await browser!.newContext({ locale: 'en-GB' })).newPage()
  await page.goto(product.app.url ?? '')
  const answers = page.getByRole('log').locator('li.theirs:not([data-growing])')
  return {
    async asks(text) {
      await page.getByLabel('Write a message').waitFor()
      const before = await answers.count()
      await page.getByLabel('Write a message').fill(text)
      await page.keyboard.press('Enter')
      await answers.nth(before).waitFor()
      return answers.nth(before).locator('.bubble').innerText()
    },
  }
}

/** Resolves when nothing waits to be learnt. */
async function learnt() {
  await product.settled()
  const database = await product.database()
  await untilNone(database, `select id from turn where learning = 'pending'`)
  await database.end()
}

/** Resolves when nobody waits to be deleted. */
async function deleted() {
  const database = await product.database()
  await untilNone(database, `select name from job where name in ('delete-me', 'delete-person')`)
  await database.end()
}

async function isRemembered(speaker: Speaker) {
  await speaker.asks('my name is Ana')
  await speaker.asks('I live in Oslo')
  await learnt()
  await speaker.asks('/reset')
  expect(await speaker.asks('what is my name?')).toContain('Ana')
  expect(await speaker.asks('where do I live?')).toContain('Oslo')
  expect(await speaker.asks('hello')).toBe('Hello! How can I help you?')
}

async function isCorrectedAndForgotten(speaker: Speaker) {
  await speaker.asks('no, I moved to Bergen')
  await learnt()
  await speaker.asks('/reset')
  const corrected = await speaker.asks('where do I live?')
  expect(corrected).toContain('Bergen')
  expect(corrected).not.toContain('Oslo')

  const list = await speaker.asks('/memories')
  expect(list).toMatch(/Ana/)
  expect(list).toMatch(/Bergen/)
  const [, place] = /(\d+)[^\n]*Bergen/.exec(list) ?? []
  await speaker.asks(`/forget ${place}`)
  await speaker.asks('/reset')
  expect(await speaker.asks('where do I live?')).not.toMatch(/Bergen|Oslo/)
  expect(await speaker.asks('what is my name?')).toContain('Ana')
}

describe('on Telegram', () => {
  test('what a person says of themself is known after a reset and a restart, corrected, forgotten, and deleted', async () => {
    const ana = product.person('Ana')
    const speaker = onTelegram(ana)
    await speaker.asks('my name is Ana')
    await speaker.asks('I live in Oslo')
    await learnt()
    await speaker.asks('/reset')
    await product.restart()
    await product.app.engine.ready(AbortSignal.timeout(20_000))
    expect(await speaker.asks('what is my name?')).toContain('Ana')
    expect(await speaker.asks('where do I live?')).toContain('Oslo')
    expect(await speaker.asks('hello')).toBe('Hello! How can I help you?')

    const stranger = onTelegram(product.person('Ben'))
    expect(await stranger.asks('what is my name?')).not.toContain('Ana')
    expect(await stranger.asks('where do I live?')).not.toContain('Oslo')

    const group = product.telegram.group('family')
    const inGroup = onTelegram(ana.in(group))
    expect(await inGroup.asks('@chasqui_double_bot where do I live?')).not.toContain('Oslo')
    expect(await inGroup.asks('@chasqui_double_bot what is my name?')).not.toContain('Ana')
    expect(await inGroup.asks('/memories@chasqui_double_bot')).not.toMatch(/Oslo|Ana/)

    await isCorrectedAndForgotten(speaker)

    ana.sends('/export')
    const [file] = await ana.getsFiles(1)
    const [record] = await recordsIn(file!.bytes)
    expect(record?.memories).toContainEqual(expect.objectContaining({ text: expect.stringContaining('Ana') }))

    expect(await speaker.asks('/delete_me')).toContain('/delete_me yes')
    await speaker.asks('/delete_me yes')
    await deleted()
    expect(await speaker.asks('what is my name?')).not.toContain('Ana')
    expect(await speaker.asks('/memories')).not.toMatch(/^\d+: /m)
  }, 90_000)
})

describe('on the page', () => {
  test('what a person says of themself is known after a reset, corrected and forgotten', async ({ skip }) => {
    if (browser === undefined) return skip(NO_CHROMIUM)
    const speaker = await onThePage()
    await isRemembered(speaker)
    await isCorrectedAndForgotten(speaker)
    const other = await onThePage()
    expect(await other.asks('what is my name?')).not.toContain('Ana')
    expect(await other.asks('/memories')).not.toContain('Ana')
    await speaker.asks('/delete-me yes')
    await deleted()
    const again = await onThePage()
    expect(await again.asks('what is my name?')).not.toContain('Ana')
  }, 90_000)
})
