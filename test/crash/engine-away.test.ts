import { afterEach, expect, test } from 'vitest'
import { en } from '#core/texts/en.ts'
import { startModelHost, type ModelHost } from '../kit/model-host.ts'
import { startProduct, type Product, type ProductOptions } from '../kit/product.ts'
import { waitOptions, toldTo } from './stage.ts'

/** More than the first window of the gate, so that a part is shown before the rest. */
const LONG =
  'The chasquis ran along the roads of the Andes, from one hut to the next, and never stopped. They carried knots.'
const WORDS_SHOWN = 14
const SOON = { delayNoticeAfterMs: 200, giveUpAfterMs: 60_000 }
const TRIES = 40
const POLL = { timeout: 20_000, interval: 20 }

let host: ModelHost
let product: Product

async function open(options: Pick<ProductOptions, 'overrides'> = { overrides: { retries: SOON } }) {
  host = await startModelHost({ answer: ({ last }) => (/tell/.test(last) ? LONG : `You said: ${last}`) })
  product = await startProduct({ host, ...options })
  await product.app.engine.ready(AbortSignal.timeout(waitOptions.withinMs))
  return product.person('alice')
}

afterEach(async () => {
  await product?.[Symbol.asyncDispose]()
  await host?.close()
})

const away = async () => {
  const port = Number(new URL(host.url).port)
  await host.close()
  return async () => {
    host = await startModelHost({ port })
  }
}

test('an engine that is away for long: the person is told, and then gets the answer in its place', async () => {
  const alice = await open()
  const comeBack = await away()
  alice.sends('are you there?')
  await alice.hears(/takes a little longer/, waitOptions)
  await comeBack()
  await alice.hears(/You said: are you there\?/, waitOptions)
  expect(toldTo(alice)).toEqual(['You said: are you there?'])
})

test('an engine that was away already, and is known to be: the person is told, and gets the answer', async () => {
  const alice = await open()
  alice.sends('hello')
  await alice.hears(/You said: hello/, waitOptions)
  const comeBack = await away()
  alice.sends('first')
  await alice.hears(/takes a little longer/, waitOptions)
  // The guard is asked first, so it is the one that is known to be away.
  const guard = () => product.app.readiness().parts.find(({ name }) => name === 'guard')?.state
  await expect.poll(guard, POLL).toBe('failed')
  const bob = product.person('bob')
  bob.sends('second')
  await bob.hears(/takes a little longer/, waitOptions)
  await comeBack()
  await Promise.all([alice.hears(/You said: first/, waitOptions), bob.hears(/You said: second/, waitOptions)])
  expect([...toldTo(alice), ...toldTo(bob)]).toEqual(['You said: hello', 'You said: first', 'You said: second'])
})

test('an engine that stays away: exactly one apology, in place of the sentence', async () => {
  const alice = await open({ overrides: { retries: { delayNoticeAfterMs: 200, giveUpAfterMs: 1_000 } } })
  const typist = await product.terminal('bob')
  expect((await typist.client?.requestState())?.waitsFor).toBeUndefined()
  await away()
  alice.sends('anyone?')
  await alice.hears(/takes a little longer/, waitOptions)
  await alice.hears(/^Sorry/, waitOptions)
  expect(toldTo(alice)).toEqual([en.apology])
  expect((await typist.client?.requestState())?.waitsFor).toMatch(
    /^(engine|guard): 127\.0\.0\.1:\d+ cannot be reached \(ECONNREFUSED\)/,
  )
})

test('an engine that breaks off in the middle, again and again: one answer, never a second message', async () => {
  const alice = await open()
  host.fail('chat', ...Array.from({ length: 3 }, () => ({ type: 'cut', afterWords: WORDS_SHOWN }) as const))
  alice.sends('tell me about runners')
  await alice.hears(/carried knots\.$/, waitOptions)
  expect(toldTo(alice)).toEqual([LONG])
})

test('a guard that fails each time: nothing is shown but our own words, then exactly one apology', async () => {
  const alice = await open({ overrides: { retries: { delayNoticeAfterMs: 200, giveUpAfterMs: 1_500 } } })
  host.fail('guard', ...Array.from({ length: TRIES }, () => ({ type: 'status', status: 500 }) as const))
  alice.sends('let me through')
  await alice.hears(/^Sorry/, waitOptions)
  expect(toldTo(alice)).toEqual([en.apology])
  expect(versionsFor('alice').filter((text) => ![en.stillWorking, en.apology].includes(text))).toEqual([])
  expect(host.prompts.filter(({ kind, text }) => kind === 'chat' && text.includes('let me through'))).toEqual([])
})

test('a guard that goes in the middle of an answer: what was judged stays, the rest comes later', async () => {
  const alice = await open()
  const rest = Promise.withResolvers<void>()
  host.fail('chat', { type: 'pause', afterWords: WORDS_SHOWN, go: rest.promise })
  alice.sends('tell me about runners')
  const { text: half } = await alice.hears(/The chasquis/, waitOptions)
  host.fail('guard', { type: 'status', status: 500 }, { type: 'garbage' })
  rest.resolve()
  await alice.hears(/carried knots\.$/, waitOptions)
  expect(toldTo(alice)).toEqual([LONG])
  for (const text of versionsFor('alice')) expect(text.length === half.length || text === LONG).toBe(true)
})

const versionsFor = (name: string) =>
  product
    .person(name)
    .transcript()
    .filter(({ fromBot }) => fromBot)
    .flatMap(({ earlier, text }) => [...earlier, text])
