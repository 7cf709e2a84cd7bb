import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { openScripted, type Script, type ScriptedAnswer } from '../kit/scripted.ts'
import type { GenerateRequest, RequestClass } from '#engine/contract.ts'
import { dispatched, type DispatcherOptions } from '#engine/dispatcher.ts'
import { systemClock } from '#machine/clock.ts'
import { chatRequest, engineContract, eventsOf, textOf } from '../contract/engine.ts'
import { ManualClock } from '../kit/manual-clock.ts'

const never = new AbortController().signal
/** Between two turns of the clock there are only promises: with the next turn of the event loop all of them have run. */
const settled = () => setImmediate()

engineContract('dispatched', () => {
  const engine = openScripted({ script: () => ({ text: 'Hello, how are you?', firstToken: [] }), clock: systemClock })
  return Promise.resolve(dispatched(engine, { permits: 2, guardPermit: true, queueMax: 10, clock: systemClock }))
})

/** Requests answer when they are let go, by id; `begun` lists them in the order in which the engine got them. */
function setting(
  more: Partial<DispatcherOptions> = {},
  answer: ScriptedAnswer | Script = { text: 'done', delayMs: 100 },
) {
  const clock = new ManualClock()
  const begun: string[] = []
  const scripted = openScripted({
    clock,
    script: (request) => {
      begun.push(request.id)
      return typeof answer === 'function' ? answer(request) : answer
    },
  })
  const engine = dispatched(scripted, { permits: 2, guardPermit: true, queueMax: 3, clock, ...more })
  const ask = (id: string, requestClass: RequestClass, signal = never, request: Partial<GenerateRequest> = {}) =>
    eventsOf(engine.generate(chatRequest(engine, { id, class: requestClass, ...request }), signal))
  return { engine, ask, begun, clock }
}

describe('the dispatcher', () => {
  it('serves guard before chat before photo before background, and each in order of arrival', async () => {
    const { ask, begun, clock } = setting({ permits: 1, guardPermit: false })
    const first = ask('first', 'chat')
    await settled()
    const rest = [ask('b1', 'background'), ask('p1', 'photo'), ask('c1', 'chat'), ask('c2', 'chat'), ask('g1', 'guard')]
    await settled()
    expect(begun).toEqual(['first'])
    for (const _ of rest) {
      clock.turn(100)
      await settled()
    }
    clock.turn(100)
    await Promise.all([first, ...rest])
    expect(begun).toEqual(['first', 'g1', 'c1', 'c2', 'p1', 'b1'])
  })

  it('keeps a permit for the guard alone', async () => {
    const { ask, begun, clock } = setting({ permits: 2 })
    const chats = [ask('c1', 'chat'), ask('c2', 'chat')]
    await settled()
    expect(begun).toEqual(['c1'])
    const guards = [ask('g1', 'guard'), ask('g2', 'guard')]
    await settled()
    expect(begun).toEqual(['c1', 'g1'])
    clock.turn(100)
    await settled()
    clock.turn(100)
    await Promise.all([...chats, ...guards])
    expect(begun.toSorted()).toEqual(['c1', 'c2', 'g1', 'g2'])
  })

  it('preempts background work for a chat and does it again from its beginning', async () => {
    const { ask, begun, clock } = setting()
    const background = ask('b1', 'background')
    await settled()
    const chat = ask('c1', 'chat')
    await settled()
    expect(begun).toEqual(['b1', 'c1'])
    clock.turn(100)
    await chat
    await settled()
    clock.turn(100)
    expect(textOf(await background)).toBe('done')
    expect(begun).toEqual(['b1', 'c1', 'b1'])
  })

  it('does not preempt background work for ever', async () => {
    const { ask, begun, clock } = setting()
    const background = ask('b', 'background')
    await settled()
    for (let chats = 0; begun.filter((id) => id === 'b').length < 9; chats += 1) {
      const chat = ask(`c${chats}`, 'chat')
      await settled()
      clock.turn(100)
      await chat
      await settled()
    }
    const last = ask('last', 'chat')
    await settled()
    expect(begun.at(-1)).toBe('b')
    clock.turn(100)
    await background
    await settled()
    clock.turn(100)
    await last
  })

  it('is busy when too many wait, for each class by itself', async () => {
    const { ask, engine } = setting({ queueMax: 2 })
    const chats = ['c1', 'c2', 'c3'].map((id) => ask(id, 'chat').catch(() => undefined))
    await settled()
    await expect(ask('c4', 'chat')).rejects.toMatchObject({ code: 'busy' })
    const photo = ask('p1', 'photo').catch((error: unknown) => error)
    await settled()
    await engine[Symbol.asyncDispose]()
    expect(await photo).toMatchObject({ code: 'unavailable' })
    void chats
  })

  it('is busy for who has waited too long', async () => {
    const { ask, clock } = setting({ waitMaxMs: 500 }, { text: 'done', delayMs: 60_000 })
    const running = new AbortController()
    const first = ask('c1', 'chat', running.signal).catch(() => undefined)
    await settled()
    const second = ask('c2', 'chat')
    await settled()
    clock.turn(500)
    await expect(second).rejects.toMatchObject({ code: 'busy' })
    running.abort()
    await first
  })

  it('removes a request that aborts while waiting, and frees the permit of one that aborts while served', async () => {
    const { ask, begun, clock } = setting()
    const served = new AbortController()
    const waits = new AbortController()
    const first = ask('c1', 'chat', served.signal)
    await settled()
    const second = ask('c2', 'chat', waits.signal)
    const third = ask('c3', 'chat')
    await settled()
    waits.abort()
    await expect(second).rejects.toMatchObject({ code: 'aborted' })
    served.abort()
    await expect(first).rejects.toMatchObject({ code: 'aborted' })
    await settled()
    clock.turn(100)
    await third
    expect(begun).toEqual(['c1', 'c3'])
  })

  it('serves who got a short answer before who got a long one', async () => {
    const words = (count: number) => ({ text: 'word '.repeat(count), delayMs: 100 })
    const { ask, begun, clock } = setting({ permits: 1, guardPermit: false }, ({ id }) => words(id === 'a1' ? 300 : 3))
    const of = (person: string) => ({ share: { person }, tokensMax: 500 })
    const asked = [ask('a1', 'chat', never, of('a')), ask('b1', 'chat', never, of('b'))]
    await settled()
    asked.push(ask('a2', 'chat', never, of('a')), ask('b2', 'chat', never, of('b')))
    for (const _ of asked) {
      await settled()
      clock.turn(100)
    }
    await Promise.all(asked)
    expect(begun).toEqual(['a1', 'b1', 'b2', 'a2'])
  })

  it('frees the slot of a request that fails', async () => {
    const { ask } = setting({}, { text: 'x', fail: { at: 0, code: 'interrupted' } })
    for (const id of ['c1', 'c2', 'c3']) await expect(ask(id, 'chat')).rejects.toMatchObject({ code: 'interrupted' })
  })
})
