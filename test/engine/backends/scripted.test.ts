import { describe, expect, it } from 'vitest'
import { guardChoices, openScripted, type ScriptedAnswer } from '../../kit/scripted.ts'
import { systemClock } from '#machine/clock.ts'
import { chatRequest, engineContract, eventsOf, textOf } from '../../contract/engine.ts'
import { ManualClock } from '../../kit/manual-clock.ts'

const never = new AbortController().signal
const saying = (answer: ScriptedAnswer, clock = new ManualClock()) => openScripted({ script: () => answer, clock })

engineContract('scripted', () =>
  Promise.resolve(
    openScripted({
      script: () => ({ text: 'Hello, how are you?', firstToken: guardChoices(0.1) }),
      clock: systemClock,
    }),
  ),
)

describe('the scripted engine', () => {
  it('says in its name what it is', () => {
    expect(saying({ text: 'x' })).toMatchObject({ name: 'scripted' })
  })

  it('says a text word by word and remembers who asked', async () => {
    const engine = saying({ text: 'One two,  three\n' })
    expect(textOf(await eventsOf(engine.generate(chatRequest(engine), never)))).toBe('One two,  three\n')
    expect(engine.requests).toHaveLength(1)
  })

  it('waits by the clock', async () => {
    const clock = new ManualClock()
    const engine = saying({ text: 'One two', delayMs: 100, everyMs: 50 }, clock)
    const received: string[] = []
    const listening = (async () => {
      for await (const event of engine.generate(chatRequest(engine), never)) received.push(event.type)
    })()
    await new Promise(setImmediate)
    expect(received).toEqual([])
    clock.turn(100)
    await new Promise(setImmediate)
    expect(received).toEqual(['start', 'text-delta'])
    clock.turn(50)
    await listening
    expect(received.at(-1)).toBe('end')
  })

  it('fails at the word that the script says', async () => {
    const engine = saying({ text: 'One two three', fail: { at: 2, code: 'interrupted' } })
    const received: string[] = []
    const listening = (async () => {
      for await (const event of engine.generate(chatRequest(engine), never))
        if (event.type === 'text-delta') received.push(event.text)
    })()
    await expect(listening).rejects.toMatchObject({ code: 'interrupted' })
    expect(received.join('')).toBe('One two')
  })

  it.each([
    { text: 'One two', stallAt: 1 },
    { text: 'more ', endless: true },
  ])('goes on until it is aborted with %j', async (answer) => {
    const engine = saying(answer)
    const stop = new AbortController()
    let received = 0
    const listening = (async () => {
      for await (const event of engine.generate(chatRequest(engine), stop.signal)) {
        if (event.type === 'text-delta') received += 1
        if (received === 1 || received === 50) setImmediate(() => stop.abort())
        await new Promise(setImmediate)
      }
    })()
    await expect(listening).rejects.toMatchObject({ code: 'aborted' })
    expect(received).toBeGreaterThan(0)
  })

  it('plays an outage', async () => {
    const engine = saying({ text: 'back' })
    engine.setHealth({ state: 'starting', detail: 'loading' })
    await expect(eventsOf(engine.generate(chatRequest(engine), never))).rejects.toMatchObject({ code: 'unavailable' })
    const ready = engine.ready(never)
    engine.setHealth({ state: 'ready', model: 'scripted' })
    await ready
    expect(textOf(await eventsOf(engine.generate(chatRequest(engine), never)))).toBe('back')
  })
})
