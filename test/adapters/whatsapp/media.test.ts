import { randomBytes } from 'node:crypto'
import { fetchMedia } from '#adapters/whatsapp/media.ts'
import type { MediaPart } from '#core/contract/message.ts'
import { beforeEach, expect, it } from 'vitest'
import { AskedPage } from './asked-page.ts'

const REF = 'false_491520000002@c.us_3EB0AAAA'
const BYTES_MAX = 20_000_000
const { signal } = new AbortController()

let page: AskedPage
beforeEach(() => {
  page = new AskedPage()
})

const fetch = (more: Partial<MediaPart> = {}, bytesMax = BYTES_MAX) =>
  fetchMedia(() => (page.isGone ? undefined : page), { type: 'image', ref: REF, ...more }, { bytesMax }, signal)

it.each([0, 1, 2, 3, 5 * 1024 ** 2 + 1])('a file of %d bytes comes as it was sent', async (length) => {
  const bytes = randomBytes(length)
  page.files = { [REF]: { data: bytes.toString('base64'), size: length } }
  expect(Buffer.from(await fetch()).equals(bytes)).toBe(true)
})

it('a large file does not hold up others while it is decoded', async () => {
  page.files = { [REF]: { data: randomBytes(12 * 1024 ** 2).toString('base64') } }
  let turns = 0
  const count = setInterval(() => (turns += 1), 0)
  await fetch().finally(() => clearInterval(count))
  expect(turns).toBeGreaterThan(2)
})

it('a file whose stated size is too large is not asked for', async () => {
  await expect(fetch({ bytes: 11 }, 10)).rejects.toMatchObject({ code: 'media-too-large' })
  await expect(fetch({ bytes: 17 * 1024 ** 2 })).rejects.toMatchObject({ code: 'media-too-large' })
  expect(page.asked).toEqual([])
})

it('a file that is larger than its sender said is refused, before and after the download', async () => {
  page.files = { [REF]: { size: 11, data: '' } }
  await expect(fetch({}, 10)).rejects.toMatchObject({ code: 'media-too-large' })
  page.files = { [REF]: { size: 1, data: randomBytes(11).toString('base64') } }
  await expect(fetch({}, 10)).rejects.toMatchObject({ code: 'media-too-large' })
  await expect(fetch({}, 11)).resolves.toHaveLength(11)
})

it('what WhatsApp no longer has is gone', async () => {
  await expect(fetch()).rejects.toMatchObject({ code: 'media-gone' })
  page.files = { [REF]: {} }
  await expect(fetch()).rejects.toMatchObject({ code: 'media-gone' })
  await expect(fetch({ ref: 'not_an_id' })).rejects.toMatchObject({ code: 'media-gone' })
})

it('while there is no page it can be tried again', async () => {
  page.isGone = true
  await expect(fetch()).rejects.toMatchObject({ code: 'unreachable' })
})
