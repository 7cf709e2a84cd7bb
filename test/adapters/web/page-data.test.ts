import { readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { beforeEach, expect, test } from 'vitest'
import { conversationId, type IdentityId, type ReplyId } from '#core/contract/ids.ts'
import type { Chat } from '#core/contract/message.ts'
import { temporaryFolder } from '../../kit/temporary-folder.ts'
import { chromiumPage } from './chromium-page.ts'
import { outgoing, type PageHost } from './page-host.ts'

const chromium = chromiumPage()
const { faults, answer } = chromium
const ID = 'k3nB0vV2q8mX1cZ7sD5fGg'
const NAME = 'chasqui-export-2026-11-28.zip'
const signal = new AbortController().signal
let page: Page
let host: PageHost
beforeEach(() => {
  page = chromium.page
  host = chromium.host
})

const button = (name: string) => page.getByRole('button', { name, exact: true })
const focused = () => page.evaluate<string>('document.activeElement.id')

/** The service answers with a file. */
async function sendsFile(chat: Chat): Promise<string> {
  const filePath = path.join(await temporaryFolder(), NAME)
  await writeFile(filePath, 'everything')
  const file = { name: NAME, mime: 'application/zip', bytes: 10, path: filePath }
  const key = `${conversationId(host.channel.account, chat.id)} ${ID}`
  const taken = async () => {
    host.sink.files.delete(key)
    await rm(filePath)
  }
  host.sink.files.set(key, { ...file, taken })
  await host.channel.send(chat, outgoing('r1', 'Here it is.', { kind: 'command', final: true }), signal)
  await host.channel.sendFile!(chat, { ...file, id: ID, replyId: 'r1' as ReplyId, index: 1000 }, signal)
  return filePath
}

test('everything is downloaded from the place for it, by keyboard, and the file is then no longer offered', async () => {
  await page.locator('#data-open').focus()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: 'Your data' }).waitFor()
  expect(await focused()).toBe('data-take')
  const asked = chromium.nextEvent()
  await page.keyboard.press('Enter')
  const event = await asked
  expect(event).toMatchObject({ type: 'command', name: 'export' })
  expect(await page.locator('dialog[open]').count()).toBe(0)
  const filePath = await sendsFile(event.chat)
  await answer('Here it is.').waitFor()
  const link = page.getByRole('link', { name: /^Download .*chasqui-export-2026-11-28\.zip.* \(10 byte\)$/ })
  const started = page.waitForEvent('download')
  await link.click()
  const download = await started
  expect(download.suggestedFilename()).toBe(NAME)
  expect(await readFile(await download.path(), 'utf8')).toBe('everything')
  await page.getByRole('log').getByText('Downloaded').waitFor()
  expect(await link.count()).toBe(0)
  await expect(readFile(filePath)).rejects.toMatchObject({ code: 'ENOENT' })
  expect(faults).toEqual([])
})

test('a file that still waits is there after a reload, below its answer', async () => {
  const { chat, messageId } = await chromium.sendText('/export')
  await sendsFile(chat)
  await page.getByRole('link', { name: /^Download/ }).waitFor()
  const conversation = conversationId(host.channel.account, chat.id)
  const about = { pictureIds: [], atMs: 1 }
  host.sink.addEntry(conversation, { ...about, from: 'person', id: messageId, text: '/export', kind: 'message' })
  const files = [{ id: ID, name: NAME, bytes: 10 }]
  host.sink.addEntry(conversation, { ...about, from: 'bot', id: 'r1', text: 'Here it is.', kind: 'command', files })
  await page.reload()
  await answer('Here it is.').waitFor()
  await page.getByRole('link', { name: /^Download/ }).waitFor()
  expect(await page.locator('#log > li').count()).toBe(2)
  expect(faults).toEqual([])
})

test('deleting everything is asked about once more, and can be left without having done anything', async () => {
  await page.locator('#data-open').click()
  await button('Delete everything').click()
  expect(await focused()).toBe('data-cancel')
  await page.getByText('It cannot be undone.').waitFor()
  await page.keyboard.press('Enter')
  expect(await focused()).toBe('data-take')
  await page.keyboard.press('Escape')
  expect(await page.locator('dialog[open]').count()).toBe(0)
  expect(host.sink.events).toEqual([])
  await page.locator('#data-open').click()
  expect(await page.getByText('It cannot be undone.').isVisible()).toBe(false)
  await button('Delete everything').click()
  const asked = chromium.nextEvent()
  await button('Yes, delete everything').click()
  expect(await asked).toMatchObject({ type: 'command', name: 'delete-me', argument: 'yes' })
  expect(faults).toEqual([])
})

test('once the person is deleted the page shows nothing but the last word on it', async () => {
  const { chat, sender } = await chromium.sendText('a secret')
  await host.channel.send(chat, outgoing('r1', 'Everything is deleted.', { kind: 'command', final: true }), signal)
  await answer('Everything is deleted.').waitFor()
  await host.channel.forgetPerson!([sender.id satisfies IdentityId])
  await page.getByText('a secret').waitFor({ state: 'detached' })
  expect(await page.locator('#log > li').count()).toBe(1)
  await answer('Everything is deleted.').waitFor()
})

test.each([
  ['light', 'en-GB', 390],
  ['dark', 'de-DE', 390],
  ['light', 'ar', 360],
  ['dark', 'th', 1200],
] as const)('the dialog fits (%s, %s, %i pixels wide)', async (colorScheme, locale, width) => {
  await chromium.context.close()
  await chromium.open({ locale, colorScheme, viewport: { width, height: 740 } })
  page = chromium.page
  await page.locator('#data-open').click()
  for (const step of ['#data-choice', '#data-sure']) {
    await page.locator(step).waitFor()
    const box = await page.locator('#data').boundingBox()
    expect(box?.x).toBeGreaterThanOrEqual(0)
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width)
    const cut = `[...document.querySelectorAll('${step} button')].filter((it) => it.scrollWidth > it.clientWidth).length`
    expect(await page.evaluate(cut)).toBe(0)
    if (step === '#data-choice') await page.locator('#data-delete').click()
  }
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
})
