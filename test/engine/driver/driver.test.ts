import { afterEach, describe, expect, it } from 'vitest'
import { addressOf } from '#engine/driver/address.ts'
import { Driver, type DriverOptions } from '#engine/driver/driver.ts'
import { estimatedTokens, TokenCounter } from '#engine/driver/token-counter.ts'
import type { GenerateRequest } from '#engine/contract.ts'
import { systemClock } from '#machine/clock.ts'
import { eventsOf, textOf } from '../../contract/engine.ts'
import { ManualClock } from '../../kit/manual-clock.ts'
import { done, finish, json, loopback, piece, stream, usage, type Loopback } from '../loopback.ts'

const SECRET_TEXT = 'my-private-words'
const KEY = 'key-that-is-secret'
const request: GenerateRequest = {
  id: 'r1',
  class: 'chat',
  messages: [{ role: 'user', parts: [{ type: 'text', text: SECRET_TEXT }] }],
  tokensMax: 10,
  sampling: { temperature: 0.5, topP: 0.9, topK: 3, minP: 0.1, seed: 7 },
}
const never = new AbortController().signal

describe('the driver', () => {
  const open: { [Symbol.asyncDispose]: () => Promise<void> }[] = []
  afterEach(() => Promise.all(open.splice(0).map((one) => one[Symbol.asyncDispose]())))

  async function serve(answer: Parameters<typeof loopback>[0], more: Partial<DriverOptions> = {}) {
    const server = await loopback(answer)
    const driver = driverTo(server, more)
    open.push(server, { [Symbol.asyncDispose]: async () => driver.dispose() })
    return { server, driver }
  }

  const driverTo = (server: Loopback, more: Partial<DriverOptions>) =>
    new Driver({
      address: addressOf(server.url),
      key: KEY,
      dialect: {
        type: 'openai',
        model: 'm',
        stop: ['<|eom|>'],
        templateArguments: { enable_thinking: false },
      },
      clock: systemClock,
      ...more,
    })

  const failure = (driver: Driver, signal = never) =>
    eventsOf(driver.generate(request, signal)).catch((error: unknown) => error)

  it('passes on a whole answer in the order of the contract', async () => {
    const { driver } = await serve((_, response) => {
      stream(response, piece('Hel'), piece('lo<|eot|>'), finish(), usage, done)
      response.end()
    })
    expect(await eventsOf(driver.generate(request, never))).toEqual([
      { type: 'start', model: 'm' },
      { type: 'text-delta', text: 'Hel' },
      { type: 'text-delta', text: 'lo' },
      { type: 'usage', promptTokens: 40, cachedTokens: 9, answerTokens: 2 },
      { type: 'end', finish: 'stop' },
    ])
  })

  it('keeps thoughts out of the text, and reports how much was thought', async () => {
    const thinking = (delta: object) =>
      `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: null }] })}\n\n`
    const { driver } = await serve((_, response) => {
      stream(
        response,
        thinking({ reasoning_content: 'Hm. ' }),
        thinking({ reasoning: 'So.' }),
        thinking({ reasoning: 5 }),
        piece('Thus.\n</think>'),
        piece('\n\nHello'),
        finish(),
        usage,
        done,
      )
      response.end()
    })
    expect(await eventsOf(driver.generate(request, never))).toEqual([
      { type: 'start', model: 'unknown' },
      { type: 'restart' },
      { type: 'text-delta', text: 'Hello' },
      { type: 'usage', promptTokens: 40, cachedTokens: 9, answerTokens: 2 },
      { type: 'end', finish: 'stop', thoughtCharacters: 13 },
    ])
    driver.setTextTraits({ startsInThought: true })
    expect(await eventsOf(driver.generate(request, never))).not.toContainEqual({ type: 'restart' })
  })

  it('ends a request whose answer repeats one sentence, and hangs up', async () => {
    const { server, driver } = await serve((_, response) => {
      stream(response)
      const more = () =>
        response.writable && response.write(piece('I am a helpful assistant. '), () => setImmediate(more))
      more()
    })
    const hungUp = server.nextHangUp()
    const events = await eventsOf(driver.generate({ ...request, tokensMax: 1_000 }, never))
    expect(textOf(events)).toBe('I am a helpful assistant. '.repeat(3))
    expect(events.at(-1)).toEqual({ type: 'end', finish: 'repeated' })
    await hungUp
  })

  it('sends every sampling value, pictures inside the request, and its key', async () => {
    const { server, driver } = await serve((_, response) => {
      stream(response, piece('x'), finish(), done)
      response.end()
    })
    const picture = { type: 'picture' as const, mime: 'image/png' as const, bytes: Buffer.from('png') }
    const messages = [{ role: 'user' as const, parts: [picture, { type: 'text' as const, text: 'what?' }] }]
    await eventsOf(driver.generate({ ...request, messages, cacheKey: 'person-1', firstTokenChoices: 5 }, never))
    const [{ body, headers } = { body: '{}', headers: {} }] = server.seen
    expect(headers.authorization).toBe(`Bearer ${KEY}`)
    expect(JSON.parse(body)).toMatchObject({
      model: 'm',
      stream: true,
      stream_options: { include_usage: true },
      max_tokens: 10,
      temperature: 0.5,
      top_p: 0.9,
      top_k: 3,
      min_p: 0.1,
      seed: 7,
      stop: ['<|eom|>'],
      logprobs: true,
      top_logprobs: 5,
      chat_template_kwargs: { enable_thinking: false },
      messages: [
        {
          role: 'user',
          content: [
            { type: 'image_url', image_url: { url: 'data:image/png;base64,cG5n' } },
            { type: 'text', text: 'what?' },
          ],
        },
      ],
    })
    expect(body).not.toContain('person-1')
    expect(JSON.parse(body)).not.toHaveProperty('id_slot')
  })

  it('turns logprobs into the choices for the first token', async () => {
    const top_logprobs = [
      { token: 'safe', logprob: Math.log(0.75) },
      { token: 'unsafe', logprob: Math.log(0.25) },
    ]
    const { driver } = await serve((_, response) => {
      stream(response, piece('safe', { logprobs: { content: [{ top_logprobs }] } }), finish(), done)
      response.end()
    })
    const [, first] = await eventsOf(driver.generate({ ...request, firstTokenChoices: 2 }, never))
    expect(first).toEqual({
      type: 'first-token',
      choices: [
        { text: 'safe', probability: expect.closeTo(0.75) as number },
        { text: 'unsafe', probability: expect.closeTo(0.25) as number },
      ],
    })
  })

  it.each([
    [400, { error: { type: 'exceed_context_size_error', n_prompt_tokens: 15_000, n_ctx: 1792 } }, 'prompt-too-long'],
    [400, { error: { message: "This model's maximum context length is 10 tokens" } }, 'prompt-too-long'],
    [400, { message: 'maximum context length', type: 'BadRequestError' }, 'prompt-too-long'],
    [400, { error: { message: `bad: ${SECRET_TEXT}` } }, 'refused'],
    [422, { detail: SECRET_TEXT }, 'refused'],
    [401, { error: { message: KEY } }, 'unavailable'],
    [404, { error: { message: SECRET_TEXT } }, 'unavailable'],
    [429, {}, 'failed'],
    [500, { error: { message: SECRET_TEXT } }, 'failed'],
    [503, SECRET_TEXT, 'failed'],
    [302, SECRET_TEXT, 'unavailable'],
    [204, {}, 'failed'],
  ])('makes of status %s with %j the code %s, and quotes neither words nor key', async (status, body, code) => {
    const { driver } = await serve((_, response) => json(response, status, body))
    const error = await failure(driver)
    expect(error).toMatchObject({ name: 'EngineError', code })
    expect(String(error)).not.toContain(SECRET_TEXT)
    expect(String(error)).not.toContain(KEY)
  })

  it('reports how long a busy host asks to wait', async () => {
    const { driver } = await serve((_, response) => json(response, 429, {}, { 'retry-after': '7' }))
    expect(await failure(driver)).toMatchObject({ retryAfterMs: 7_000, message: expect.stringContaining('7 s') })
  })

  it('calls a server that is not there unavailable', async () => {
    const { server, driver } = await serve(() => undefined)
    await server[Symbol.asyncDispose]()
    expect(await failure(driver)).toMatchObject({ code: 'unavailable' })
  })

  it.each([
    ['ends without a finish reason', [piece('Hello'), done]],
    ['holds nonsense', [piece('Hello'), 'data: nonsense\n\n']],
    ['reports a failure', [piece('Hello'), 'data: {"error":{"message":"boom"}}\n\n']],
    ['reports a failure as an event of its own', [piece('Hello'), 'event: error\ndata: {"message":"boom"}\n\n']],
    ['holds a line without end', [piece('Hello'), `data: ${'x'.repeat(2 << 20)}`]],
    ['holds bytes that are no text', [Buffer.from([0x64, 0x61, 0x74, 0x61, 0x3a, 0xff, 0xfe, 10, 10])]],
    ['is empty', []],
  ])('calls an answer failed that %s', async (_, parts) => {
    const { driver } = await serve((_request, response) => {
      stream(response, ...parts)
      response.end()
    })
    expect(await failure(driver)).toMatchObject({ name: 'EngineError', code: 'failed' })
  })

  it('calls an answer interrupted whose connection breaks', async () => {
    const { driver } = await serve((_, response) => {
      stream(response, piece('Hello'))
      response.write(piece(' you'), () => response.destroy())
    })
    expect(await failure(driver)).toMatchObject({ code: 'interrupted' })
  })

  it('gives up on a server that never begins, and on one that falls silent', async () => {
    const clock = new ManualClock()
    const limits = { firstTokenMs: 60_000, stallMs: 20_000 }
    const { driver } = await serve(() => undefined, { clock, limits })
    const silent = failure(driver)
    await clock.untilSleeping()
    for (let turned = 0; turned < 4; turned += 1) {
      clock.turn(20_000)
      await new Promise(setImmediate)
    }
    expect(await silent).toMatchObject({ code: 'failed' })

    const half = await serve((_, response) => stream(response, piece('Hello')), { clock, limits })
    const received: string[] = []
    const listening = (async () => {
      for await (const event of half.driver.generate(request, never)) {
        received.push(event.type)
        if (event.type === 'text-delta') setImmediate(() => clock.turn(20_001))
      }
    })()
    await expect(listening).rejects.toMatchObject({ code: 'failed' })
    expect(received).toEqual(['start', 'text-delta'])
  })

  it('ends an answer that goes on beyond the tokens it may have', async () => {
    const { server, driver } = await serve((_, response) => {
      stream(response)
      const more = () => response.writable && response.write(piece('and ').repeat(50), () => setImmediate(more))
      more()
    })
    const hungUp = server.nextHangUp()
    const events = await eventsOf(driver.generate(request, never))
    expect(events.at(-1)).toEqual({ type: 'end', finish: 'length' })
    expect(textOf(events).length).toBeLessThan(4 * 200)
    driver.dispose()
    await hungUp
  })

  it('hangs up at once when it is aborted, and when its reader stops', async () => {
    const { server, driver } = await serve((_, response) => stream(response, piece('Hello')))
    const stop = new AbortController()
    const first = server.nextHangUp()
    const received = (async () => {
      for await (const event of driver.generate(request, stop.signal)) if (event.type === 'text-delta') stop.abort()
    })()
    await expect(received).rejects.toMatchObject({ code: 'aborted' })
    await first
    const second = server.nextHangUp()
    for await (const event of driver.generate(request, never)) if (event.type === 'text-delta') break
    await second
  })

  it('uses its connection again, and asks once more when the server had closed it', async () => {
    const ports = new Set<number>()
    let count = 0
    const { driver } = await serve((_, response) => {
      ports.add(response.socket?.remotePort ?? 0)
      count += 1
      if (count === 3) return void response.socket?.destroy()
      stream(response, piece('x'), finish(), usage, done)
      response.end()
    })
    for (const _ of [1, 2, 3]) {
      await eventsOf(driver.generate(request, never))
      await new Promise(setImmediate)
    }
    expect(count).toBe(4)
    expect(ports.size).toBe(2)
  })

  it('counts tokens by the server once, and estimates where it has no tokenizer', async () => {
    const { server, driver } = await serve((_, response) => json(response, 200, { tokens: [1, 2, 3] }))
    const counter = new TokenCounter(driver, 'm')
    expect([await counter.count('abc', never), await counter.count('abc', never)]).toEqual([3, 3])
    expect(server.seen).toHaveLength(1)
    expect(JSON.parse(server.seen[0]?.body ?? '')).toMatchObject({
      content: 'abc',
      add_special: false,
      parse_special: false,
    })

    const without = await serve((_, response) => json(response, 404, {}))
    const estimating = new TokenCounter(without.driver, 'm')
    expect(await estimating.count('ä'.repeat(30), never)).toBe(estimatedTokens('ä'.repeat(30)))
    await estimating.count('another', never)
    expect(without.server.seen).toHaveLength(1)
  })

  it('does not take a server that fails, or is unreachable, for one without a tokenizer', async () => {
    let isFailing = true
    const { server, driver } = await serve((_, response) =>
      isFailing ? json(response, 503, {}) : json(response, 200, { count: 5 }),
    )
    const counter = new TokenCounter(driver, 'm')
    expect(await counter.count('abc', never)).toBe(estimatedTokens('abc'))
    isFailing = false
    expect(await counter.count('abcd', never)).toBe(5)
    await server[Symbol.asyncDispose]()
    await expect(counter.count('abcde', never)).rejects.toMatchObject({ code: 'unavailable' })
  })
})
