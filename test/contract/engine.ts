import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Engine, GenerateEvent, GenerateRequest } from '#engine/contract.ts'

/** Any request that the engine under test can answer; the suite puts its own id and limits in. */
export function chatRequest(engine: Engine, more: Partial<GenerateRequest> = {}): GenerateRequest {
  return {
    id: 'request-1',
    class: 'chat',
    messages: [{ role: 'user', parts: [{ type: 'text', text: 'hello' }] }],
    tokensMax: 24,
    sampling: engine.capabilities().sampling,
    ...more,
  }
}

export async function eventsOf(events: AsyncIterable<GenerateEvent>): Promise<GenerateEvent[]> {
  const all: GenerateEvent[] = []
  for await (const event of events) all.push(event)
  return all
}

export const textOf = (events: readonly GenerateEvent[]): string =>
  events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('')

/** What every engine keeps to, whatever is behind it. Open gives one that becomes ready. */
export function engineContract(name: string, open: () => Promise<Engine>): void {
  describe(`an engine (${name})`, () => {
    let engine: Engine
    const signal = new AbortController().signal

    beforeAll(async () => {
      engine = await open()
      await engine.ready(AbortSignal.timeout(25_000))
    })
    afterAll(() => engine[Symbol.asyncDispose]())

    it('says that it is ready once ready has resolved', () => {
      expect(engine.health()).toMatchObject({ state: 'ready', model: engine.capabilities().model })
    })

    it('answers with one start, then text, then what was used, then one end', async () => {
      const events = await eventsOf(engine.generate(chatRequest(engine), signal))
      expect(events[0]).toMatchObject({ type: 'start' })
      expect(events.at(-1)).toMatchObject({ type: 'end' })
      expect(events.filter(({ type }) => type === 'start' || type === 'end')).toHaveLength(2)
      expect(events.at(-2)).toMatchObject({ type: 'usage', promptTokens: expect.any(Number) as number })
      expect(textOf(events)).not.toBe('')
    })

    it('tells the most probable first tokens before the first text', async () => {
      const request = chatRequest(engine, { class: 'guard', firstTokenChoices: 3, tokensMax: 2 })
      const types = (await eventsOf(engine.generate(request, signal))).map(({ type }) => type)
      expect(types.slice(0, 2)).toEqual(['start', 'first-token'])
    })

    it('ends with length when there is more to say than the tokens allow', async () => {
      const events = await eventsOf(engine.generate(chatRequest(engine, { tokensMax: 2 }), signal))
      expect(events.at(-1)).toEqual({ type: 'end', finish: 'length' })
    })

    it('answers several requests side by side', async () => {
      const requests = Array.from({ length: 6 }, (_, index) =>
        chatRequest(engine, { id: `side-${index}`, cacheKey: `c${index}` }),
      )
      const answers = await Promise.all(requests.map((request) => eventsOf(engine.generate(request, signal))))
      expect(answers.map((events) => events.at(-1)?.type)).toEqual(requests.map(() => 'end'))
    })

    it('throws aborted for a signal that was aborted before', async () => {
      const answer = eventsOf(engine.generate(chatRequest(engine), AbortSignal.abort()))
      await expect(answer).rejects.toMatchObject({ name: 'EngineError', code: 'aborted' })
    })

    it('throws aborted when the signal aborts in the middle, and serves the next request', async () => {
      const stop = new AbortController()
      const answer = async () => {
        for await (const event of engine.generate(chatRequest(engine), stop.signal))
          if (event.type === 'text-delta') stop.abort()
      }
      await expect(answer()).rejects.toMatchObject({ name: 'EngineError', code: 'aborted' })
      await expect(eventsOf(engine.generate(chatRequest(engine), signal))).resolves.not.toHaveLength(0)
    })

    it('serves the next request after somebody stopped listening', async () => {
      for await (const event of engine.generate(chatRequest(engine), signal)) if (event.type === 'text-delta') break
      await expect(eventsOf(engine.generate(chatRequest(engine), signal))).resolves.not.toHaveLength(0)
    })

    it('counts more tokens for a longer text and none for no text', async () => {
      const [none, short, long] = await Promise.all(
        ['', 'hello', 'hello, how are you today?'].map((text) => engine.countTokens(text, signal)),
      )
      expect(none).toBe(0)
      expect(short).toBeGreaterThan(0)
      expect(long).toBeGreaterThan(short ?? 0)
    })

    it('rejects ready with the reason of the signal', async () => {
      await expect(engine.ready(AbortSignal.abort('enough'))).rejects.toBe('enough')
    })
  })
}
