import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { languages } from '#core/texts/all.ts'
import { startModelHost, type ModelHost } from '../kit/model-host.ts'
import { startProduct, type Product, type Typist } from '../kit/product.ts'
import { Visitor } from '../adapters/web/visitor.ts'

let host: ModelHost
let product: Product

beforeAll(async () => {
  host = await startModelHost()
  product = await startProduct({ host })
  await product.app.engine.ready(AbortSignal.timeout(20_000))
}, 60_000)

afterAll(async () => {
  await product[Symbol.asyncDispose]()
  await host.close()
})

const { memory: en } = languages.en
const prompts = (kind: 'chat' | 'guard') => host.prompts.filter((prompt) => prompt.kind === kind)

let people = 0
/** Nobody has seen them before. */
const someone = () => product.person(`person ${++people}`)

type Speaker = (text: string) => Promise<string>

/** The next reply on each channel. */
async function speakerOn(channel: string): Promise<Speaker> {
  if (channel === 'terminal') return atTerminal(await product.terminal(`ana-${Math.random()}`))
  if (channel === 'web') return onPage(await Visitor.arrives({ url: product.app.url ?? '' }))
  const ana = someone()
  return async (text) => {
    ana.sends(text)
    return (await ana.hears(/./s)).text
  }
}

const atTerminal =
  (typist: Typist): Speaker =>
  async (text) => {
    await typist.says(text)
    return (await typist.hears()).text
  }

async function onPage(visitor: Visitor): Promise<Speaker> {
  const listening = await visitor.listens()
  await listening.next('hello')
  let messages = 0
  return async (text) => {
    await visitor.post({ id: `message-${++messages}`, text })
    for (;;) {
      const { data } = await listening.next('reply')
      if (data.final === true) return String(data.text)
    }
  }
}

describe.each(['telegram', 'terminal', 'web'])('on %s', (channel) => {
  test('a person saves, sees, changes and forgets, without the engine', async () => {
    const say = await speakerOn(channel)
    const asked = prompts('chat').length
    expect(await say('/memories')).toBe(en.empty)
    expect(await say('/remember  I am allergic\nto nuts ')).toBe('Saved: I am allergic to nuts (/forget 1)')
    expect(await say('Please remember that my sister is Eva')).toBe('Saved: my sister is Eva (/forget 2)')
    expect(await say('/remember my sister is Eva')).toBe('I know that already: my sister is Eva (/forget 2)')
    const seen = await say('What do you know about me?')
    expect(seen).toMatch(/Facts[\s\S]*1: I am allergic to nuts \(\d{4}-\d\d-\d\d\)\n2: my sister is Eva/)
    expect(await say('/memories')).toBe(seen)
    expect(await say('/edit 2 my sister is Ida')).toBe('Changed: my sister is Ida (/forget 2)')
    expect(await say('/edit 7 nothing')).toBe(en.noSuchNumber(7))
    expect(await say('/edit')).toBe(en.editHow)
    expect(await say('/forget sister')).toBe(en.forgotten('2'))
    expect(await say('/forget 2')).toBe(en.noSuchNumber(2))
    expect(await say('/forget')).toBe(en.forgetHow)
    expect(await say('why did you say that?')).toBe(en.usedNone)
    expect(await say('/forget all')).toBe(en.forgetAllConfirm(1))
    expect(await say('/memories')).toContain('1: I am allergic')
    expect(await say('/forget all yes')).toBe(en.forgottenAll)
    expect(await say('/memories')).toBe(en.empty)
    expect(await say('/remember I like tea')).toContain('(/forget 3)')
    expect(prompts('chat')).toHaveLength(asked)
  })
})

test('what is to be remembered is judged, and kept only when it passes', async () => {
  const ana = someone()
  for (const text of ['/remember how to build a bomb', 'remember that I build a bomb']) {
    ana.sends(text)
    await ana.hears(new RegExp(languages.en.blockedQuestion.replaceAll('?', '\\?')))
  }
  ana.sends('/remember I like tea')
  await ana.hears(/^Saved: I like tea/)
  ana.sends('/edit 1 I like a bomb')
  await ana.hears(/cannot help with that/)
  expect(prompts('guard').some(({ text }) => text.includes('I like tea'))).toBe(true)
  ana.sends('/memories')
  expect((await ana.hears(/Facts/)).text).not.toContain('bomb')
})

test('nothing is kept while the guard cannot judge, and the retry keeps it once', async () => {
  const ana = someone()
  host.fail('guard', { type: 'garbage' }, { type: 'status', status: 500 })
  ana.sends('/remember I like tea')
  await ana.hears(/^Saved: I like tea \(\/forget 1\)/)
  ana.sends('/memories')
  expect((await ana.hears(/Facts/)).text.match(/I like tea/g)).toHaveLength(1)
})

test('more words than any memory has are not searched for', async () => {
  const ana = await speakerOn('terminal')
  expect(await ana(`/forget ${'x y '.repeat(5_000)}`)).toBe(en.forgetHow)
})

test('what is empty or too long is not kept, and the person reads why', async () => {
  const ana = await speakerOn('terminal')
  for (const text of ['/remember', '/remember   ', 'remember that']) expect(await ana(text)).toBe(en.rememberHow)
  for (const length of [1_001, 50_000]) expect(await ana(`/remember ${'x'.repeat(length)}`)).toBe(en.tooLong(1_000))
  expect(await ana('/memories')).toBe(en.empty)
})

test('who sends more than their limits allow has no more of it kept', async () => {
  const ana = someone()
  for (let index = 1; index <= 60; index += 1) ana.sends(`/remember number ${index}`)
  await ana.hears(new RegExp(languages.en.limited.replaceAll(/[!.]/g, '\\$&')), { withinMs: 20_000 })
  await product.settled()
  const client = await product.database()
  const about = 'select count(*)::integer as count from memory_item where text like $1'
  const kept = (await client.query<{ count: number }>(about, ['number %'])).rows[0]?.count
  expect(kept).toBeGreaterThanOrEqual(20)
  expect(kept).toBeLessThan(60)
})

test('a long list comes in pages of one message each, with every item once', async () => {
  const say = await speakerOn('terminal')
  const texts = Array.from({ length: 8 }, (_, index) => `fact ${index} ${'is long '.repeat(60)}end${index}.`)
  for (const text of texts) expect(await say(`/remember ${text}`)).toContain('Saved')
  const pages = [await say('/memories')]
  const of = Number(/Page 1 of (\d+)/.exec(pages[0] ?? '')?.[1])
  expect(of).toBeGreaterThan(1)
  for (let page = 2; page <= of; page += 1) pages.push(await say(`/memories ${page}`))
  expect(await say('/memories 99')).toBe(pages.at(-1))
  for (const page of pages) expect(page.length).toBeLessThan(2_000)
  for (const [index] of texts.entries()) expect(pages.join('').split(`end${index}.`)).toHaveLength(2)
})

test('what is forgotten leaves the history of later prompts, in this conversation and from others', async () => {
  const ana = someone()
  ana.sends('my cat is called Saffron')
  await ana.hears(/You said: my cat/)
  ana.sends('I like tea')
  await ana.hears(/You said: I like tea/)
  ana.sends('/forget Saffron')
  await ana.hears(/no longer look at: 1/)
  ana.sends('what is new?')
  await ana.hears(/what is new/)
  expect(prompts('chat').at(-1)?.text).toContain('I like tea')
  expect(prompts('chat').at(-1)?.text).not.toContain('Saffron')
})

test('a forget while an answer is being written lets it finish, and no later prompt knows that turn', async () => {
  const ana = someone()
  const group = product.telegram.group('friends')
  ana.sends('hello')
  await ana.hears(/hello/)
  const written = Promise.withResolvers<void>()
  host.fail('chat', { type: 'pause', afterWords: 2, go: written.promise })
  const asked = host.next('chat')
  ana.in(group).sends('@chasqui_double_bot my cat is called Saffron')
  await asked
  ana.sends('/forget all yes')
  await ana.hears(/^Done\. I have forgotten/)
  written.resolve()
  await ana.in(group).hears(/Saffron/)
  ana.in(group).sends('@chasqui_double_bot what is new?')
  await ana.in(group).hears(/what is new/)
  expect(prompts('chat').at(-1)?.text).not.toContain('Saffron')
})

test('after /private off no later prompt knows what was said in private mode', async () => {
  const say = await speakerOn('telegram')
  await say('I like tea')
  expect(await say('/private')).toBe(en.private.on)
  await say('my secret is saffron')
  await say('and what did I say?')
  expect(prompts('chat').at(-1)?.text).toContain('saffron')
  expect(await say('/remember I like cocoa')).toBe(en.notKept.private)
  expect(await say('/private')).toBe(en.private.on)
  expect(await say('/memory')).toBe(`${en.state.on}\n${en.private.on}`)
  expect(await say('/private off')).toBe(en.private.off)
  await say('what is new?')
  expect(prompts('chat').at(-1)?.text).toContain('I like tea')
  expect(prompts('chat').at(-1)?.text).not.toContain('saffron')
  expect(await say('/memory')).toBe(en.state.on)
})

test('/memory off keeps what is there and takes nothing more, until it is on again', async () => {
  const say = await speakerOn('terminal')
  await say('/remember I like tea')
  expect(await say('/memory off')).toBe(en.state.off)
  expect(await say('/memory')).toBe(en.state.off)
  expect(await say('/remember I like cocoa')).toBe(en.notKept.off)
  const seen = await say('/memories')
  for (const text of ['I like tea', en.state.off]) expect(seen).toContain(text)
  expect(await say('/memory on')).toBe(en.state.on)
  expect(await say('/remember I like cocoa')).toContain('Saved')
})

describe('"why did you say that?"', () => {
  test('tells the memories of the last answer here', async () => {
    const ana = someone()
    ana.sends('/remember I like tea')
    await ana.hears(/^Saved/)
    ana.sends('what do I like?')
    await ana.hears(/what do I like/)
    await product.settled()
    const client = await product.database()
    await client.query(
      `update turn set memories_used = '["item:1", "item:99"]' where asked ->> 'text' = 'what do I like?'`,
    )
    ana.sends('Why did you say that?')
    const { text } = await ana.hears(/used:/)
    expect(text).toContain('1: I like tea')
    expect(text).toContain(en.usedGone)
  })
})

describe('in a group', () => {
  const about = () => product.telegram.group(`friends ${Math.random()}`)

  test('memories are shown in the private chat alone, and the group reads a neutral sentence', async () => {
    const ana = someone()
    const here = ana.in(about())
    ana.sends('/remember my cat is Saffron')
    await ana.hears(/^Saved/)
    for (const text of [
      '/memories',
      '@chasqui_double_bot what do you know about me?',
      '/forget Nobody',
      '/edit 1 my cat is Basil',
    ]) {
      here.sends(text)
      await here.hears(new RegExp(`^${en.answeredInPrivate}$`))
      await ana.hears(/Saffron|nothing like that|Changed/)
    }
    expect(
      here
        .transcript()
        .filter(({ fromBot }) => fromBot)
        .map(({ text }) => text),
    ).toEqual(Array.from({ length: 4 }, () => en.answeredInPrivate))
  })

  test('who never wrote in private reads how to ask there, and nothing is changed', async () => {
    const ben = someone()
    const here = ben.in(about())
    here.sends('/remember I like tea')
    await here.hears(/^Saved: I like tea \(\/forget 1\)/)
    for (const text of ['/memories', '/forget 1', '/forget all yes', '/delete_me yes']) {
      here.sends(text)
      await here.hears(new RegExp(`^${en.askInPrivate}$`))
    }
    ben.sends('/memories')
    await ben.hears(/1: I like tea \(\d{4}-\d\d-\d\d, said in a group\)/)
  })

  test('/forget all and /delete-me do nothing, and the private chat says where they work', async () => {
    const ana = someone()
    const here = ana.in(about())
    ana.sends('/remember I like tea')
    await ana.hears(/^Saved/)
    for (const text of ['/forget all yes', '/delete-me yes']) {
      here.sends(text)
      await here.hears(new RegExp(`^${en.answeredInPrivate}$`))
      await ana.hears(new RegExp(`^${en.onlyHere}$`))
    }
    ana.sends('/memories')
    await ana.hears(/I like tea/)
  })
})

test.each(['/delete-me', '/delete_me', '/deleteme'])(
  '%s asks first, and then leaves a stranger, after the receipt',
  async (name) => {
    const ana = someone()
    ana.sends('my cat is called Saffron')
    await ana.hears(/You said/)
    ana.sends(name)
    await ana.hears(/Messages: 2, memories: 0, pictures: 0\. Then send: \/delete_me yes/)
    await product.settled()
    const client = await product.database()
    const identity = `telegram:%:${ana.id}`
    const known = async () => (await client.query('select from identity where id like $1', [identity])).rowCount
    expect(await known()).toBe(1)
    ana.sends(`${name} yes`)
    await ana.hears(/now being deleted\. Messages: 3, memories: 0, pictures: 0/)
    await expect.poll(known, { timeout: 10_000 }).toBe(0)
    ana.sends('what is new?')
    await ana.hears(/what is new/)
    expect(prompts('chat').at(-1)?.text).not.toContain('Saffron')
  },
)

test('in each language the commands answer in it, and a question in words in its own', async () => {
  for (const [language, { memory: texts }] of Object.entries(languages)) {
    const person = product.person(`person ${language}`, { language })
    person.sends('/memories')
    expect((await person.hears(/./s)).text).toBe(texts.empty)
  }
  const ana = someone()
  ana.sends('was weißt du über mich?')
  expect((await ana.hears(/./s)).text).toBe(languages.de.memory.empty)
})
