import { afterEach, describe, expect, it } from 'vitest'
import { addressOf } from '#engine/driver/address.ts'
import { Driver } from '#engine/driver/driver.ts'
import type { GenerateRequest } from '#engine/contract.ts'
import { systemClock } from '#machine/clock.ts'
import { eventsOf, textOf } from '../../contract/engine.ts'
import { ManualClock } from '../../kit/manual-clock.ts'
import { done, finish, loopback, piece, stream, usage } from '../loopback.ts'

const request: GenerateRequest = {
  id: 'r1',
  class: 'chat',
  messages: [{ role: 'user', parts: [{ type: 'text', text: 'hello' }] }],
  tokensMax: 10,
  sampling: { temperature: 0.5, topP: 0.9, topK: 3, minP: 0.1 },
  firstTokenChoices: 2,
}
const never = new AbortController().signal

describe('the driver, given more or less than it needs', () => {
  const open: { [Symbol.asyncDispose]: () => Promise<void> }[] = []
  afterEach(() => Promise.all(open.splice(0).map((one) => one[Symbol.asyncDispose]())))

  async function driverTo(answer: Parameters<typeof loopback>[0], clock = systemClock) {
    const server = await loopback(answer)
    const dialect = { type: 'openai' as const, model: 'm', stop: [], templateArguments: {} }
    const driver = new Driver({ address: addressOf(server.url), dialect, clock })
    open.push(server, { [Symbol.asyncDispose]: async () => driver.dispose() })
    return { server, driver }
  }

  const hi = (more: object = {}) =>
    `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: 'Hi' }, finish_reason: null }], ...more })}\n\n`
  const ofContent = (content: unknown) =>
    `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason: null }] })}\n\n`

  it.each([
    ['usage that only has details', hi({ usage: { prompt_tokens_details: { cached_tokens: 0 } } }), 'Hi there'],
    ['usage without the tokens of the answer', hi({ usage: { prompt_tokens: 11, total_tokens: 11 } }), 'Hi there'],
    ['usage of nulls', hi({ usage: { prompt_tokens: null, completion_tokens: null } }), 'Hi there'],
    ['usage that is a word', hi({ usage: 'none' }), 'Hi there'],
    [
      'cached tokens that are no number',
      hi({ usage: { prompt_tokens: 1, completion_tokens: 1, prompt_tokens_details: 'x' } }),
      'Hi there',
    ],
    ['a model that is no text', hi({ model: 7 }), 'Hi there'],
    [
      'probabilities of another form',
      hi({ choices: [{ delta: { content: 'Hi' }, logprobs: { content: [{}] } }] }),
      'Hi there',
    ],
    ['a finish that is no text', hi({ choices: [{ delta: { content: 'Hi' }, finish_reason: 0 }] }), 'Hi there'],
    ['an event without data', 'data:\n\n', ' there'],
    ['null in place of an event', 'data: null\n\n', ' there'],
    [
      'a thought in a list of parts',
      ofContent([{ type: 'thinking', thinking: [{ type: 'text', text: 'ok' }] }]),
      ' there',
    ],
    ['text in a list of parts', ofContent([{ type: 'text', text: 'Hi' }, { type: 'odd' }, null]), 'Hi there'],
  ])('reads the text beside %s', async (_, odd, text) => {
    const { driver } = await driverTo((_request, response) => {
      stream(response, odd, piece(' there'), finish(), usage, done)
      response.end()
    })
    const events = await eventsOf(driver.generate(request, never))
    expect(textOf(events)).toBe(text)
    expect(events.slice(-2)).toEqual([
      { type: 'usage', promptTokens: 40, cachedTokens: 9, answerTokens: 2 },
      { type: 'end', finish: 'stop' },
    ])
  })

  it.each([
    ['content that is a number', 'data: {"choices":[{"delta":{"content":7}}]}\n\n'],
    ['a number in place of an event', 'data: 7\n\n'],
    ['choices that are no list', 'data: {"choices":{}}\n\n'],
  ])('calls an answer failed that holds %s', async (_, odd) => {
    const { driver } = await driverTo((_request, response) => {
      stream(response, odd, finish(), done)
      response.end()
    })
    await expect(eventsOf(driver.generate(request, never))).rejects.toMatchObject({ code: 'failed' })
  })

  it.each([
    ['nonsense', 'data: nonsense\n\n'],
    ['a failure', 'event: error\ndata: {}\n\n'],
    ['nothing', ''],
  ])('takes an answer as whole that has its finish, whatever follows: %s', async (_, rest) => {
    const { driver } = await driverTo((_request, response) => {
      stream(response, piece('Hello'), finish(), rest)
      response.end()
    })
    const events = await eventsOf(driver.generate(request, never))
    expect([textOf(events), events.at(-1)]).toEqual(['Hello', { type: 'end', finish: 'stop' }])
  })

  it('takes an answer as whole when its connection breaks after the finish', async () => {
    const { driver } = await driverTo((_request, response) => {
      stream(response, piece('Hello'))
      response.write(finish(), () => response.destroy())
    })
    expect((await eventsOf(driver.generate(request, never))).at(-1)).toEqual({ type: 'end', finish: 'stop' })
  })

  it('waits 2 s for what may follow a finish, and hangs up then', async () => {
    const clock = new ManualClock()
    const { server, driver } = await driverTo((_, response) => stream(response, piece('Hello') + finish()), clock)
    const hungUp = server.nextHangUp()
    const received: string[] = []
    const listening = (async () => {
      for await (const { type } of driver.generate(request, never)) received.push(type)
    })()
    while (!received.includes('text-delta')) await new Promise(setImmediate)
    for (const turnMs of [1_900, 50]) {
      clock.turn(turnMs)
      await new Promise(setImmediate)
    }
    expect(received).not.toContain('end')
    clock.turn(50)
    await listening
    expect(received.at(-1)).toBe('end')
    await hungUp
  })

  it('says so when a web page comes in place of an answer', async () => {
    const { driver } = await driverTo((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<html><h1>gateway</h1></html>')
    })
    const failure = eventsOf(driver.generate(request, never))
    await expect(failure).rejects.toMatchObject({ code: 'failed', message: expect.stringContaining('web page') })
  })
})
