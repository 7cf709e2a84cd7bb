import type { ServerResponse } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { guardPrompt } from '#core/guard/guard-prompt.ts'
import { openHost, type HostOptions } from '#engine/backends/host.ts'
import type { Engine } from '#engine/contract.ts'
import { GUARD_SETTINGS } from '#engine/driver/setting-names.ts'
import { systemClock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { chatRequest, eventsOf, textOf } from '../../contract/engine.ts'
import { goodHost, type HostTraits } from '../good-host.ts'
import { done, finish, json, piece, stream, type Loopback, type Seen } from '../loopback.ts'

const never = new AbortController().signal
const soon = () => AbortSignal.timeout(10_000)
const POLL = { timeout: 10_000 }
const log = logFor('engine:host')
log.level = 'silent'

type Body = { readonly [field: string]: unknown }
const bodyOf = ({ body }: Seen) => JSON.parse(body) as Body
const isQuestion = ({ path }: Seen) => path.endsWith('/chat/completions')

describe('a host of its own form', () => {
  const open: { [Symbol.asyncDispose]: () => Promise<void> }[] = []
  afterEach(async () => {
    for (const one of open.splice(0).toReversed()) await one[Symbol.asyncDispose]()
  })

  async function opened(
    handle: (seen: Seen, response: ServerResponse) => boolean,
    more: Partial<HostOptions> & { traits?: HostTraits; path?: string } = {},
  ): Promise<{ server: Loopback; engine: Engine }> {
    const { traits, path = '', ...options } = more
    const server = await goodHost(traits, handle)
    const fixed = { model: 'm', guardPrompt, clock: systemClock, log, random: () => 0 }
    const engine = openHost({ url: server.url + path, ...fixed, ...options })
    open.push(server, engine)
    return { server, engine }
  }

  const answers = async (engine: Engine, more = {}) =>
    textOf(await eventsOf(engine.generate(chatRequest(engine, more), never)))

  describe('that refuses a field', () => {
    const unsupported = (param: string) => ({
      error: { message: 'not supported here', type: 'invalid_request_error', param, code: 'unsupported_parameter' },
    })
    const extra = (field: string) => ({ detail: [{ type: 'extra_forbidden', loc: ['body', field, 'inner'] }] })

    it.each([
      ['names in param', 400, unsupported('max_tokens'), 'max_tokens'],
      ['names in loc', 422, extra('stream_options'), 'stream_options'],
      ['names in param', 400, unsupported('temperature'), 'temperature'],
      ['names in param', 400, unsupported('top_p'), 'top_p'],
      ['names in param', 400, unsupported('user'), 'user'],
      ['does not name', 400, {}, 'stream_options'],
      ['does not name', 400, {}, 'temperature'],
      ['does not name', 422, {}, 'max_tokens'],
    ])('serves one that %s what it refuses, and sends it no more: %i %j', async (_, status, refusal, field) => {
      const { server, engine } = await opened((seen, response) => {
        const isRefused = isQuestion(seen) && field in bodyOf(seen)
        if (isRefused) json(response, status, refusal)
        return isRefused
      })
      await engine.ready(soon())
      const asked = server.seen.length
      expect(await answers(engine, { cacheKey: 'c' })).not.toBe('')
      const [sent, ...others] = server.seen.slice(asked)
      expect(others).toEqual([])
      const body = bodyOf(sent ?? { path: '', body: '{}', headers: {} })
      const missing = ['max_tokens', 'temperature', 'top_p', 'stream_options', 'user'].filter((name) => !(name in body))
      expect(missing).toEqual([field])
      if (field === 'max_tokens') expect(body).toMatchObject({ max_completion_tokens: 24 })
    })

    it('serves one that refuses several fields and names none', async () => {
      const refused = ['max_tokens', 'top_k', 'presence_penalty']
      const { server, engine } = await opened((seen, response) => {
        const isRefused = isQuestion(seen) && refused.some((field) => field in bodyOf(seen))
        if (isRefused) json(response, 400, {})
        return isRefused
      })
      await engine.ready(soon())
      await answers(engine)
      const body = bodyOf(server.seen.at(-1) ?? { path: '', body: '{}', headers: {} })
      expect(body).toMatchObject({ max_completion_tokens: 24, temperature: 0.6, min_p: 0, frequency_penalty: 0 })
      for (const field of refused) expect(body).not.toHaveProperty(field)
    })

    it('serves one that refuses a field from now on', async () => {
      let isStrict = false
      const { engine } = await opened((seen, response) => {
        const isRefused = isStrict && isQuestion(seen) && 'min_p' in bodyOf(seen)
        if (isRefused) json(response, 400, unsupported('min_p'))
        return isRefused
      })
      await engine.ready(soon())
      isStrict = true
      expect(await answers(engine)).not.toBe('')
    })

    it('names the field where it cannot serve without', async () => {
      const { engine } = await opened((seen, response) => {
        if (isQuestion(seen)) json(response, 400, unsupported('messages'))
        return isQuestion(seen)
      })
      await expect
        .poll(() => engine.health(), POLL)
        .toMatchObject({
          state: 'failed',
          detail: expect.stringContaining('(400 unsupported_parameter at messages)'),
        })
    })
  })

  describe('that has paths of its own', () => {
    it.each([
      ['/v1', '/v1'],
      ['/v1/', '/v1'],
      ['', '/v1'],
      ['/openai', '/openai/v1'],
      ['/openai/v1', '/openai/v1'],
      ['/paas/v4', '/paas/v4'],
      ['/v1', ''],
    ])('is asked at %j and found at %j', async (written, actual) => {
      const { engine } = await opened(
        (seen, response) => {
          for (const path of ['/chat/completions', '/models']) {
            if (seen.path !== actual + path) continue
            seen.path = `/v1${path}`
            return false
          }
          json(response, 404, {})
          return true
        },
        { path: written },
      )
      await engine.ready(soon())
      expect(await answers(engine)).not.toBe('')
      expect(engine.capabilities()).toMatchObject({ contextTokens: 4096 })
    })

    it('is asked at its usual one again when another answers anything', async () => {
      let hasModel = false
      const { engine } = await opened((seen, response) => {
        if (seen.path.startsWith('/v1') && hasModel) return false
        if (seen.path.startsWith('/v1')) json(response, 404, {})
        else response.writeHead(200, { 'content-type': 'text/html' }).end('<html></html>')
        return true
      })
      await expect.poll(() => engine.health(), POLL).toMatchObject({ detail: expect.stringContaining('(404)') })
      hasModel = true
      await engine.ready(soon())
    })

    it('serves without a list of models, and without a tokenizer', async () => {
      const { engine } = await opened((seen, response) => {
        if (!isQuestion(seen)) response.writeHead(200, { 'content-type': 'text/html' }).end('<html></html>')
        return !isQuestion(seen)
      })
      await engine.ready(soon())
      expect(await engine.countTokens('three words here', never)).toBeGreaterThan(0)
      expect(await answers(engine)).not.toBe('')
    })

    it('says that an address leads elsewhere, or to a page', async () => {
      const moved = await opened((_, response) => {
        response.writeHead(301, { location: 'https://elsewhere' }).end()
        return true
      })
      await expect
        .poll(() => moved.engine.health(), POLL)
        .toMatchObject({ detail: expect.stringContaining('CHASQUI_ENGINE_URL') })
      const page = await opened((_, response) => {
        response.writeHead(200, { 'content-type': 'text/html' }).end('<html></html>')
        return true
      })
      await expect.poll(() => page.engine.health(), POLL).toMatchObject({ detail: expect.stringContaining('web page') })
    })
  })

  describe('that streams in its own way', () => {
    it.each([
      ['usage that is not whole', 'data: {"choices":[],"usage":{"prompt_tokens":11}}\n\n'],
      ['events without data', 'data:\n\n'],
      ['null', 'data: null\n\n'],
    ])('serves with %s in every answer', async (_, odd) => {
      const { engine } = await opened((seen, response) => {
        if (!isQuestion(seen)) return false
        stream(response, odd, piece('Hi'), finish(), done)
        response.end()
        return true
      })
      await engine.ready(soon())
      expect(await answers(engine)).toBe('Hi')
      // Nothing is counted here, so that a host that takes pictures is believed.
      expect(engine.capabilities()).toMatchObject({ vision: true, pictureTokens: 1024 })
    })
  })

  describe('that cannot see', () => {
    const noEyes = (seen: Seen, response: ServerResponse) => {
      const isRefused = isQuestion(seen) && seen.body.includes('image_url')
      const message = 'image input is not supported - hint: if this is unexpected, you may need to provide the mmproj'
      if (isRefused) json(response, 500, { error: { code: 500, message, type: 'server_error' } })
      return isRefused
    }

    it('serves text', async () => {
      const { engine } = await opened(noEyes)
      await engine.ready(soon())
      expect(engine.capabilities()).toMatchObject({ vision: false, schema: true, firstTokenChoices: true })
      expect(await answers(engine)).not.toBe('')
    })

    it('is not taken for blind when it goes down while it is tried', async () => {
      let fails = 3
      const { engine } = await opened((seen, response) => {
        const isDown = isQuestion(seen) && (seen.body.includes('image_url') || fails < 3) && fails > 0
        if (isDown) {
          fails -= 1
          json(response, 503, {})
        }
        return isDown
      })
      await engine.ready(soon())
      expect(engine.capabilities().vision).toBe(true)
    })
  })

  describe('that wants another key', () => {
    it.each([
      ['a wrong key', 400, { error: { type: 'no_db_connection' } }, 'wrong', 'Is CHASQUI_ENGINE_KEY right?'],
      ['no key', 500, {}, undefined, 'If it wants a key, set CHASQUI_ENGINE_KEY.'],
      ['no key', 401, {}, undefined, 'set CHASQUI_ENGINE_KEY'],
      ['a wrong key', 403, {}, 'wrong', 'set CHASQUI_ENGINE_KEY'],
    ])('says which setting, with %s: %i %j', async (_, status, body, key, sentence) => {
      const { engine } = await opened(
        (_seen, response) => {
          json(response, status, body)
          return true
        },
        key === undefined ? {} : { key },
      )
      await expect
        .poll(() => engine.health(), POLL)
        .toMatchObject({ state: 'failed', detail: expect.stringContaining(sentence) })
    })

    it('names the settings of the guard where it is the guard', async () => {
      const { engine } = await opened(
        (_seen, response) => {
          json(response, 401, {})
          return true
        },
        { settings: GUARD_SETTINGS },
      )
      await expect
        .poll(() => engine.health(), POLL)
        .toMatchObject({ detail: expect.stringContaining('CHASQUI_GUARD_KEY') })
    })
  })

  it('is a guard as soon as it gives token probabilities', async () => {
    let fails = 3
    const { engine } = await opened(
      (seen, response) => {
        if (seen.body.includes('User: ')) {
          stream(response, piece(/bomb/.test(seen.body) ? 'unsafe' : 'safe'), finish(), done)
          response.end()
          return true
        }
        const isRefused = isQuestion(seen) && 'logprobs' in bodyOf(seen) && fails > 0
        if (isRefused) json(response, 500, {})
        if (isRefused) fails -= 1
        return isRefused
      },
      { capabilities: { guard: 'full' } },
    )
    await engine.ready(soon())
    expect(fails).toBe(0)
    expect(engine.capabilities()).toMatchObject({ firstTokenChoices: true, guard: 'full' })
  })

  it('is no guard without token probabilities', async () => {
    const { engine } = await opened(() => false, { traits: { hasLogprobs: false }, capabilities: { guard: 'full' } })
    await expect
      .poll(() => engine.health(), POLL)
      .toMatchObject({ detail: expect.stringContaining('no token probabilities') })
  })

  describe('that reads less than it says', () => {
    const CONTEXT = 2048
    const limited =
      (refusal: object, status = 400) =>
      (seen: Seen, response: ServerResponse) => {
        const isTooLong = isQuestion(seen) && seen.body.length > CONTEXT * 3
        if (isTooLong) json(response, status, refusal)
        return isTooLong
      }
    const long = {
      messages: [{ role: 'user' as const, parts: [{ type: 'text' as const, text: 'word '.repeat(2_000) }] }],
    }
    const unlisted = { traits: { models: [{ id: 'm' }] } }

    it.each([
      [
        {
          error: { message: "This model's maximum context length is 2048 tokens. However, you requested 2500 tokens" },
        },
      ],
      [{ error: { message: 'litellm.ContextWindowExceededError: … maximum context length is 2048 tokens. However' } }],
      [{ message: "The input (3000 tokens) is longer than the model's context length (2048 tokens)." }],
      [{ error: { type: 'exceed_context_size_error', n_prompt_tokens: 3000, n_ctx: 2048 } }],
      [{ error: 'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 2048. Given: 2500' }],
    ])('has its size learnt from %j', async (refusal) => {
      const { engine } = await opened(limited(refusal), unlisted)
      await engine.ready(soon())
      expect(engine.capabilities()).toMatchObject({ contextTokens: 8192, promptTokens: 4096 })
      await expect(answers(engine, long)).rejects.toMatchObject({ code: 'prompt-too-long' })
      expect(engine.capabilities()).toMatchObject({ contextTokens: 2048, promptTokens: 1536 })
    })

    it('has its size learnt from what it refused where no number comes, down to what a guard needs', async () => {
      const { engine } = await opened(limited({ error: { type: 'context_length_exceeded' } }), unlisted)
      await engine.ready(soon())
      for (const [words, contextTokens] of [
        [4_000, 4_014],
        [4_000, 2_408],
        [4_000, 2_048],
        [1_500, 2_048],
      ] as const) {
        const messages = [{ role: 'user' as const, parts: [{ type: 'text' as const, text: 'word '.repeat(words) }] }]
        await expect(answers(engine, { messages })).rejects.toMatchObject({ code: 'prompt-too-long' })
        expect(engine.capabilities()).toMatchObject({ contextTokens })
      }
      expect(engine.capabilities()).toMatchObject({ promptTokens: 1_536 })
    })

    it('is not believed to read less because a person says so', async () => {
      const words = 'word '.repeat(2_000) + 'the maximum context length is 300 tokens'
      const { engine } = await opened(limited({ error: { message: `cannot read: ${words}` } }), unlisted)
      await engine.ready(soon())
      const messages = [{ role: 'user' as const, parts: [{ type: 'text' as const, text: words }] }]
      await expect(answers(engine, { messages })).rejects.toMatchObject({ code: 'refused' })
      expect(engine.capabilities()).toMatchObject({ contextTokens: 8192 })
    })

    it('is asked for answers that fit beside the prompt', async () => {
      const { server, engine } = await opened(() => false, { ...unlisted, contextTokens: 2048 })
      await engine.ready(soon())
      expect(engine.capabilities()).toMatchObject({ contextTokens: 2048, promptTokens: 1536 })
      await answers(engine, { tokensMax: 4_000 })
      expect(bodyOf(server.seen.at(-1) ?? { path: '', body: '{}', headers: {} })).toMatchObject({ max_tokens: 512 })
    })
  })
})
