import { describe, expect, it } from 'vitest'
import { serverArguments, slotTokensFor, threadsFor } from '#engine/backends/embedded/arguments.ts'
import { Quarantine } from '#engine/backends/embedded/quarantine.ts'
import { scrubLine } from '#engine/backends/embedded/scrub.ts'
import { Slots } from '#engine/backends/embedded/slots.ts'
import { guardPrompt } from '#core/guard/guard-prompt.ts'
import { openEmbedded } from '#engine/backends/embedded.ts'
import { llama4Scout } from '#engine/models/llama-4.ts'
import { tinyScout } from '#engine/models/tiny-scout.ts'
import { logFor } from '#machine/log.ts'
import { chatRequest, eventsOf } from '../../contract/engine.ts'
import { ManualClock } from '../../kit/manual-clock.ts'

describe('the slots of the embedded engine', () => {
  it('keep the first ones for the guard, one for each of its policies', () => {
    const slots = new Slots({ count: 4, guards: 2 })
    const judged = ['in', 'out', 'in', 'out'].map((key) => {
      const { slot, release } = slots.take('guard', key)
      release()
      return slot
    })
    expect(judged).toEqual([0, 1, 0, 1])
    expect(
      [slots.take('chat', 'a').slot, slots.take('photo', 'b').slot, slots.take('background').slot].every(
        (slot) => slot > 1,
      ),
    ).toBe(true)
  })

  it('give a conversation the slot that holds its beginning, unless that is taken', () => {
    const slots = new Slots({ count: 5, guards: 2 })
    const first = slots.take('chat', 'a')
    first.release()
    slots.take('chat', 'b').release()
    const again = slots.take('chat', 'a')
    expect(again.slot).toBe(first.slot)
    expect(slots.take('chat', 'a').slot).not.toBe(first.slot)
  })

  it('name those to erase: of a conversation, and of nobody known; one that works is named again', () => {
    const slots = new Slots({ count: 6, guards: 2 })
    const take = (key?: string) => slots.take('chat', key)
    const working = take('a')
    const [own, other, nameless] = [take('a'), take('b'), take()]
    for (const { release } of [own, other, nameless]) release()
    expect(slots.forget(['a'])).toEqual([working.slot, own.slot, nameless.slot])
    expect(slots.forget(['a'])).toEqual([working.slot])
    working.release()
    expect(slots.forget(['b'])).toEqual([working.slot, other.slot].toSorted())
    expect(slots.forget(['a', 'b'])).toEqual([])
  })

  it('share everything when there is only one, or no guard', () => {
    expect(new Slots({ count: 1, guards: 2 }).take('chat').slot).toBe(0)
    const slots = new Slots({ count: 2, guards: 0 })
    expect([slots.take('chat').slot, slots.take('chat').slot].toSorted()).toEqual([0, 1])
  })
})

describe('the quarantine', () => {
  it('holds what was in flight at two deaths, and nothing else', () => {
    const clock = new ManualClock()
    const quarantine = new Quarantine(clock)
    for (const id of ['killer', 'neighbour']) quarantine.enter(id)
    quarantine.crashed()
    for (const id of ['killer', 'neighbour']) quarantine.leave(id, true)
    quarantine.crashed()
    expect(quarantine.holds('killer') && quarantine.holds('neighbour')).toBe(true)
    expect(quarantine.holds('stranger')).toBe(false)
    clock.turn(3_600_001)
    expect(quarantine.holds('neighbour')).toBe(false)
  })

  it('counts one that was cut just before the exit event, once', () => {
    const quarantine = new Quarantine(new ManualClock())
    quarantine.enter('a')
    quarantine.leave('a', true)
    quarantine.crashed()
    expect(quarantine.holds('a')).toBe(false)
    quarantine.enter('a')
    quarantine.leave('a', true)
    quarantine.crashed()
    expect(quarantine.holds('a')).toBe(true)
  })

  it('does not count one that had ended well', () => {
    const quarantine = new Quarantine(new ManualClock())
    for (const _ of [1, 2]) {
      quarantine.enter('a')
      quarantine.leave('a', false)
      quarantine.crashed()
    }
    expect(quarantine.holds('a')).toBe(false)
  })
})

describe('the arguments of llama-server', () => {
  const plan = {
    model: { name: 'tiny-scout', card: tinyScout, folder: '/m', sumsPath: '/s' },
    socketPath: '/r/x.sock',
    keyPath: '/r/x.key',
    slots: 4,
    slotTokens: 1792,
    cores: 4,
  }

  it('never hold the key, and always the limits whose defaults are traps', () => {
    const args = serverArguments(plan).join(' ')
    expect(args).toContain('--api-key-file /r/x.key')
    expect(args).toContain('--ctx-size 7168 --parallel 4')
    expect(args).toContain('--threads 3')
    expect(args).toContain('--cache-ram 0')
    expect(args).toContain('--mmproj /m/tiny-scout-mmproj.gguf')
    expect(args).toContain('--swa-full')
  })

  it('leave one core to the service, and room in a slot for a prompt and an answer', () => {
    expect([1, 2, 8].map(threadsFor)).toEqual([1, 1, 7])
    expect(slotTokensFor(tinyScout)).toBe(1792)
    expect(slotTokensFor(llama4Scout, 100_000)).toBe(8192)
  })
})

describe('the lines of llama-server', () => {
  it.each([
    ['0.26.1 E srv    send_error: task id = 3, error: my words', '0.26.1 E srv    send_error: …'],
    ['0.26.1 W slot update_slots: id 0 | prompt was "how are you"', '0.26.1 W slot update_slots: …'],
    ['W common: how are you: I am well', 'W common: …'],
  ])('keep who spoke, and lose what they quote, once people are served: %s', (line, speaker) => {
    expect(scrubLine(line, true)).toBe(speaker)
    expect(scrubLine(line, false)).toBe(line)
  })

  it.each([
    '0.26.1 W slot operator(): prompt was "how are you"',
    '0.26.1 I srv    log_server_r: my words',
    'how are you: I am well',
  ])('are lost whole where nobody known spoke, once people are served: %s', (line) => {
    expect(scrubLine(line, true)).toBeUndefined()
    expect(scrubLine(line, false)).toBe(line)
  })

  it('keep lines about a crash', () => {
    const crash = '/src/ggml.c:12: GGML_ASSERT(x) failed'
    expect(scrubLine(crash, true)).toBe(crash)
  })

  it('never hold markup or a picture', () => {
    expect(scrubLine('W x: <|header_start|>user', false)).toBeUndefined()
    expect(scrubLine('W x: data:image/png;base64,AAAA', false)).toBeUndefined()
  })
})

describe('an embedded engine without llama-server', () => {
  it('says what is missing, serves nothing and waits', async () => {
    const engine = openEmbedded({
      guardPrompt,
      model: { name: 'tiny-scout', card: tinyScout, folder: '/m', sumsPath: '/s' },
      llamaServer: { missing: 'llama-server is missing: run npm run doctor.' },
      socketFolder: '/nowhere',
      cores: 2,
      clock: new ManualClock(),
      log: logFor('engine:test'),
    })
    const detail = 'llama-server is missing: run npm run doctor.'
    const sentences = [{ code: 'engine.no-program', values: { why: { quote: detail } } }]
    expect(engine.health()).toMatchObject({ state: 'failed', detail, sentences })
    await expect(eventsOf(engine.generate(chatRequest(engine), new AbortController().signal))).rejects.toMatchObject({
      code: 'unavailable',
    })
    const stop = new AbortController()
    const ready = engine.ready(stop.signal)
    stop.abort('enough')
    await expect(ready).rejects.toBe('enough')
    await engine[Symbol.asyncDispose]()
  })
})
