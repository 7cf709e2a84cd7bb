import { afterAll, beforeAll, expect, test } from 'vitest'
import { startModelHost, type ModelHost } from '../kit/model-host.ts'
import { startProduct, type Product } from '../kit/product.ts'

// A host that reads a quarter of what is assumed of one that does not say.
const CONTEXT_TOKENS = 2_048

let host: ModelHost
let product: Product

beforeAll(async () => {
  host = await startModelHost({ answer: () => 'understood', contextTokens: CONTEXT_TOKENS })
  product = await startProduct({ host })
  await product.app.engine.ready(AbortSignal.timeout(20_000))
}, 60_000)

afterAll(async () => {
  await product?.[Symbol.asyncDispose]()
  await host?.close()
})

const chatPrompts = () => host.prompts.filter(({ kind }) => kind === 'chat').map(({ text }) => text)

test('a prompt that a host refuses as too long is asked again with less history', async () => {
  const alice = product.person('alice')
  const story = (name: string) => `${name}: ${'and then they went on. '.repeat(80)}`
  for (const name of ['first', 'second', 'third', 'fourth']) {
    alice.sends(story(name))
    await alice.hears(/understood/)
  }
  const asked = chatPrompts().at(-1) ?? ''
  expect(asked).toContain('fourth: ')
  expect(asked).not.toContain('first: ')
  expect(product.app.engine.capabilities()).toMatchObject({ contextTokens: CONTEXT_TOKENS })
  // What was learnt of the host is not learnt again.
  const sent = chatPrompts().length
  alice.sends('short?')
  await alice.hears(/understood/)
  expect(chatPrompts()).toHaveLength(sent + 1)
})

test('who asks more than the host reads at once is told how much it may be', async () => {
  const bob = product.person('bob')
  bob.sends('and then they went on. '.repeat(170))
  await bob.hears(/^That is too long for me\. Please send at most about \d+ characters\.$/)
})
