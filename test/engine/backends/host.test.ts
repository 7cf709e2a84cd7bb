import type { ServerResponse } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { guardPrompt } from '#core/guard/guard-prompt.ts'
import { openHost, type HostOptions } from '#engine/backends/host.ts'
import type { Engine } from '#engine/contract.ts'
import { llama4Scout } from '#engine/models/llama-4.ts'
import { systemClock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { chatRequest, engineContract, eventsOf } from '../../contract/engine.ts'
import { goodHost } from '../good-host.ts'
import { ManualClock } from '../../kit/manual-clock.ts'
import { done, finish, json, piece, stream, type Seen } from '../loopback.ts'

const never = new AbortController().signal
const soon = () => AbortSignal.timeout(10_000)
const POLL = { timeout: 10_000 }
const log = logFor('engine:host')
log.level = 'silent'

/** Judges what it is asked to judge: unsafe is a question that reads so. */
const judging = (unsafe: RegExp) => (seen: Seen, response: ServerResponse) => {
  const [, question] = /User: ([^\\]*)/.exec(seen.body) ?? []
  if (question === undefined) return false
  stream(response, piece(unsafe.test(question) ? 'unsafe\nS9' : 'safe'), finish('stop'), done)
  response.end()
  return true
}

/**
 * Looks again and again while the clock goes on in small turns: one that comes before a pause has begun is lost, and a
 * large one would end a question that is under way.
 */
const whileTimeGoesOn = <T>(clock: ManualClock, look: () => T) =>
  expect.poll(
    () => {
      clock.turn(500)
      return look()
    },
    { ...POLL, interval: 20 },
  )

function hostAt(url: string, more: Partial<HostOptions> = {}): Engine {
  return openHost({ url, model: 'm', guardPrompt, clock: systemClock, log, random: () => 0, ...more })
}

engineContract('host', async () => {
  const server = await goodHost()
  const engine = hostAt(`${server.url}/v1/`)
  const dispose = engine[Symbol.asyncDispose].bind(engine)
  engine[Symbol.asyncDispose] = async () => {
    await dispose()
    await server[Symbol.asyncDispose]()
  }
  return engine
})

describe('a host', () => {
  const open: { [Symbol.asyncDispose]: () => Promise<void> }[] = []
  afterEach(async () => {
    for (const one of open.splice(0).toReversed()) await one[Symbol.asyncDispose]()
  })
  const opened = <T extends { [Symbol.asyncDispose]: () => Promise<void> }>(one: T): T => {
    open.push(one)
    return one
  }

  it('finds out what the host can do, and takes its context from it', async () => {
    const server = opened(await goodHost({ models: [{ id: 'm', max_model_len: 5000 }] }, judging(/bomb/)))
    const engine = opened(
      hostAt(server.url, { card: llama4Scout, capabilities: { guard: 'full', guardThreshold: 0.4 } }),
    )
    await engine.ready(soon())
    expect(engine.capabilities()).toMatchObject({
      model: 'm',
      contextTokens: 5000,
      vision: true,
      pictureTokens: 147,
      tilePixels: 336,
      schema: true,
      firstTokenChoices: true,
      guard: 'full',
      guardThreshold: 0.4,
    })
  })

  it.each([
    ['calls everything safe', /nothing/, 'calls a plainly unsafe text safe'],
    ['calls everything unsafe', /./, 'calls a plainly safe text unsafe'],
    ['gives no verdict', undefined, 'gives no verdict'],
  ])('is not ready as a guard when its model %s', async (_, unsafe, why) => {
    const server = opened(await goodHost({}, unsafe && judging(unsafe)))
    const clock = new ManualClock()
    const engine = opened(hostAt(server.url, { capabilities: { guard: 'full' }, clock }))
    const isRefused = { state: 'failed', detail: expect.stringContaining(why) }
    await expect.poll(() => engine.health(), POLL).toMatchObject(isRefused)
    for (let probes = 0; probes < 3; probes += 1) {
      const asked = server.seen.length
      await whileTimeGoesOn(clock, () => server.seen.length).toBeGreaterThan(asked + 2)
      expect(engine.health()).toMatchObject(isRefused)
    }
  })

  it('is tried as a guard again after an outage', async () => {
    let unsafe = /bomb/
    let isDown = false
    const handle = (seen: Seen, response: ServerResponse) => {
      if (isDown) json(response, 503, {})
      return isDown || judging(unsafe)(seen, response)
    }
    const clock = new ManualClock()
    const server = opened(await goodHost({}, handle))
    const engine = opened(hostAt(server.url, { capabilities: { guard: 'full' }, clock }))
    await engine.ready(soon())
    isDown = true
    await expect(eventsOf(engine.generate(chatRequest(engine), never))).rejects.toMatchObject({ code: 'unavailable' })
    unsafe = /nothing/
    isDown = false
    const isRefused = { detail: expect.stringContaining('unsafe text safe') }
    await whileTimeGoesOn(clock, () => engine.health()).toMatchObject(isRefused)
  })

  it('distinguishes a guard that judges pictures from one that reads only words', async () => {
    const guard = { capabilities: { guard: 'full' } } as const
    const judged = (seen: Seen, response: ServerResponse) =>
      seen.body.includes('BEGIN CONVERSATION') && judging(/bomb/)(seen, response)
    const blind = opened(hostAt(opened(await goodHost({}, judged)).url, guard))
    await blind.ready(soon())
    expect(blind.capabilities()).toMatchObject({ vision: true, guardSeesPictures: false })
    const seeing = opened(hostAt(opened(await goodHost({ isGuard: true })).url, guard))
    await seeing.ready(soon())
    expect(seeing.capabilities()).toMatchObject({ guardSeesPictures: true, picturesMax: 5, pictureTokens: 147 })
  })

  it('says what a host without pictures, schemas and probabilities cannot do', async () => {
    const server = opened(await goodHost({ hasPictures: false, hasSchema: false, hasLogprobs: false }))
    const engine = opened(hostAt(server.url))
    await engine.ready(soon())
    expect(engine.capabilities()).toMatchObject({ vision: false, schema: false, firstTokenChoices: false })
    expect(engine.capabilities()).not.toHaveProperty('visionFault')
  })

  it('says that something is wrong where the card of a model promises eyes', async () => {
    const server = opened(await goodHost({ hasPictures: false }))
    const engine = opened(hostAt(server.url, { card: llama4Scout }))
    await engine.ready(soon())
    const { vision, visionFault } = engine.capabilities()
    expect({ vision, visionFault }).toMatchObject({
      vision: false,
      visionFault: { detail: expect.stringContaining('refuses') as string, sentences: [{ code: 'host.refused' }] },
    })
  })

  it('leaves out what a strict host does not know', async () => {
    const server = opened(await goodHost({ isStrict: true }))
    const engine = opened(hostAt(server.url))
    await engine.ready(soon())
    await eventsOf(engine.generate(chatRequest(engine), never))
    expect(JSON.parse(server.seen.at(-1)?.body ?? '')).not.toHaveProperty('top_k')
  })

  it('becomes ready when the host comes', async () => {
    let isThere = false
    const server = opened(
      await goodHost({}, (_, response) => {
        if (!isThere) json(response, 503, {})
        return !isThere
      }),
    )
    const engine = opened(hostAt(server.url))
    await expect.poll(() => engine.health().state, POLL).toBe('failed')
    await expect(eventsOf(engine.generate(chatRequest(engine), never))).rejects.toMatchObject({ code: 'unavailable' })
    isThere = true
    await engine.ready(soon())
    expect(engine.health()).toEqual({ state: 'ready', model: 'm' })
  })

  it('names the model that is nearest when the host does not have ours', async () => {
    const server = opened(
      await goodHost({ models: [{ id: 'llama-4-scout' }] }, ({ path }, response) => {
        const isAsked = path.endsWith('completions')
        if (isAsked) json(response, 404, { error: { type: 'NotFoundError' } })
        return isAsked
      }),
    )
    const engine = opened(hostAt(server.url, { model: 'lama-4-scout' }))
    await expect
      .poll(() => engine.health(), POLL)
      .toMatchObject({
        state: 'failed',
        detail: expect.stringContaining('but llama-4-scout: set CHASQUI_ENGINE_MODEL'),
      })
  })

  it('fails one answer that is cut, and serves on', async () => {
    let cuts = 0
    const server = opened(
      await goodHost({}, ({ body }, response) => {
        const isCut = cuts > 0 && body.includes('"max_tokens":24')
        if (isCut) {
          cuts -= 1
          stream(response, piece('Hel'))
          response.end()
        }
        return isCut
      }),
    )
    const engine = opened(hostAt(server.url))
    await engine.ready(soon())
    cuts = 1
    await expect(eventsOf(engine.generate(chatRequest(engine), never))).rejects.toMatchObject({ code: 'failed' })
    expect(engine.health().state).toBe('ready')
    await expect(eventsOf(engine.generate(chatRequest(engine), never))).resolves.not.toHaveLength(0)
  })

  it('is not ready after a failure until a question is answered, whatever its list of models says', async () => {
    let isDown = false
    const server = opened(
      await goodHost({}, ({ path }, response) => {
        const isRefused = isDown && path.endsWith('completions')
        if (isRefused) json(response, 500, {})
        return isRefused
      }),
    )
    const clock = new ManualClock()
    const engine = opened(hostAt(server.url, { clock }))
    await engine.ready(soon())
    isDown = true
    await expect(eventsOf(engine.generate(chatRequest(engine), never))).rejects.toMatchObject({ code: 'unavailable' })
    for (let pauses = 0; pauses < 5; pauses += 1) {
      expect(engine.health()).toMatchObject({ state: 'failed', detail: expect.stringContaining('failed (500') })
      const asked = server.seen.length
      await whileTimeGoesOn(clock, () => server.seen.length).toBe(asked + 2)
    }
    isDown = false
    const stateAfterASecond = () => {
      clock.turn(1_000)
      return engine.health().state
    }
    await expect.poll(stateAfterASecond, POLL).toBe('ready')
  })

  it('is soon asked again after it left the question unanswered in an outage', async () => {
    const clock = new ManualClock()
    let state: 'up' | 'down' | 'silent' = 'up'
    const server = opened(
      await goodHost({}, ({ path }, response) => {
        if (state === 'up' || !path.endsWith('completions')) return false
        if (state === 'down') json(response, 500, {})
        return true
      }),
    )
    const engine = opened(hostAt(server.url, { clock }))
    await engine.ready(soon())
    state = 'down'
    await expect(eventsOf(engine.generate(chatRequest(engine), never))).rejects.toMatchObject({ code: 'unavailable' })
    state = 'silent'
    const asked = server.seen.length
    clock.turn(10_000)
    await expect.poll(() => server.seen.length, POLL).toBe(asked + 2)
    state = 'up'
    clock.turn(14_999)
    expect(engine.health()).toMatchObject({ detail: expect.stringContaining('500') })
    clock.turn(1)
    await expect
      .poll(() => engine.health(), POLL)
      .toMatchObject({ detail: expect.stringContaining('unanswered for 15 s') })
    clock.turn(10_000)
    await engine.ready(soon())
  })

  it('has its tokenizer left alone for some minutes once that left a count unanswered', async () => {
    const clock = new ManualClock()
    const server = opened(await goodHost({}, ({ path, body }) => path === '/tokenize' && body.includes('word')))
    const engine = opened(hostAt(server.url, { clock }))
    await engine.ready(soon())
    const counts = () => server.seen.filter(({ body, path }) => path === '/tokenize' && body.includes('word')).length
    const late = Promise.all(['word one', 'word two'].map((text) => engine.countTokens(text, never)))
    await expect.poll(counts, POLL).toBe(2)
    clock.turn(15_000)
    expect(await late).toEqual([3, 3])
    expect(await engine.countTokens('word three', never)).toBe(4)
    expect(counts()).toBe(2)
    clock.turn(180_000)
    void engine.countTokens('word four', never).catch(() => undefined)
    await expect.poll(counts, POLL).toBe(3)
  })

  it('reports how long to wait to a person whom a busy host refuses, and serves the others meanwhile', async () => {
    const server = opened(
      await goodHost({}, ({ body }, response) => {
        const isRefused = body.includes('#A')
        if (isRefused) json(response, 429, {}, { 'retry-after': '300' })
        return isRefused
      }),
    )
    const engine = opened(hostAt(server.url))
    await engine.ready(soon())
    const messages = [{ role: 'user' as const, parts: [{ type: 'text' as const, text: '#A' }] }]
    const refused = eventsOf(engine.generate(chatRequest(engine, { messages }), never))
    await expect(refused).rejects.toMatchObject({ code: 'failed', retryAfterMs: 300_000 })
    expect((await eventsOf(engine.generate(chatRequest(engine), never))).at(-1)).toMatchObject({ type: 'end' })
  })

  it.each(['gpu:8000', 'ftp://gpu', 'http://user:secret-word@gpu:8000', ''])(
    'refuses the address "%s" without repeating a password',
    (url) => {
      expect(() => hostAt(url)).toThrow(TypeError)
      expect(() => hostAt(url)).not.toThrow(/secret-word/)
      expect(() => hostAt(url)).toThrow(expect.objectContaining({ code: 'bad-address' }))
    },
  )
})
