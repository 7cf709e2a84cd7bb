import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startModelHost, type ModelHost } from '../kit/model-host.ts'
import { startProduct, type Product } from '../kit/product.ts'
import type { Person } from '../kit/telegram/person.ts'
import type { Content } from '../kit/telegram/wire.ts'

const LONG = `${'lorem ipsum '.repeat(456)}Which word comes third here?`

let host: ModelHost
let product: Product

beforeAll(async () => {
  const answer = ({ last }: { last: string }) => `${last.length} characters: ${last.slice(0, 200)}`
  host = await startModelHost({ hasEyes: true, answer })
  product = await startProduct({ host })
  await product.app.engine.ready(AbortSignal.timeout(20_000))
}, 60_000)

afterAll(async () => {
  await product[Symbol.asyncDispose]()
  await host.close()
})

const asked = (words: string) => host.prompts.filter(({ kind, text }) => kind === 'chat' && text.includes(words))
const replies = (person: Person) => person.transcript().filter(({ fromBot }) => fromBot)
const stored = () => product.telegram.until(() => product.telegram.unconfirmed.length === 0 || undefined)

describe('a text that the app of a person cuts into two messages', () => {
  test.each([
    ['in the middle of a word', 4096, 4096, LONG.length],
    ['at the end of a word', 3899, 3900, LONG.length],
  ])('is asked as one, cut %s', async (name, end, goesOn, length) => {
    const anna = product.person(`anna ${name}`)
    const answers = product.telegram.calls('getUpdates').length
    anna.sends(LONG.slice(0, end))
    await product.telegram.called('getUpdates', { times: answers + 1 })
    anna.sends(LONG.slice(goesOn))
    await anna.hears(new RegExp(`^${length} characters`))
    expect(replies(anna)).toHaveLength(1)
  })

  test('is asked as one when both come in one answer', async () => {
    const ben = product.person('ben')
    ben.sends(LONG.slice(0, 4096))
    ben.sends(LONG.slice(4096))
    await ben.hears(new RegExp(`^${LONG.length} characters`))
    expect(replies(ben)).toHaveLength(1)
    expect(asked('lorem ipsum lorem ipsum Which word').at(-1)?.text).toContain(LONG)
  })
})

describe('words and what is forwarded with them', () => {
  test('are one question, although the words were already being asked about', async () => {
    const cleo = product.person('cleo')
    const held = Promise.withResolvers<void>()
    host.fail('guard', { type: 'hold', go: held.promise })
    const judged = host.next('guard')
    cleo.sends('what does canary-comment mean?')
    await judged
    cleo.forwards('the canary-forward sings', 'Bob')
    await stored()
    held.resolve()
    await cleo.hears(/canary-comment mean\?\nthe canary-forward sings/)
    expect(replies(cleo)).toHaveLength(1)
    expect(asked('canary-comment')).toHaveLength(1)
  })

  test('are two once something of the answer was shown', async () => {
    const dora = product.person('dora')
    const held = Promise.withResolvers<void>()
    host.fail('chat', { type: 'pause', afterWords: 40, go: held.promise })
    dora.sends(`tell me ${'more and more '.repeat(14)}`)
    await dora.hears(/tell me more/)
    dora.forwards('canary-later', 'Bob')
    await stored()
    held.resolve()
    await dora.hears(/canary-later/)
    expect(replies(dora)).toHaveLength(2)
  })
})

test('a message is answered although fields that it can do without are of unknown shapes', async () => {
  const emil = product.person('emil')
  const entities = [
    { type: 'mention', offset: 1_000_000_000, length: -5 },
    { type: 'text_link', offset: -1, length: 4, url: 'javascript:alert(1)' },
    { type: 'quantum', offset: 'x' },
    null,
    7,
  ]
  const odd = { via_bot: 5, forward_origin: { type: 'odd' }, reply_to_message: { message_id: 1 }, quote: 'x' }
  emil.sendsRaw({ text: 'hello canary-odd', entities, ...odd } as unknown as Content)
  await emil.hears(/hello canary-odd/)
})

test.each<[string, Content]>([
  ['dice', { dice: { emoji: '🎲', value: 4 } }],
  ['poll', { poll: { id: '1', question: 'canary-kind or tea?', options: [] } }],
  ['paid media', { paid_media: { star_count: 1, paid_media: [] }, caption: 'canary-kind, what is it?' }],
  ['story', { story: { id: 3, chat: { id: 1, type: 'private' } } }],
  ['checklist', { checklist: { title: 'canary-kind', tasks: [] } }],
  ['something newer', { hologram: { file_id: 'canary-kind' } }],
  ['nothing that a bot is shown', {}],
])('a kind that cannot be answered gets a kind sentence, and never the model: %s', async (name, content) => {
  const before = host.prompts.length
  const fay = product.person(`fay ${name}`)
  fay.sendsRaw(content)
  await fay.hears(/cannot read messages of this kind/)
  expect(host.prompts).toHaveLength(before)
})

test('a venue is a place, and never goes to the model', async () => {
  const before = host.prompts.length
  const gus = product.person('gus')
  const location = { latitude: -13.163, longitude: -72.545 }
  gus.sendsRaw({ location, venue: { location, title: 'canary-venue', address: 'Cuesta del Almirante 103' } })
  await gus.hears(/cannot use locations/)
  expect(host.prompts).toHaveLength(before)
})

test('what one anonymous admin asked is in no prompt of another', async () => {
  const group = product.telegram.group('huts')
  const admin = product.person('hidden').in(group)
  const anonymous = { sender_chat: group.room.chat, from: { id: 1_087_968_824, is_bot: true, first_name: 'Group' } }
  const words = (text: string) => ({ ...anonymous, text, entities: [{ type: 'mention', offset: 0, length: 19 }] })
  admin.sendsRaw(words('@chasqui_double_bot the code is canary-admin'))
  await admin.hears(/canary-admin/)
  admin.sendsRaw(words('@chasqui_double_bot what is the code?'))
  await admin.hears(/what is the code/)
  expect(asked('what is the code?').at(-1)?.text).not.toContain('canary-admin')
})

test('a picture that stops coming is given up after ten seconds, and what was written next is answered', async () => {
  const zoe = product.person('zoe')
  const before = product.telegram.calls('download').length
  product.telegram.faults.add({ op: 'download', stall: true, times: 9 })
  zoe.sendsPhoto(new Uint8Array(100_000), 'what is this?')
  await product.telegram.called('download', { times: before + 1 })
  zoe.sends('canary-after')
  await zoe.hears(/can no longer get this picture/, { withinMs: 20_000 })
  await zoe.hears(/canary-after/)
  expect(product.telegram.calls('download')).toHaveLength(before + 1)
})

test('a token that the platform refuses is named to the operator, and those who write meanwhile wait', async () => {
  const delivery = () => product.app.readiness().parts.find(({ name }) => name === 'delivery')
  expect(delivery()).toMatchObject({ state: 'ready', detail: expect.stringMatching(/^replies sent \d+, given up 0/) })
  const ida = product.person('ida')
  product.telegram.faults.add({ op: 'sendMessage', status: 401, description: 'Unauthorized', times: 9 })
  ida.sends('canary-refused')
  await expect.poll(() => delivery()?.state, { timeout: 10_000 }).toBe('failed')
  expect(delivery()?.detail).toMatch(/refuses the token of telegram:\d+: set a valid one/)
  expect(product.app.readiness().ready).toBe(true)
  expect(replies(ida)).toEqual([])
  product.telegram.faults.clear()
})
