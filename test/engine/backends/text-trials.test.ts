import type { ServerResponse } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { guardPrompt } from '#core/guard/guard-prompt.ts'
import { openHost, type HostOptions } from '#engine/backends/host.ts'
import { templateOpensThought } from '#engine/backends/host/thought-trial.ts'
import { addressOf } from '#engine/driver/address.ts'
import { Driver } from '#engine/driver/driver.ts'
import { KNOWN_MARKS } from '#engine/models/control-marks.ts'
import { systemClock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { chatRequest, eventsOf, textOf } from '../../contract/engine.ts'
import { ManualClock } from '../../kit/manual-clock.ts'
import { goodHost } from '../good-host.ts'
import { done, finish, json, piece, stream, type Seen } from '../loopback.ts'

const never = new AbortController().signal
const log = logFor('engine:host')
log.level = 'silent'

type Handle = (seen: Seen, response: ServerResponse) => boolean

const open: { [Symbol.asyncDispose]: () => Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one[Symbol.asyncDispose]()
})

async function hostWith(handle: Handle, more: Partial<HostOptions> = {}) {
  const server = await goodHost({ models: [{ id: 'm', max_model_len: 32_000 }] }, handle)
  const engine = openHost({
    url: server.url,
    model: 'm',
    guardPrompt,
    clock: systemClock,
    log,
    random: () => 0,
    ...more,
  })
  open.push(server, engine)
  return { server, engine }
}

const ready = async (engine: Awaited<ReturnType<typeof hostWith>>['engine']) => {
  await engine.ready(AbortSignal.timeout(10_000))
  return engine
}

const tokenizer =
  (tokensOf: (text: string) => number): Handle =>
  ({ path, body }, response) => {
    if (path !== '/tokenize') return false
    const { prompt } = JSON.parse(body) as { prompt: string }
    json(response, 200, { count: tokensOf(prompt), tokens: Array.from({ length: tokensOf(prompt) }, () => 1) })
    return true
  }

/** Answers with a thought that ends after this many words, wherever words are asked for. */
const thinking =
  (words: number): Handle =>
  ({ path, body }, response) => {
    if (!path.endsWith('completions')) return false
    const { max_tokens: tokensMax } = JSON.parse(body) as { max_tokens: number }
    const pieces = [...Array.from({ length: words }, (_, index) => `thought${index} `), '\n</think>', '\n\nHello!']
    stream(response, ...pieces.slice(0, tokensMax).map((text) => piece(text)), finish(), done)
    response.end()
    return true
  }

describe('the control tokens of a host', () => {
  it('are those that its tokenizer reads as one', async () => {
    const own = new Set(['<turn|>', '<bos>', '<|think|>'])
    const { engine } = await hostWith(tokenizer((text) => (own.has(text) ? 1 : text.length)))
    expect(new Set((await ready(engine)).capabilities().controlMarks)).toEqual(own)
  })

  it.each<[string, Handle]>([
    ['has no tokenizer', () => false],
    ['calls everything one token', tokenizer(() => 1)],
    ['calls nothing one token', tokenizer((text) => text.length)],
    ['answers with something else', ({ path }, response) => path === '/tokenize' && (json(response, 200, {}), true)],
    ['fails', ({ path }, response) => path === '/tokenize' && (json(response, 500, {}), true)],
  ])('are all that are known where it %s', async (_, handle) => {
    const { engine } = await hostWith(handle)
    expect((await ready(engine)).capabilities().controlMarks).toEqual(KNOWN_MARKS)
  })
})

describe('a host after an outage', () => {
  /** Fails all questions while it is down, else it is one of two models. */
  async function swapped(models: { before: Handle; after: Handle }) {
    const clock = new ManualClock()
    const states = { ...models, down: failing }
    let state: keyof typeof states = 'before'
    const { engine } = await hostWith((seen, response) => states[state](seen, response), { clock })
    await ready(engine)
    const before = engine.capabilities()
    state = 'down'
    await expect(eventsOf(engine.generate(chatRequest(engine), never))).rejects.toMatchObject({ code: 'unavailable' })
    state = 'after'
    clock.turn(10_000)
    await ready(engine)
    return { engine, before }
  }

  const failing: Handle = (_, response) => {
    json(response, 503, {})
    return true
  }
  const without =
    (refused: string): Handle =>
    ({ body }, response) => {
      if (!body.includes(refused)) return false
      json(response, 400, {})
      return true
    }
  const tokenizerOf = (...own: string[]) => tokenizer((text) => (own.includes(text) ? 1 : text.length))

  it('is asked anew for its control tokens', async () => {
    const { engine, before } = await swapped({ before: tokenizerOf('<bos>'), after: tokenizerOf('<|eot|>', '</s>') })
    expect(before.controlMarks).toEqual(['<bos>'])
    expect(engine.capabilities().controlMarks.toSorted()).toEqual(['</s>', '<|eot|>'])
  })

  it('may have any control tokens when it reports no more', async () => {
    const { engine } = await swapped({ before: tokenizerOf('<bos>'), after: () => false })
    expect(engine.capabilities().controlMarks).toEqual(KNOWN_MARKS)
  })

  it('may see, or have lost its eyes', async () => {
    const blind = without('image_url')
    const gained = await swapped({ before: blind, after: () => false })
    expect([gained.before.vision, gained.engine.capabilities().vision]).toEqual([false, true])
    const lost = await swapped({ before: () => false, after: blind })
    expect([lost.before.vision, lost.engine.capabilities().vision]).toEqual([true, false])
  })

  it('may have stopped to think, or begun', async () => {
    const calm = await swapped({ before: thinking(3), after: () => false })
    expect(textOf(await eventsOf(calm.engine.generate(chatRequest(calm.engine), never)))).toMatch(/^Hello there/)
    const deep = await swapped({ before: () => false, after: thinking(3) })
    const events = await eventsOf(deep.engine.generate(chatRequest(deep.engine), never))
    expect(events.some(({ type }) => type === 'restart')).toBe(false)
    expect(textOf(events)).toBe('Hello!')
  })
})

it('a tokenizer that fails at the start is asked again for the control tokens', async () => {
  const clock = new ManualClock()
  let fails = true
  const works = tokenizer((text) => (text === '<bos>' ? 1 : text.length))
  const { engine } = await hostWith(
    (seen, response) => {
      if (!fails || seen.path !== '/tokenize') return works(seen, response)
      json(response, 503, {})
      return true
    },
    { clock },
  )
  expect((await ready(engine)).capabilities().controlMarks).toEqual(KNOWN_MARKS)
  fails = false
  clock.turn(30_000)
  await expect.poll(() => engine.capabilities().controlMarks, { timeout: 10_000 }).toEqual(['<bos>'])
})

describe('a host whose template opens a thought', () => {
  it('shows nothing before its answer, once that was found out', async () => {
    const { engine, server } = await hostWith(thinking(100))
    const events = await eventsOf((await ready(engine)).generate(chatRequest(engine, { tokensMax: 500 }), never))
    expect(events.filter(({ type }) => type === 'restart')).toEqual([])
    expect(textOf(events)).toBe('Hello!')
    const trials = server.seen.map(({ body }) => body).filter((body) => body.includes('Say hello.'))
    expect(trials.map((body) => (JSON.parse(body) as { max_tokens: number }).max_tokens)).toEqual([512])
  })

  it('takes back what it has shown, where the trial was too short for its thought', async () => {
    const { engine } = await hostWith(thinking(600))
    const events = await eventsOf((await ready(engine)).generate(chatRequest(engine, { tokensMax: 1_000 }), never))
    const restart = events.findIndex(({ type }) => type === 'restart')
    expect(textOf(events.slice(0, restart))).toContain('thought599')
    expect(textOf(events.slice(restart))).toBe('Hello!')
    expect(events.at(-1)).toMatchObject({ type: 'end', thoughtCharacters: expect.any(Number) as number })
  })

  it('serves although it is too slow for the trial', async () => {
    const clock = new ManualClock()
    const hungUp = Promise.withResolvers<void>()
    const { engine } = await hostWith(
      ({ body }, response) => {
        if (!body.includes('Say hello.')) return false
        response.once('close', () => hungUp.resolve())
        stream(response, piece('I '))
        clock.turn(60_000)
        return true
      },
      { clock },
    )
    expect((await ready(engine)).health()).toMatchObject({ state: 'ready' })
    await expect(hungUp.promise).resolves.toBeUndefined()
  })
})

describe('a llama-server whose template shows itself', () => {
  it.each([
    ['user: hi\nassistant: ', false],
    ['user: hi\nassistant: <think>\n', true],
    ['user: hi\nassistant: <think>\n\n</think>\n\n', false],
    ['<|turn>model\n<|channel>thought\n<channel|>', false],
    ['[INST]hi[/INST][THINK]', true],
  ])('opens a thought or not: %j', async (prompt, opens) => {
    const server = await goodHost(
      {},
      ({ path }, response) => path === '/apply-template' && (json(response, 200, { prompt }), true),
    )
    const driver = driverTo(server.url)
    open.push(server)
    expect(await templateOpensThought(driver, { templateArguments: { enable_thinking: false } }, never)).toBe(opens)
    expect(server.seen.at(-1)?.body).toContain('"chat_template_kwargs":{"enable_thinking":false}')
  })

  it('may open one when it does not show it', async () => {
    const server = await goodHost()
    open.push(server)
    expect(await templateOpensThought(driverTo(server.url), { templateArguments: {} }, never)).toBe(true)
  })

  const driverTo = (url: string) =>
    new Driver({
      address: addressOf(url),
      dialect: { type: 'llama-server', model: 'm', stop: [], templateArguments: {} },
      clock: systemClock,
    })
})
