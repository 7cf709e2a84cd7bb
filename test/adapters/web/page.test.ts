import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { beforeEach, expect, test } from 'vitest'
import type { ServiceStatus } from '#core/contract/channel.ts'
import { conversationId } from '#core/contract/ids.ts'
import { chromiumPage } from './chromium-page.ts'
import { hostPage, outgoing, STATUS, type PageHost } from './page-host.ts'

const chromium = chromiumPage()
const { faults, answer } = chromium
const nextEvent = () => chromium.nextEvent()
const sendText = (text: string) => chromium.sendText(text)
let page: Page
let host: PageHost
beforeEach(() => {
  page = chromium.page
  host = chromium.host
})
const signal = new AbortController().signal
const yellow = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#f5c542' } })
  .png()
  .toBuffer()

/** The text becomes shorter in one frame, and longer before the event of the scrolling that this causes. */
const SHORTER_THEN_LONGER = `(async () => {
  const frame = () => new Promise(requestAnimationFrame)
  const { style } = document.querySelector('#log > li:last-child')
  style.paddingBottom = '40px'
  await frame()
  await frame()
  await new Promise((done) => requestAnimationFrame(() => {
    style.paddingBottom = '0'
    setTimeout(() => done((style.paddingBottom = '400px')))
  }))
  await frame()
  await frame()
})()`

test('a reply grows before the reader’s eyes, and is there again after a reload', async () => {
  const { chat, messageId } = await sendText('hello')
  await host.channel.typing(chat, signal)
  await page.locator('#typing').waitFor()
  const sent = await host.channel.send(chat, outgoing('r1', 'Good'), signal)
  await answer('Good').waitFor()
  expect(await page.locator('#typing').isVisible()).toBe(false)
  await host.channel.edit(chat, sent, outgoing('r1', 'Good morning', { final: true }), signal)
  await answer('Good morning').waitFor()
  expect(await page.locator('.theirs').count()).toBe(1)
  await page.getByRole('status').getByText('Chasqui: Good morning').waitFor({ state: 'attached' })
  const conversation = conversationId(host.channel.account, chat.id)
  const common = { pictureIds: [], atMs: 1 }
  host.sink.addEntry(conversation, { ...common, from: 'person', id: messageId, text: 'hello', kind: 'message' })
  host.sink.addEntry(conversation, { ...common, from: 'bot', id: 'r1', text: 'Good morning', kind: 'answer' })
  await page.reload()
  await answer('Good morning').waitFor()
  expect(await page.locator('#log > li').count()).toBe(2)
  expect(faults).toEqual([])
})

test('pictures are attached by the button and by paste, shown, taken away again, and sent', async () => {
  const files = page.locator('#files')
  await files.setInputFiles([{ name: 'sun.png', mimeType: 'image/png', buffer: yellow }])
  await page.evaluate(`{
    const bytes = Uint8Array.from(atob('${yellow.toString('base64')}'), (letter) => letter.charCodeAt(0))
    const clipboardData = new DataTransfer()
    clipboardData.items.add(new File([bytes], 'pasted.png', { type: 'image/png' }))
    document.dispatchEvent(new ClipboardEvent('paste', { clipboardData }))
  }`)
  await page.getByRole('button', { name: /Remove .?pasted\.png/ }).waitFor()
  await page.getByRole('button', { name: /Remove .?sun\.png/ }).click()
  await files.setInputFiles([{ name: 'words.txt', mimeType: 'text/plain', buffer: Buffer.from('words') }])
  await page.getByRole('alert').getByText('Only pictures can be sent.').waitFor()
  const { parts } = await sendText('what is this?')
  const sentPicture = { type: 'image', mime: 'image/png', fileName: 'pasted.png' }
  expect(parts).toMatchObject([{ type: 'text', text: 'what is this?' }, sentPicture])
  const [, picture] = parts
  if (picture?.type !== 'image') throw new Error('no picture came')
  expect(await host.channel.fetchMedia(picture, { bytesMax: 1e6 }, signal)).toEqual(yellow)
  await page.getByRole('button', { name: 'Open picture' }).click()
  await page.locator('dialog[open] img').waitFor()
  await page.keyboard.press('Escape')
  expect(await page.locator('dialog[open]').count()).toBe(0)
  expect(faults).toEqual([])
})

test('the keyboard alone is enough, and Esc takes the pictures away', async () => {
  const focused = () => page.evaluate<string>('document.activeElement.id || document.activeElement.className')
  const passed: string[] = []
  for (let steps = 0; steps < 13 && passed.at(-1) !== 'skip'; steps += 1) {
    await page.keyboard.press('Shift+Tab')
    passed.push(await focused())
  }
  expect(passed).toEqual([
    'attach',
    'example-memory',
    'example-help',
    'example-picture',
    'example-hello',
    'scroll',
    'data-open',
    'guard-name',
    'skip',
  ])
  await page.keyboard.press('Enter')
  expect(await focused()).toBe('text')
  await page.locator('#files').setInputFiles([{ name: 'sun.png', mimeType: 'image/png', buffer: yellow }])
  await page.locator('#attachments li').waitFor()
  await page.keyboard.press('Escape')
  expect(await page.locator('#attachments li').count()).toBe(0)
  const accepted = nextEvent()
  await page.keyboard.type('one')
  await page.keyboard.press('Shift+Enter')
  await page.keyboard.type('two')
  await page.keyboard.press('Enter')
  expect(await accepted).toMatchObject({ parts: [{ type: 'text', text: 'one\ntwo' }] })
})

test('what a model writes is never markup of the page', async () => {
  const { chat } = await sendText('hello')
  const pictures = '<img src=x onerror=alert(1)> ![x](https://evil.example/x.png)'
  const text = `${pictures} **bold** [click](javascript:alert(1)) https://example.org/a).`
  await host.channel.send(chat, outgoing('r1', text, { final: true }), signal)
  await page.locator('.theirs strong').waitFor()
  expect(await page.locator('.theirs img, .theirs script').count()).toBe(0)
  const links = await page
    .locator('.theirs a')
    .evaluateAll((nodes) => nodes.map((node) => [node.getAttribute('href'), node.getAttribute('rel')]))
  const rel = 'noopener noreferrer nofollow'
  expect(links).toEqual([
    ['https://evil.example/x.png', rel],
    ['https://example.org/a', rel],
  ])
  expect(await page.locator('.theirs').last().innerText()).toContain('x (evil.example)')
  expect(faults).toEqual([])
})

test('a message that the service cannot take now goes out by itself later, once', async () => {
  host.sink.isDown = true
  await page.getByLabel('Write a message').fill('are you there?')
  const refused = page.waitForResponse((response) => response.status() === 503)
  await page.keyboard.press('Enter')
  await refused
  await page.getByText('Sending…').waitFor()
  const accepted = nextEvent()
  host.sink.isDown = false
  await accepted
  await page.getByText('Sending…').waitFor({ state: 'detached' })
  expect(host.sink.events).toHaveLength(1)
})

test('while the service is away the page says so; what was written meanwhile goes out when it is back', async () => {
  const { chat, messageId } = await sendText('first')
  await host.channel.send(chat, outgoing('r1', 'half a'), signal)
  await answer('half a').waitFor()
  const { port, key, sink } = host
  await host[Symbol.asyncDispose]()
  await page.getByText('Connection lost. Reconnecting…').waitFor()
  await page.getByLabel('Write a message').fill('second')
  await page.keyboard.press('Enter')
  await page.getByText('Sending…').waitFor()
  const accepted = nextEvent()
  const conversation = conversationId(host.channel.account, chat.id)
  sink.addEntry(conversation, {
    from: 'person',
    id: messageId,
    text: 'first',
    pictureIds: [],
    kind: 'message',
    atMs: 1,
  })
  host = chromium.host = await hostPage({ port, key, sink })
  expect(await accepted).toMatchObject({ parts: [{ type: 'text', text: 'second' }] })
  await page.getByText('Connection lost').waitFor({ state: 'hidden' })
  await host.channel.send(chat, outgoing('r1', 'half a loaf', { final: true }), signal)
  await answer('half a loaf').waitFor()
  const said = await page.locator('#log > li').allTextContents()
  expect(said).toEqual(['You: first', 'Chasqui: half a loaf', 'You: second'])
})

test('a reader who scrolled up stays there while text grows, and no width scrolls sideways', async () => {
  const { chat } = await sendText('hello')
  const lines = Array.from({ length: 80 }, (_, line) => `line ${line}`).join('\n\n')
  const sent = await host.channel.send(chat, outgoing('r1', lines), signal)
  const top = () => page.locator('#scroll').evaluate((node) => node.scrollTop)
  await expect.poll(top).toBeGreaterThan(500)
  await page.mouse.move(200, 300)
  await page.mouse.wheel(0, -5_000)
  await page.getByRole('button', { name: 'Go to the newest message' }).waitFor()
  await expect.poll(top).toBe(0)
  await host.channel.edit(chat, sent, outgoing('r1', `${lines}\n\nthe last word`, { final: true }), signal)
  await answer('the last word').waitFor()
  expect(await top()).toBe(0)
  await page.getByRole('button', { name: 'Go to the newest message' }).click()
  await expect.poll(top).toBeGreaterThan(500)
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 600 })
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
  }
})

test('a reader at the end stays there when “Sending…” goes and an answer comes right after it', async () => {
  const { chat } = await sendText('hello')
  const lines = Array.from({ length: 80 }, (_, line) => `line ${line}`).join('\n\n')
  await host.channel.send(chat, outgoing('r1', lines, { final: true }), signal)
  await answer('line 79').waitFor()
  await page.evaluate(SHORTER_THEN_LONGER)
  expect(await page.locator('#newest').isHidden()).toBe(true)
})

test('the page says that pictures are not checked where a guard watches that cannot see them', async () => {
  const says = async (status: Partial<ServiceStatus>) => {
    host.sink.state = { ...STATUS, ...status }
    await page.reload()
    await page.getByText(STATUS.model, { exact: true }).waitFor()
    return [page.locator('#guard-text'), page.locator('#guard-why')].map((part) => part.textContent())
  }
  const unseen = 'The guard reads text only: pictures are not checked.'
  expect(await Promise.all(await says({ guard: 'full', guardSeesPictures: false }))).toEqual([
    'Pictures unchecked',
    unseen,
  ])
  const [name, why] = await Promise.all(await says({ guardSeesPictures: false }))
  expect(name).toBe('Demo guard')
  expect(why).toMatch(new RegExp(`it misses much.* ${unseen}`))
  expect(await Promise.all(await says({ guard: 'full', guardSeesPictures: true }))).toEqual(['', ''])
  expect(await Promise.all(await says({ guard: 'full', guardSeesPictures: false, vision: false }))).toEqual(['', ''])
})

test('the page says which guard is at work and speaks the visitor’s language', async () => {
  await page.getByText('Demo guard').click()
  await page.getByText('small demonstration guard').waitFor()
  const arabic = await chromium.browser!.newContext({ locale: 'ar' })
  const other = await arabic.newPage()
  await other.goto(host.url)
  await other.getByText('كيف أستطيع مساعدتك').waitFor()
  expect(await other.evaluate('document.documentElement.dir')).toBe('rtl')
  await arabic.close()
})
