import { afterEach, beforeEach, expect, test } from 'vitest'
import { conversationId } from '#core/contract/ids.ts'
import type { HistoryEntry } from '#core/contract/channel.ts'
import { chromiumPage } from './chromium-page.ts'
import { SilentRelay } from './silent-relay.ts'

const chromium = chromiumPage()
let relay: SilentRelay

beforeEach(async () => {
  relay = await SilentRelay.to(chromium.host.port)
  const { page } = chromium
  // Only the test moves it: a loaded machine must not add to a silence.
  await page.clock.install()
  await page.clock.pauseAt(Date.now() + 60_000)
  await page.goto(relay.url)
  await page.locator('#welcome h2').waitFor()
  await page.clock.runFor(1_000)
})
afterEach(() => relay[Symbol.asyncDispose]())

/** What the store has of it; on the dead stream it tells nobody. */
function keep(chatId: string, entry: Pick<HistoryEntry, 'from' | 'id' | 'text' | 'kind'>) {
  const conversation = conversationId(chromium.host.channel.account, chatId)
  chromium.host.sink.tell(conversation, { ...entry, pictureIds: [], atMs: 1 })
}
const answered = { from: 'bot', id: 'r1', text: 'Good morning', kind: 'answer' } as const

test('a stream that died in silence is noticed when a message that the service took does not come back on it', async () => {
  relay.silence()
  const { chat, messageId } = await chromium.sendText('hello')
  await chromium.page.getByText('Sending…').waitFor({ state: 'detached' })
  keep(chat.id, { from: 'person', id: messageId, text: 'hello', kind: 'message' })
  keep(chat.id, answered)
  await chromium.page.clock.runFor(6_000)
  await chromium.answer('Good morning').waitFor()
})

test('a stream without a sign of life for two heartbeats is opened anew', async () => {
  const { chat, messageId } = await chromium.sendText('hello')
  await chromium.page.getByText('Sending…').waitFor({ state: 'detached' })
  relay.silence()
  keep(chat.id, { from: 'person', id: messageId, text: 'hello', kind: 'message' })
  keep(chat.id, answered)
  await chromium.page.clock.runFor(45_000)
  await chromium.answer('Good morning').waitFor()
})

test('who comes back to the page does not wait for what was missed', async () => {
  const { page } = chromium
  const { chat, messageId } = await chromium.sendText('hello')
  relay.silence()
  keep(chat.id, { from: 'person', id: messageId, text: 'hello', kind: 'message' })
  keep(chat.id, answered)
  await page.clock.setFixedTime((await page.evaluate<number>('Date.now()')) + 20_000)
  await page.evaluate(`document.dispatchEvent(new Event('visibilitychange'))`)
  await chromium.answer('Good morning').waitFor()
})

test('a stream that lives is left alone, however little there is to tell', async () => {
  const { page, host } = chromium
  let opened = 0
  page.on('request', (request) => request.url().endsWith('/api/events') && (opened += 1))
  const { chat } = await chromium.sendText('hello')
  for (let beats = 0; beats < 4; beats += 1) {
    await page.clock.runFor(9_000)
    await page.evaluate(`document.dispatchEvent(new Event('visibilitychange'))`)
    // In place of the heartbeat, whose clock is the real one.
    await host.channel.typing(chat, new AbortController().signal)
    await page.locator('#typing').waitFor()
    await page.clock.runFor(6_000)
    await page.locator('#typing').waitFor({ state: 'hidden' })
  }
  expect(opened).toBe(0)
})
