import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { Visitor } from '../adapters/web/visitor.ts'
import { animated, bombPng, jpegOf, lyingPng, noisyJpeg } from '../core/media/hostile.ts'
import { startModelHost, type ModelHost } from '../kit/model-host.ts'
import { startProduct, type Product } from '../kit/product.ts'

let host: ModelHost
let product: Product

beforeAll(async () => {
  host = await startModelHost({ hasEyes: true })
  product = await startProduct({ host })
  await product.app.engine.ready(AbortSignal.timeout(20_000))
}, 60_000)

afterAll(async () => {
  await product[Symbol.asyncDispose]()
  await host.close()
})

afterEach(async () => {
  await nothingElseLies()
})

const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'

const hostile: Record<string, { bytes: () => Buffer | Promise<Buffer>; answer: RegExp }> = {
  'a quarter of a gigapixel in 31 KB': { bytes: bombPng, answer: /too large/i },
  'a header that lies': { bytes: lyingPng, answer: /too large/i },
  'a drawing that reads files': { bytes: () => Buffer.from(SVG), answer: /SVG/ },
  'a drawing behind the head of a photo': {
    bytes: () => Buffer.from(`\xff\xd8\xff${SVG}`, 'latin1'),
    answer: /damaged/i,
  },
  text: { bytes: () => Buffer.from('just words'), answer: /not a picture/i },
  'one that was cut off': { bytes: async () => (await jpegOf()).subarray(0, 600), answer: /damaged/i },
  'one whose end mark was cut off': { bytes: async () => (await noisyJpeg()).subarray(0, -2), answer: /You said/ },
  'one that moves': { bytes: () => animated('gif'), answer: /You said/ },
  'one with a script behind it': {
    bytes: async () => Buffer.concat([await jpegOf(), Buffer.from('<script>alert(1)</script>')]),
    answer: /You said/,
  },
}
const cases = Object.entries(hostile).map(([name, about]) => ({ name, ...about }))

test('a hostile picture over Telegram gets a kind sentence, and the conversation goes on', async () => {
  const eve = product.person('eve')
  for (const { bytes, answer } of cases) {
    eve.sendsFile(await bytes(), { name: '../../../x\0.jpg', mime: 'image/jpeg' })
    await eve.hears(answer)
    eve.sends('go on')
    await eve.hears(/You said: go on/)
  }
})

test('over the page', async () => {
  const eve = await Visitor.arrives({ url: product.app.url ?? '' })
  const hears = await eve.listens()
  const reply = async () => {
    for (;;) {
      const { data } = await hears.next('reply')
      if (data.final) return String(data.text)
    }
  }
  for (const [index, { name, bytes, answer }] of cases.entries()) {
    expect((await eve.sendsPictures(`message-000${index}`, '', [await bytes()], 'image/jpeg')).status).toBe(202)
    expect(await reply(), name).toMatch(answer)
  }
  await eve.sendsPictures('message-0098', '', [randomBytes(100_000)], 'application/octet-stream')
  expect(await reply()).toMatch(/cannot open files yet/)
  const form = new FormData()
  form.append('id', 'message-0099')
  const picture = new Blob([Buffer.from(await jpegOf())])
  const names = ['../../x', 'CON', 'n'.repeat(4_096), '\0', '..\\..\\x.jpg', '']
  for (const name of names) form.append('picture', picture, name)
  await eve.post(form)
  expect(await reply()).not.toBe('')
  hears.leave()
})

test('at the terminal', async () => {
  const folder = path.join(product.dataFolder, 'typed')
  await mkdir(folder)
  const eve = await product.terminal('eve')
  for (const [index, { name, bytes, answer }] of cases.entries()) {
    const file = path.join(folder, `${index}.jpg`)
    await writeFile(file, await bytes())
    await eve.says('', [file])
    expect((await eve.hears()).text, name).toMatch(answer)
  }
  await rm(folder, { recursive: true })
})

test('nothing of it lies anywhere but in the folders for pictures, under names of ours', async () => {
  const ann = product.person('ann')
  for (const { bytes, answer } of cases) {
    ann.sendsFile(await bytes(), { name: '../../y.jpg', mime: 'image/jpeg' })
    await ann.hears(answer)
  }
  const kept = await nothingElseLies()
  expect(kept.filter((name) => /\.(?:png|jpg)$/.test(name))).not.toEqual([])
})

/** Of pictures that came by any channel; what is kept of them. */
async function nothingElseLies(): Promise<string[]> {
  const top = (await readdir(product.dataFolder)).toSorted()
  const ours = ['id', 'key', 'media', 'postgres', 'service.lock', 'status.sock', 'uploads']
  expect(top.filter((name) => !ours.includes(name))).toEqual([])
  const kept = await readdir(path.join(product.dataFolder, 'media'), { recursive: true })
  expect(kept.filter((name) => !/^[\w-]+(\/[0-9a-f]{64}\.(png|jpg))?$/.test(name))).toEqual([])
  // The turns that needed them have ended.
  await expect.poll(() => readdir(path.join(product.dataFolder, 'uploads')), { timeout: 10_000 }).toEqual([])
  return kept
}
