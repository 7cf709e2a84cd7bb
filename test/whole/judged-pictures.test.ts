import { readdir } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startModelHost, type ModelHost, type RecordedPrompt } from '../kit/model-host.ts'
import { startProduct, type Product } from '../kit/product.ts'

const picture = (background: string) =>
  sharp({ create: { width: 320, height: 240, channels: 3, background } })
    .jpeg()
    .toBuffer()
const [GREEN, BLUE, RED] = await Promise.all(['green', 'blue', 'red'].map(picture))

/** What this guard calls unsafe: red. It must have been given the very picture, not a word for it. */
async function isRed(bytes: Buffer): Promise<boolean> {
  const [red = 0, green = 255, blue = 255] = (await sharp(bytes).stats()).channels.map(({ mean }) => mean)
  return red > 200 && green < 100 && blue < 100
}

let host: ModelHost
let product: Product

beforeAll(async () => {
  host = await startModelHost({ hasEyes: true, isUnsafePicture: isRed })
  product = await startProduct({ host })
  await product.app.engine.ready(AbortSignal.timeout(20_000))
}, 60_000)

afterAll(async () => {
  await product[Symbol.asyncDispose]()
  await host.close()
})

const promptsWith = (kind: RecordedPrompt['kind'], words: string) =>
  host.prompts.filter((prompt) => prompt.kind === kind && prompt.text.includes(words))
const inPrompt = (words: string) =>
  promptsWith('guard', words).filter(({ text }) => text.includes('ONLY THE LAST User message'))
const keptPictures = async () =>
  (await readdir(path.join(product.dataFolder, 'media'), { recursive: true })).filter((name) => name.endsWith('.jpg'))

describe('a guard on a host that sees, as a Llama Guard 4', () => {
  test('is shown a photo with the question, once, before the model is', async () => {
    const anna = product.person('anna')
    anna.sendsPhoto(GREEN!, 'is this canary-meadow?')
    await anna.hears(/canary-meadow/)
    expect(inPrompt('canary-meadow')).toMatchObject([{ pictures: 1 }])
    expect(promptsWith('chat', 'canary-meadow')).toMatchObject([{ pictures: 1 }])
  })

  test('stops a photo that it finds unsafe, and the model never sees it, in this turn or a later one', async () => {
    const ben = product.person('ben')
    ben.sendsPhoto(RED!, 'and what is canary-red?')
    await ben.hears(/cannot help/i)
    expect(promptsWith('chat', 'canary-red')).toEqual([])
    ben.sends('what did I show you, canary-ben?')
    await ben.hears(/canary-ben/)
    expect(promptsWith('chat', 'canary-ben')).toMatchObject([{ pictures: 0 }])
  })

  test('stops an album for the one photo in it', async () => {
    const carla = product.person('carla')
    carla.sendsAlbum([GREEN!, BLUE!, RED!], 'which is canary-third?')
    await carla.hears(/cannot help/i)
    expect(inPrompt('canary-third').map(({ pictures }) => pictures)).toContain(3)
    expect(promptsWith('chat', 'canary-third')).toEqual([])
  })

  test('stops what somebody else sent and this person only quotes', async () => {
    const group = product.telegram.group('painters')
    const [dora, emil] = ['dora', 'emil'].map((name) => product.person(name).in(group))
    const photo = dora!.sendsPhoto(RED!)
    emil!.replies(photo, '@chasqui_double_bot what is canary-quoted?')
    await emil!.hears(/cannot help/i)
    expect(promptsWith('chat', 'canary-quoted')).toEqual([])
  })

  test.each([
    ['fails', { type: 'status', status: 500 }],
    ['is cut off', { type: 'cut', afterWords: 0 }],
    ['answers with garbage', { type: 'garbage' }],
  ] as const)('is asked again about a photo when it %s', async (_what, fault) => {
    const fred = product.person(`fred-${fault.type}`)
    host.fail('guard', fault)
    fred.sendsPhoto(RED!, `what is canary-${fault.type}?`)
    await fred.hears(/cannot help/i)
    expect(promptsWith('chat', `canary-${fault.type}`)).toEqual([])
  })

  test('lets nothing through when it refuses to look', async () => {
    const gina = product.person('gina')
    host.fail('guard', { type: 'status', status: 400 })
    gina.sendsPhoto(GREEN!, 'what is canary-refused?')
    await gina.hears(/something went wrong/i)
    expect(promptsWith('chat', 'canary-refused')).toEqual([])
  })

  test('is spoken of as such', async () => {
    const hugo = product.person('hugo', { language: 'fr' })
    hugo.sends('/status')
    await hugo.hears(/images sont vérifiées aussi/)
    expect(product.app.status()).toMatchObject({ guard: 'full', guardSeesPictures: true })
    expect(product.app.readiness().parts.find(({ name }) => name === 'guard')?.detail).not.toContain('not judged')
  })
})

describe('a picture that somebody else sent', () => {
  test('can be asked about by quoting it, each time, and is nobody’s afterwards', async () => {
    const group = product.telegram.group('gardeners')
    const [ida, jan] = ['ida', 'jan'].map((name) => product.person(name).in(group))
    const photo = ida!.sendsPhoto(BLUE!)
    const before = await keptPictures()
    jan!.replies(photo, '@chasqui_double_bot what is canary-blue?')
    await jan!.hears(/canary-blue/)
    expect(promptsWith('chat', 'canary-blue')).toMatchObject([{ pictures: 1 }])
    jan!.sends('@chasqui_double_bot and canary-later?')
    await jan!.hears(/canary-later/)
    const [later] = promptsWith('chat', 'canary-later')
    expect(later).toMatchObject({ pictures: 0, text: expect.stringContaining('[picture]') })
    jan!.replies(photo, '@chasqui_double_bot and canary-again?')
    await jan!.hears(/canary-again/)
    expect(promptsWith('chat', 'canary-again')).toMatchObject([{ pictures: 1 }])
    expect(await keptPictures()).toEqual(before)
  })

  test('is the person’s own when they quote themself, and may be asked about later', async () => {
    const karl = product.person('karl')
    const photo = karl.sendsPhoto(GREEN!, 'look, canary-own')
    await karl.hears(/canary-own/)
    karl.sends('/reset')
    await karl.hears(/new conversation/)
    karl.replies(photo, 'what is canary-mine?')
    await karl.hears(/canary-mine/)
    karl.sends('and canary-after?')
    await karl.hears(/canary-after/)
    expect(promptsWith('chat', 'canary-after')).toMatchObject([{ pictures: 1 }])
  })
})
