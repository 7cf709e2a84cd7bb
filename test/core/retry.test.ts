import { describe, expect, test } from 'vitest'
import { GuardFault, type Guard } from '#core/guard/guard.ts'
import { en } from '#core/texts/en.ts'
import type { Turn } from '#core/contract/turn.ts'
import type { Serving } from '#core/serving.ts'
import { openRun, type Run, type ServedRun, type TurnDeps } from '#core/turn/deps.ts'
import { withRetries, type Try } from '#core/turn/retry.ts'
import { openHost } from '#engine/backends/host.ts'
import { EngineError } from '#engine/contract.ts'
import { logFor, type Logger } from '#machine/log.ts'
import { guardPrompt } from '#core/guard/guard-prompt.ts'
import { chatRequest, eventsOf } from '../contract/engine.ts'
import { ManualClock } from '../kit/manual-clock.ts'
import { startModelHost } from '../kit/model-host.ts'
import { openScripted } from '../kit/scripted.ts'
import { servingOf } from '../kit/serving.ts'

const log = logFor('core:turn')
log.level = 'silent'
const settings = { retryFirstMs: 250, delayNoticeAfterMs: 8_000, giveUpAfterMs: 120_000 }

type Work = (attempt: Try, tries: number) => Promise<string> | string

/** Runs `work` on its own clock until it ends; returns when and how. */
async function ended(work: Work, { engine, guards, ...more }: Partial<ServedRun> = {}) {
  const clock = new ManualClock()
  const scripted = engine ?? openScripted({ script: () => ({ text: '' }), clock })
  const published: string[] = []
  let tries = 0
  const run = {
    clock,
    serving: servingOf(scripted, guards ?? ([{ service: scripted }] as unknown as readonly Guard[])),
    waitsFor: (wait: Promise<unknown>) => wait,
    log,
    settings,
    turn: { id: 't', asked: {} },
    texts: en,
    signal: new AbortController().signal,
    hasShown: () => false,
    lastShownMs: () => 0,
    publishNotice: (text: string) => void published.push(text),
    ...more,
  } as unknown as Run
  const end: { outcome?: unknown } = {}
  void withRetries(run, async (attempt) => {
    await attempt.served()
    return work(attempt, (tries += 1))
  }).then(
    (value) => (end.outcome = value),
    (error: unknown) => (end.outcome = error),
  )
  for (;;) {
    if ('outcome' in end) return { ...end, tries, published, tookMs: clock.monotonicMs() }
    await clock.advance(250, () => new Promise(setImmediate))
  }
}

const fails = (code: EngineError['code'], options?: { retryAfterMs: number }) => () => {
  throw new EngineError(code, 'by script', options)
}

describe('a turn that fails', () => {
  test.each([
    ['its request to the engine', fails('failed')],
    [
      'a verdict that cannot be read',
      () => {
        throw new GuardFault('garbled', 'by script')
      },
    ],
  ])('again and again by %s ends after five tries and four seconds', async (_, work) => {
    const { outcome, tries, tookMs, published } = await ended(work)
    expect(outcome).toBeInstanceOf(Error)
    expect([tries, published]).toEqual([5, []])
    expect(tookMs).toBeLessThanOrEqual(4_000)
  })

  test.each(['unavailable', 'interrupted', 'busy'] as const)(
    'because the engine is %s is not counted by that',
    async (code) => {
      const { outcome, tries } = await ended((_, tries) => (tries < 12 ? fails(code)() : 'answer'))
      expect([outcome, tries]).toEqual(['answer', 12])
    },
  )

  test('because the engine is unreachable shows a notice, and waits until it is ready', async () => {
    const engine = openScripted({ script: () => ({ text: '' }), clock: new ManualClock() })
    engine.setHealth({ state: 'failed', detail: 'unreachable', comesBack: true })
    const published: string[] = []
    const { outcome, tries, tookMs } = await ended(
      (_, tries) => {
        if (tries > 1) return 'answer'
        throw new EngineError('unavailable', 'unreachable')
      },
      {
        engine,
        guards: [],
        publishNotice: (text: string) => {
          published.push(text)
          engine.setHealth({ state: 'ready', model: 'm' })
        },
      },
    )
    expect([outcome, tries, published]).toEqual(['answer', 2, [en.stillWorking]])
    expect(tookMs).toBeGreaterThanOrEqual(8_000)
  })

  test('for being asked to come back later does so, no sooner', async () => {
    const { outcome, tookMs } = await ended((_, tries) =>
      tries === 1 ? fails('failed', { retryAfterMs: 30_000 })() : 'answer',
    )
    expect(outcome).toBe('answer')
    expect(tookMs).toBeGreaterThanOrEqual(30_000)
  })

  test('for being asked to come back too late ends when a person would have given up', async () => {
    const { outcome, tookMs, published } = await ended(fails('failed', { retryAfterMs: 300_000 }))
    expect(outcome).toMatchObject({ code: 'unavailable' })
    expect(published).toEqual([en.stillWorking])
    expect(tookMs).toBeLessThanOrEqual(120_250)
  })

  test('for its length is made with less, at once', async () => {
    const shares: number[] = []
    const { outcome, tookMs } = await ended(({ promptShare }, tries) => {
      shares.push(promptShare)
      return tries < 3 ? fails('prompt-too-long')() : 'answer'
    })
    expect([outcome, shares]).toEqual(['answer', [1, 0.6, 0.36]])
    expect(tookMs).toBeLessThanOrEqual(250)
  })

  test('for its length keeps its share of an engine that learnt its size', async () => {
    let promptTokens = 4_096
    const engine = openScripted({ script: () => ({ text: '' }), clock: new ManualClock() })
    const { outcome } = await ended(
      ({ promptShare }, tries) => {
        if (tries > 1) return `share ${promptShare}`
        promptTokens = 1_536
        throw new EngineError('prompt-too-long', 'by script')
      },
      { engine: { ...engine, capabilities: () => ({ ...engine.capabilities(), promptTokens }) } },
    )
    expect(outcome).toBe('share 1')
  })

  const tooLongToJudge = () => new GuardFault('too-long', 'by script')

  test('for the length of what is judged ends at once', async () => {
    const { outcome, tries } = await ended(() => {
      throw tooLongToJudge()
    })
    expect(outcome).toBeInstanceOf(GuardFault)
    expect(tries).toBe(1)
  })

  test('for the length of what is judged is tried again with a guard that learnt its size', async () => {
    let promptTokens = 4_096
    const engine = openScripted({ script: () => ({ text: '' }), clock: new ManualClock() })
    const { outcome } = await ended(
      ({ promptShare }, tries) => {
        if (tries > 1) return `share ${promptShare}`
        promptTokens = 1_536
        throw tooLongToJudge()
      },
      {
        guards: [
          {
            name: 'guard',
            judge: () => Promise.reject(tooLongToJudge()),
            service: { ...engine, capabilities: () => ({ level: 'full', promptTokens, pictures: undefined }) },
          },
        ],
      },
    )
    expect(outcome).toBe('share 1')
  })

  test('for its length, however short it is made, ends after four tries', async () => {
    const { outcome, tries } = await ended(fails('prompt-too-long'))
    expect(outcome).toMatchObject({ code: 'prompt-too-long' })
    expect(tries).toBe(4)
  })

  test.each(['refused', 'quarantined'] as const)('as %s is not tried again', async (code) => {
    expect((await ended(fails(code))).tries).toBe(1)
  })
})

test('a turn that waits for a model to be switched is not given up, and its person is told once', async () => {
  const clock = new ManualClock()
  const engine = openScripted({ script: () => ({ text: '' }), clock })
  const loaded = Promise.withResolvers<void>()
  const serving: Serving = {
    async take(signal) {
      await loaded.promise
      return servingOf(engine, []).take(signal)
    },
  }
  const published: string[] = []
  const bus = { publish: (message: { op: string; text?: string }) => void published.push(message.text ?? message.op) }
  const turn = { id: 't', asked: {}, messageIds: [], receivedAtMs: 0, locale: 'en', person: 'p', network: 'n' }
  const never = new AbortController().signal
  const deps = { bus, clock, settings: () => settings, serving, log } as unknown as TurnDeps
  const run = openRun(deps, turn as unknown as Turn, { signal: never, stop: never })
  const end: { outcome?: unknown } = {}
  void withRetries(run, async ({ served }) => {
    await served()
    await clock.sleep(119_000)
    return 'answer'
  }).then(
    (value) => (end.outcome = value),
    (error: unknown) => (end.outcome = error),
  )
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve))
  await clock.advance(600_000, settle)
  expect([end.outcome, published]).toEqual([undefined, [en.stillWorking]])
  loaded.resolve()
  await settle()
  await clock.advance(119_000, settle)
  expect([end.outcome, published]).toEqual(['answer', [en.stillWorking]])
})

test('a request that a host leaves lying is put three times before there is an apology', async () => {
  const host = await startModelHost({ faultOf: ({ text }) => (text.includes('#A') ? 'silence' : undefined) })
  const clock = new ManualClock()
  const engine = openHost({ url: host.url, model: host.model, guardPrompt, clock, log, random: () => 0 })
  try {
    await engine.ready(AbortSignal.timeout(10_000))
    let failed = Promise.withResolvers<void>()
    const published: string[] = []
    const run = {
      clock,
      serving: servingOf(engine, []),
      waitsFor: (wait: Promise<unknown>) => wait,
      settings,
      log: { info: () => failed.resolve() } as unknown as Logger,
      turn: { id: 't', asked: {} },
      texts: en,
      signal: new AbortController().signal,
      hasShown: () => false,
      lastShownMs: () => 0,
      publishNotice: (text: string) => void published.push(text),
    } as unknown as Run
    const messages = [{ role: 'user' as const, parts: [{ type: 'text' as const, text: '#A' }] }]
    let asked = host.next('chat')
    const outcome = withRetries(run, async ({ signal, served }) => {
      await served()
      return eventsOf(engine.generate(chatRequest(engine, { messages }), signal))
    })
    const ended = outcome.catch((error: unknown) => error)
    for (let tries = 1; tries < 3; tries += 1) {
      expect((await asked).text).toContain('#A')
      clock.turn(50_000)
      await failed.promise
      failed = Promise.withResolvers()
      asked = host.next('chat')
      clock.turn(1_000)
    }
    expect((await asked).text).toContain('#A')
    clock.turn(18_000)
    expect(await ended).toMatchObject({ code: 'unavailable' })
    expect(host.prompts.filter(({ text }) => text.includes('#A'))).toHaveLength(3)
    expect([engine.health().state, published]).toEqual(['ready', [en.stillWorking]])
  } finally {
    await engine[Symbol.asyncDispose]()
    await host.close()
  }
})
