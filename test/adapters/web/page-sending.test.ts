import type { Route } from 'playwright-core'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { chromiumPage } from './chromium-page.ts'
import { Visitor } from './visitor.ts'

const chromium = chromiumPage()
const yellow = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#f5c542' } })
  .png()
  .toBuffer()
const sun = { name: 'sun.png', mimeType: 'image/png', buffer: yellow }
const MESSAGES = '**/api/messages'
const isForm = (route: Route) => (route.request().headers()['content-type'] ?? '').startsWith('multipart')

/** Answers forms in place of the service, as a proxy in front of it would; the rest goes through. */
async function proxyAnswersForms(answer: Parameters<Route['fulfill']>[0]) {
  const seen = { forms: 0 }
  await chromium.page.route(MESSAGES, (route) => {
    if (!isForm(route)) return route.continue()
    seen.forms += 1
    return route.fulfill(answer)
  })
  return seen
}

async function sendPhoto() {
  await chromium.page.locator('#files').setInputFiles([sun])
  await chromium.writes('what is this?')
}

/** What the browser has kept of the page. */
const kept = () =>
  chromium.page.evaluate(`(async () => {
    const open = indexedDB.open('chasqui')
    await new Promise((resolve) => (open.onsuccess = resolve))
    const all = open.result.transaction('pictures').objectStore('pictures').getAll()
    await new Promise((resolve) => (all.onsuccess = resolve))
    const words = Object.values(localStorage).join(' ')
    return { words, pictures: all.result.flatMap((record) => record.files).length }
  })()`)

const html = (title: string) => ({
  contentType: 'text/html',
  body: `<html><head><title>${title}</title></head></html>`,
})
const state = (text: string | RegExp) => chromium.page.locator('.state').getByText(text)
/** Until then a clock that is set forward would end the request. */
const newestIsAnswered = () => chromium.page.locator('.mine:last-child .state').waitFor({ state: 'detached' })

test('an Enter that confirms what an input method wrote does not send; the next one does', async () => {
  const { page, host } = chromium
  await page.evaluate(`{
    const box = document.getElementById('text')
    box.value = '日本語'
    box.dispatchEvent(new CompositionEvent('compositionend', { data: '日本語', bubbles: true }))
    globalThis.press = (keyCode) => {
      const init = { key: 'Enter', keyCode, which: keyCode, bubbles: true, cancelable: true }
      return box.dispatchEvent(new KeyboardEvent('keydown', init))
    }
    press(229)
  }`)
  expect(await page.getByLabel('Write a message').inputValue()).toBe('日本語')
  const accepted = chromium.nextEvent()
  await page.evaluate('press(13)')
  expect(await accepted).toMatchObject({ parts: [{ text: '日本語' }] })
  expect(host.sink.events).toHaveLength(1)
})

test('what a proxy in front answers in its own form is told of once, and the next message goes out', async () => {
  const { page } = chromium
  await page.clock.install()
  const answers = [
    ['The picture is too large here.', { status: 413, ...html('413 Request Entity Too Large') }],
    ['You have to sign in', { status: 302, headers: { location: '/login' } }],
    ['You have to sign in', { status: 200, ...html('Sign in') }],
    ['Something on the way to the service refused it.', { status: 403, ...html('403 Forbidden') }],
  ] as const
  for (const [said, answer] of answers) {
    const seen = await proxyAnswersForms(answer)
    const accepted = chromium.nextEvent()
    await sendPhoto()
    await chromium.writes('hello')
    expect(await accepted, said).toMatchObject({ parts: [{ text: 'hello' }] })
    await newestIsAnswered()
    await state(said).waitFor()
    await page.clock.fastForward('02:00')
    expect(seen.forms, said).toBe(1)
    await page.getByRole('button', { name: 'Delete' }).click()
    await page.unroute(MESSAGES)
  }
})

test('a proxy whose service is away is asked again a few times, and holds up no other message', async () => {
  const { page } = chromium
  await page.clock.install()
  const seen = await proxyAnswersForms({ status: 502, ...html('502 Bad Gateway') })
  const accepted = chromium.nextEvent()
  await sendPhoto()
  await chromium.writes('hello')
  expect(await accepted).toMatchObject({ parts: [{ text: 'hello' }] })
  await newestIsAnswered()
  const gaveUp = async () => {
    await page.clock.runFor(5_000)
    return state('The service did not answer.').isVisible()
  }
  await expect.poll(gaveUp).toBe(true)
  expect(seen.forms).toBe(4)
  await page.unroute(MESSAGES)
  const arrived = chromium.nextEvent()
  await page.getByRole('button', { name: 'Try again' }).click()
  expect(await arrived).toMatchObject({ parts: [{ text: 'what is this?' }, { type: 'image' }] })
})

test('a message that was refused can be deleted, and is not there after a reload', async () => {
  const { page } = chromium
  await proxyAnswersForms({ status: 413, ...html('413') })
  await sendPhoto()
  await state('The picture is too large here.').waitFor()
  await expect.poll(kept).toMatchObject({ pictures: 1 })
  await page.reload()
  await state('The picture is too large here.').waitFor()
  await page.getByRole('button', { name: 'Delete' }).click()
  await page.reload()
  await page.locator('#welcome h2').waitFor()
  expect(await page.locator('#log > li').count()).toBe(0)
})

test('what could not be sent goes out after a reload, with its pictures, once and in its order', async () => {
  const { page, host } = chromium
  await page.route(MESSAGES, (route) => route.abort())
  await sendPhoto()
  await chromium.writes('keep me')
  await page.getByText('Sending…').nth(1).waitFor()
  await expect.poll(kept).toMatchObject({ pictures: 1 })
  await page.unroute(MESSAGES)
  const bothArrived = new Promise<void>((resolve) => {
    host.sink.onEvent = () => host.sink.events.length === 2 && resolve()
  })
  await page.reload()
  await bothArrived
  expect(host.sink.events).toMatchObject([
    { parts: [{ text: 'what is this?' }, { type: 'image', fileName: 'sun.png', bytes: yellow.length }] },
    { parts: [{ text: 'keep me' }] },
  ])
  await expect.poll(kept).toEqual({ words: '', pictures: 0 })
  await page.reload()
  await page.locator('.mine').nth(1).waitFor()
  expect(host.sink.events).toHaveLength(2)
})

test('a draft stands in the box again after a reload, with its pictures', async () => {
  const { page } = chromium
  await page.getByLabel('Write a message').fill('draft')
  await page.locator('#files').setInputFiles([sun])
  await expect.poll(kept).toMatchObject({ pictures: 1 })
  await page.reload()
  await page.getByRole('button', { name: /Remove .?sun\.png/ }).waitFor()
  expect(await page.getByLabel('Write a message').inputValue()).toBe('draft')
  const { parts } = await chromium.sendText('sent now')
  expect(parts).toMatchObject([{ text: 'sent now' }, { type: 'image' }])
  await expect.poll(kept).toEqual({ words: '', pictures: 0 })
  await page.reload()
  await page.locator('.mine').waitFor()
  expect(await page.getByLabel('Write a message').inputValue()).toBe('')
  expect(await page.locator('#attachments li').count()).toBe(0)
})

test('pictures that are dropped while they are still being kept are gone', async () => {
  const left = await chromium.page.evaluate(`(async () => {
    const { createPictureStore } = await import('/picture-store.js')
    const store = createPictureStore()
    const picture = { id: 'message', chat: 'chat', files: [new File(['bytes'], 'sun.png')] }
    await Promise.all([store.keep(picture), store.drop(picture.id)])
    return (await store.take(picture.chat, [picture.id])).size
  })()`)
  expect(left).toBe(0)
})

test('a message that arrived takes nothing along that could not be sent after it', async () => {
  const { page, host } = chromium
  await chromium.sendText('arrived')
  await page.getByText('Sending…').waitFor({ state: 'detached' })
  await page.route(MESSAGES, (route) => route.abort())
  await chromium.writes('keep me')
  await page.getByText('Sending…').waitFor()
  await page.unroute(MESSAGES)
  const accepted = chromium.nextEvent()
  await page.reload()
  expect(await accepted).toMatchObject({ parts: [{ text: 'keep me' }] })
  expect(host.sink.events).toHaveLength(2)
})

test('words whose pictures could not be kept stand in the box again, and the page asks for the pictures', async () => {
  const { page, host } = chromium
  await page.route(MESSAGES, (route) => route.abort())
  await sendPhoto()
  await expect.poll(kept).toMatchObject({ pictures: 1 })
  await page.evaluate(`new Promise((resolve) => (indexedDB.deleteDatabase('chasqui').onblocked = resolve))`)
  // Another tab has long kept its pictures by then.
  await page.evaluate(`{
    const old = localStorage['chasqui.unsent'].replace(/"atMs":\\d+/, '"atMs":' + (Date.now() - 60_000))
    localStorage['chasqui.unsent'] = old
  }`)
  await page.reload()
  await page.getByRole('alert').getByText('could not be kept').waitFor()
  expect(await page.getByLabel('Write a message').inputValue()).toBe('what is this?')
  expect(host.sink.events).toEqual([])
})

test('nothing that one visitor left unsent is kept for the next one of the same browser', async () => {
  const { page, context, host } = chromium
  await page.route(MESSAGES, (route) => route.abort())
  await sendPhoto()
  await page.getByLabel('Write a message').fill('a secret')
  await expect.poll(kept).toMatchObject({ words: expect.stringContaining('what is this?'), pictures: 1 })
  // The next one's page opens after this one's has closed.
  await page.goto('about:blank')
  await context.clearCookies()
  await page.unroute(MESSAGES)
  await page.goto(host.url)
  await page.locator('#welcome h2').waitFor()
  await expect.poll(kept).toEqual({ words: '', pictures: 0 })
  expect(await page.getByLabel('Write a message').inputValue()).toBe('')
  expect(host.sink.events).toEqual([])
})

test('who comes with the cookies of two chats is told what to delete', async () => {
  const { page, context, host } = chromium
  const [name = '', value = ''] = (await Visitor.arrives(host)).cookie.split('=')
  await context.addCookies([{ name, value, domain: '127.0.0.1', path: '/api' }])
  await chromium.writes('hello')
  await state('Delete the cookies of this site and of the site it belongs to').waitFor()
  await page.evaluate(`dispatchEvent(new Event('online'))`)
  await page.locator('#connection').getByText('Delete the cookies of this site').waitFor()
})

test.each([
  ['too many visitors came', { status: 429, json: { error: 'too-many-people' } }, 'Too much came from your network.'],
  ['the page moved to https', { status: 403, json: { error: 'https-needed' } }, 'Open it at its https address.'],
])('whose cookie was lost gets a new one by sending, and where %s is told so', async (_why, refusal, said) => {
  const { page, context, host } = chromium
  await context.clearCookies()
  await page.route(`${host.url}/`, (route) => route.fulfill(refusal))
  await chromium.writes('hello')
  await state(said).waitFor()
  await page.unroute(`${host.url}/`)
  const accepted = chromium.nextEvent()
  await page.getByRole('button', { name: 'Try again' }).click()
  expect(await accepted).toMatchObject({ parts: [{ text: 'hello' }] })
})

test('a browser that keeps nothing sends all the same', async () => {
  const { context, host } = chromium
  await context.close()
  await chromium.open()
  await chromium.context.addInitScript(`
    Object.defineProperty(globalThis, 'indexedDB', { get() { throw new DOMException('no', 'SecurityError') } })
    Object.defineProperty(globalThis, 'localStorage', { get() { throw new DOMException('no', 'SecurityError') } })
  `)
  await chromium.page.goto(host.url)
  await chromium.page.locator('#welcome h2').waitFor()
  await chromium.sendText('hello')
  expect(chromium.faults).toEqual([])
})

test('what was written without a stream, and before it was known whose chat this is, outlives a reload', async () => {
  const { page, host } = chromium
  let sendStatus = () => {}
  const maySend = new Promise<void>((resolve) => (sendStatus = resolve))
  await page.route('**/api/events', (route) => route.abort())
  await page.route('**/api/status', async (route) => maySend.then(() => route.continue()))
  await page.route(MESSAGES, (route) => route.abort())
  await page.reload()
  await sendPhoto()
  await page.getByText('Sending…').waitFor()
  await page.getByLabel('Write a message').fill('draft')
  expect(await kept()).toEqual({ words: '', pictures: 0 })
  sendStatus()
  const words = expect.stringMatching(/what is this\?.*draft|draft.*what is this\?/)
  await expect.poll(kept, { timeout: 20_000 }).toEqual({ words, pictures: 1 })
  await page.unroute(MESSAGES)
  const arrived = chromium.nextEvent()
  await page.reload()
  expect(await arrived).toMatchObject({ parts: [{ text: 'what is this?' }, { type: 'image' }] })
  expect(await page.getByLabel('Write a message').inputValue()).toBe('draft')
  expect(host.sink.events).toHaveLength(1)
})

test('of very many messages that wait, those are kept that there is room for, and the next when one has gone', async () => {
  const { page } = chromium
  let letFirstGo = () => {}
  const mayGo = new Promise<void>((resolve) => (letFirstGo = resolve))
  await page.route(MESSAGES, (route) => mayGo.then(() => route.continue()), { times: 1 })
  for (let count = 1; count <= 51; count += 1) await chromium.writes(`number ${count}.`)
  const words = async () => ((await kept()) as { words: string }).words
  await expect.poll(words).toContain('number 50.')
  expect(await words()).not.toContain('number 51.')
  await page.route(MESSAGES, (route) => route.abort())
  letFirstGo()
  await expect.poll(words).toContain('number 51.')
  expect(await words()).not.toContain('number 1.')
})

test('a second tab leaves to the first what it is just sending, also before its pictures are kept', async () => {
  const { page, context, host } = chromium
  let letGo = () => {}
  const mayGo = new Promise<void>((resolve) => (letGo = resolve))
  await page.route(MESSAGES, (route) => mayGo.then(() => route.continue()))
  await page.evaluate('IDBObjectStore.prototype.put = () => { throw new Error("not yet") }')
  await sendPhoto()
  await page.getByText('Sending…').waitFor()
  const second = await context.newPage()
  await second.clock.install()
  const isOpen = second.waitForResponse('**/api/history')
  await second.goto(host.url)
  await isOpen
  letGo()
  await second.locator('.mine').getByText('what is this?').waitFor()
  await second.clock.runFor(10_000)
  await expect.poll(kept).toMatchObject({ words: '' })
  expect(await second.getByLabel('Write a message').inputValue()).toBe('')
  expect(host.sink.events).toHaveLength(1)
})
