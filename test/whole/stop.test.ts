import { afterAll, beforeAll, expect, test } from 'vitest'
import { startModelHost, type ModelHost } from '../kit/model-host.ts'
import { startProduct, type Product } from '../kit/product.ts'
import type { Person } from '../kit/telegram/person.ts'

let host: ModelHost
let product: Product

beforeAll(async () => {
  host = await startModelHost({ hasEyes: true, answer: ({ last }) => `So: ${last}` })
  product = await startProduct({ host })
  await product.app.engine.ready(AbortSignal.timeout(20_000))
}, 60_000)

afterAll(async () => {
  await product[Symbol.asyncDispose]()
  await host.close()
})

const replies = (person: Person) => person.transcript().filter(({ fromBot }) => fromBot)

/** Of whom the bot has shown the beginning of an answer, which goes on when `goOn` is called. */
async function growing(person: Person, topic: string) {
  const held = Promise.withResolvers<void>()
  host.fail('chat', { type: 'pause', afterWords: 40, go: held.promise })
  person.sends(`tell me ${`more ${topic} `.repeat(40)}until the very end`)
  const { messageId, text } = await person.hears(new RegExp(`more ${topic}`))
  return { messageId, text, goOn: () => held.resolve() }
}

async function replyIdOf(topic: string): Promise<string> {
  const database = await product.database()
  const { rows } = await database.query<{ reply_id: string }>(
    `select reply_id from turn where asked ->> 'text' like $1 order by started_at desc limit 1`,
    [`%more ${topic}%`],
  )
  return rows[0]!.reply_id
}

const isWhole = (text: string) => text.includes('the very end')

test('the word stops the answer of who asked: what is shown stays, a note below it, and the talk goes on', async () => {
  const ana = product.person('ana')
  const { messageId, text, goOn } = await growing(ana, 'llamas')
  ana.sends('Stop!')
  const ended = await ana.hears(/\(Stopped\.\)$/)
  goOn()
  expect(ended.messageId).toBe(messageId)
  expect(ended.text.startsWith(text)).toBe(true)
  expect(isWhole(ended.text)).toBe(false)
  ana.sends('and now?')
  await ana.hears(/and now\?/)
  await product.settled()
  expect(replies(ana)).toHaveLength(2)
  expect(host.prompts.at(-1)?.text ?? '').not.toContain('Stop!')
})

test('the button of a reply stops it, and nobody else can press it', async () => {
  const group = product.telegram.group('walkers')
  const [ben, cleo] = [product.person('ben').in(group), product.person('cleo').in(group)]
  const held = Promise.withResolvers<void>()
  host.fail('chat', { type: 'pause', afterWords: 40, go: held.promise })
  ben.sends(`@chasqui_double_bot ${'more condors '.repeat(40)}until the very end`)
  const { messageId } = await ben.hears(/more condors/)
  const data = `stop:${await replyIdOf('condors')}`
  cleo.presses(messageId, data)
  await product.telegram.until(() => product.telegram.unconfirmed.length === 0 || undefined)
  expect(replies(ben).some(({ text }) => text.includes('Stopped'))).toBe(false)
  ben.presses(messageId, data)
  const ended = await ben.hears(/\(Stopped\.\)$/)
  held.resolve()
  expect(isWhole(ended.text)).toBe(false)
  await product.settled()
  expect(replies(ben)).toHaveLength(1)
})

test('with nothing to stop the person is told so, in their language', async () => {
  const dora = product.person('dora', { language: 'de' })
  dora.sends('/stop')
  await dora.hears(/nichts anzuhalten/)
})

test('a thumb on an answer is kept with its turn', async () => {
  const emil = product.person('emil')
  emil.sends('do you like potatoes?')
  const { messageId } = await emil.hears(/potatoes/)
  await product.settled()
  emil.reacts(messageId, '👍🏾')
  await product.settled()
  const database = await product.database()
  const { rows } = await database.query(
    `select turn.asked ->> 'text' as asked, value from feedback join turn on turn.id = turn_id`,
  )
  expect(rows).toEqual([{ asked: 'do you like potatoes?', value: 'good' }])
})
