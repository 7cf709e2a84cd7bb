import { expect, onTestFinished, test } from 'vitest'
import { en } from '#core/texts/en.ts'
import { startModelHost } from '../kit/model-host.ts'
import { startProduct } from '../kit/product.ts'

test('a flood costs its sender one notice and us a key a message, and each message has one outcome', async () => {
  const host = await startModelHost()
  onTestFinished(() => host.close())
  const product = await startProduct({ host })
  onTestFinished(() => product[Symbol.asyncDispose]())
  await product.app.engine.ready(AbortSignal.timeout(20_000))
  const flood = product.person('flood')
  const texts = () =>
    flood
      .transcript()
      .filter(({ fromBot }) => fromBot)
      .map(({ text }) => text)
  for (let count = 0; count < 90; count += 1) flood.sends(`before ${count}`)
  await product.telegram.until(() => (texts().includes(en.limited) ? true : undefined))
  for (let count = 0; count < 100; count += 1) flood.sends(`canary ${count}`)
  const later = product.person('later')
  later.sends('hello?')
  await later.hears(/./)
  const ofFlood = `from event where chat_id = '${flood.chatId}'`
  await product.settled()
  const { rows } = await (
    await product.database()
  ).query(`
    select outcome, turn_id is null as at_once, body is not null or raw is not null as is_kept ${ofFlood}`)
  expect(rows).toHaveLength(190)
  expect(rows.filter(({ outcome }) => outcome === null)).toEqual([])
  const atOnce = rows.filter(({ outcome, at_once }) => outcome === 'limited' && at_once)
  expect(atOnce.length).toBeGreaterThan(20)
  expect(atOnce.filter(({ is_kept }) => is_kept)).toEqual([])
  expect(texts().filter((text) => text === en.limited)).toHaveLength(1)
})
