import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { guardPrompt } from '#core/guard/guard-prompt.ts'
import { openHost } from '#engine/backends/host.ts'
import type { Engine, GenerateRequest } from '#engine/contract.ts'
import { logFor } from '#machine/log.ts'
import { chatRequest, eventsOf, textOf } from '../../contract/engine.ts'
import { ManualClock } from '../../kit/manual-clock.ts'
import { HOST_FAULTS, type HostFault, type HostFaultName } from '../../kit/host-faults.ts'
import { startModelHost, type ModelHost } from '../../kit/model-host.ts'

const never = new AbortController().signal
const log = logFor('engine:host')
log.level = 'silent'

describe.each(['chat', 'guard'] as const)('one person’s failing request to a host (%s)', (role) => {
  let host: ModelHost
  let engine: Engine
  let clock: ManualClock
  let faultOfA: HostFaultName

  beforeEach(async () => {
    faultOfA = 'server-error'
    host = await startModelHost({ faultOf: ({ text }) => (text.includes('#A') ? faultOfA : undefined) })
    clock = new ManualClock()
    const capabilities = { guard: role === 'guard' ? ('full' as const) : ('none' as const) }
    engine = openHost({ url: host.url, model: host.model, capabilities, guardPrompt, clock, log, random: () => 0 })
    await engine.ready(AbortSignal.timeout(10_000))
  })
  afterEach(async () => {
    await engine[Symbol.asyncDispose]()
    await host.close()
  })

  const request = (person: string, text: string): GenerateRequest =>
    chatRequest(engine, {
      class: role,
      messages: [{ role: 'user', parts: [{ type: 'text', text }] }],
      share: { person },
    })
  const answerTo = async (person: string, text: string, signal = never) =>
    textOf(await eventsOf(engine.generate(request(person, text), signal)))

  it.each(Object.entries<HostFault>(HOST_FAULTS))('affects nobody else: %s', async (name, { ends, isSilent }) => {
    faultOfA = name as HostFaultName
    const giveUp = new AbortController()
    const asked = host.next('chat')
    const answerToA = answerTo('ann', '#A', giveUp.signal).catch((error: unknown) => error)
    await asked
    expect(await answerTo('bob', 'hello')).toBe('You said: hello')
    if (isSilent) giveUp.abort()
    const result = await answerToA
    expect(await answerTo('bob', 'hello again')).toBe('You said: hello again')
    expect(engine.health().state).toBe('ready')
    if (isSilent) expect(result).toMatchObject({ code: 'aborted' })
    else if (name === 'empty-answer') expect(result).toBe('')
    else if (ends === 'apology') expect(result).toMatchObject({ code: 'failed' })
    else expect(result).toEqual(expect.any(String))
    await expect.poll(() => host.inFlight, { timeout: 10_000 }).toBe(0)
  })

  it('is not waited for by others, however often it fails', async () => {
    for (let tries = 0; tries < 10; tries += 1)
      await expect(answerTo('ann', '#A')).rejects.toMatchObject({ code: 'failed' })
    expect(await answerTo('bob', 'hello')).toBe('You said: hello')
    expect(clock.monotonicMs()).toBe(0)
  })

  it('holds the others for 5 s at most once it is the third person’s in a row', async () => {
    for (const person of ['ann', 'bob', 'cid'])
      await expect(answerTo(person, '#A')).rejects.toMatchObject({ code: 'failed' })
    const answers = [answerTo('dan', 'hello'), answerTo('eve', 'hello')]
    let answered = 0
    for (const answer of answers) void answer.then(() => (answered += 1))
    const asked = host.prompts.length
    clock.turn(4_999)
    // What was let through before this request has arrived when it is answered.
    await fetch(`${host.url}/models`)
    expect([host.prompts.length, answered, engine.health().state]).toEqual([asked, 0, 'ready'])
    clock.turn(1)
    expect(await Promise.all(answers)).toEqual(['You said: hello', 'You said: hello'])
  })

  it('ends as unavailable when the host is gone, and the host is ready again once it answers a question', async () => {
    const port = Number(new URL(host.url).port)
    await host.close()
    await expect(answerTo('bob', 'hello')).rejects.toMatchObject({ code: 'unavailable' })
    expect(engine.health()).toMatchObject({
      state: 'failed',
      comesBack: true,
      detail: expect.stringContaining('REFUSED'),
    })
    await expect(answerTo('bob', 'hello')).rejects.toMatchObject({ code: 'unavailable' })
    host = await startModelHost({ port })
    clock.turn(10_000)
    await engine.ready(AbortSignal.timeout(10_000))
    expect(await answerTo('bob', 'hello')).toBe('You said: hello')
  })
})
