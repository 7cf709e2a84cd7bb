import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Judgement } from '#core/guard/guard.ts'
import { RESTART, type TextPiece } from '#core/guard/inflow.ts'
import { gate, type GateEvent, type GateOptions } from '#core/guard/stream-gate.ts'
import { randomFrom } from '../random.ts'

const PASS: Judgement = { type: 'pass', hazards: [], verdicts: [] }
const BLOCK: Judgement = { type: 'block', hazards: ['S1'], verdicts: [] }

type Check = { readonly text: string; readonly isFinal: boolean; readonly from: number }

/** Runs a gate to its end and records its events, in order. */
async function run(options: Partial<GateOptions> & Pick<GateOptions, 'deltas'>) {
  const checks: Check[] = []
  const events: GateEvent[] = []
  const passed: string[] = []
  const unjudged: string[] = []
  const judge: GateOptions['judge'] = async (text, isFinal, from) => {
    checks.push({ text, isFinal, from })
    const judgement = (await options.judge?.(text, isFinal, from)) ?? PASS
    if (judgement.type === 'pass') passed.push(text)
    return judgement
  }
  let error: unknown
  try {
    for await (const event of gate({ charactersMax: 100_000, ...options, judge })) {
      if (event.type === 'released' && !passed.includes(event.text)) unjudged.push(event.text)
      events.push(event)
    }
  } catch (caught) {
    error = caught
  }
  expect(unjudged).toEqual([])
  return { checks, events, error, released: events.flatMap((event) => (event.type === 'released' ? [event.text] : [])) }
}

async function* pieces(texts: readonly TextPiece[]) {
  for (const text of texts) {
    await setImmediate()
    yield text
  }
}

/** Passes at once, before the next piece comes. */
const eachInTime = async () => PASS

function splitBy(text: string, random: ReturnType<typeof randomFrom>, lengthMax: number): string[] {
  const parts: string[] = []
  for (let at = 0; at < text.length;) {
    const length = 1 + random.upTo(lengthMax - 1)
    parts.push(text.slice(at, at + length))
    at += length
  }
  return parts
}

const WORDS = 'one two three. Four five!\nsix, seven? 😀😀 eight nineteenhundredandeightyfour สวัสดีครับคุณสบายดีไหม ten… '

describe('a stream gate', () => {
  it('never lets out a word that was not judged, and in the end all of them', async () => {
    for (let seed = 1; seed <= 300; seed += 1) {
      const random = randomFrom(seed)
      const text = WORDS.repeat(1 + random.upTo(8)).slice(random.upTo(20))
      const { events, released, checks } = await run({
        deltas: pieces(splitBy(text, random, 1 + random.upTo(60))),
        firstWindowCharacters: 1 + random.upTo(80),
        windowCharacters: 1 + random.upTo(300),
      })
      expect(events.at(-1), `seed ${seed}`).toMatchObject({ type: 'end', text, cut: false })
      expect(checks.at(-1), `seed ${seed}`).toMatchObject({ text, isFinal: true })
      // Each text begins with the one before: nothing is taken back.
      for (const [index, shown] of released.entries()) {
        expect(shown.startsWith(released[index - 1] ?? ''), `seed ${seed}`).toBe(true)
        expect(shown.isWellFormed(), `seed ${seed}`).toBe(true)
      }
      expect(
        checks.filter(({ isFinal }) => isFinal),
        `seed ${seed}`,
      ).toHaveLength(1)
    }
  })

  it('stops at the window that is blocked and keeps what was shown before', async () => {
    for (let seed = 1; seed <= 100; seed += 1) {
      const random = randomFrom(seed)
      const blockAt = 1 + random.upTo(4)
      let asked = 0
      const { events, released, checks } = await run({
        deltas: pieces(splitBy(WORDS.repeat(12), random, 40)),
        firstWindowCharacters: 30,
        windowCharacters: 60,
        judge: async () => (++asked === blockAt ? BLOCK : PASS),
      })
      expect(checks, `seed ${seed}`).toHaveLength(blockAt)
      expect(events.at(-1), `seed ${seed}`).toMatchObject({
        type: 'blocked',
        hazards: ['S1'],
        shown: released.at(-1) ?? '',
      })
      expect(released, `seed ${seed}`).toHaveLength(blockAt - 1)
    }
  })

  it('judges the whole once more when the last window ended with the answer', async () => {
    const judged = Promise.withResolvers<void>()
    async function* deltas() {
      yield 'A first sentence that is long enough. '
      await judged.promise
    }
    const { checks, events } = await run({
      deltas: deltas(),
      firstWindowCharacters: 10,
      judge: async (_text, isFinal) => {
        judged.resolve()
        return isFinal ? BLOCK : PASS
      },
    })
    expect(checks.map(({ isFinal }) => isFinal)).toEqual([false, true])
    expect(events.at(-1)).toMatchObject({ type: 'blocked', shown: 'A first sentence that is long enough. ' })
  })

  it('reads on while a window is judged', async () => {
    let read = 0
    async function* deltas() {
      for (; read < 50; read += 1) yield 'twelve chars '
    }
    const whileJudged: number[] = []
    await run({
      deltas: deltas(),
      firstWindowCharacters: 20,
      judge: async () => {
        await setImmediate()
        whileJudged.push(read)
        return PASS
      },
    })
    expect(whileJudged[0]).toBe(50)
  })

  it('shows a first short piece before it waits for more', async () => {
    const { released } = await run({
      deltas: pieces(
        'The first words are soon there for you to read, and the rest of them follows. '.repeat(6).split(/(?<= )/),
      ),
    })
    expect(released[0]?.length).toBeLessThan(100)
    expect(released[1]?.length).toBeGreaterThan(200)
  })

  it('tells the judge where the new text begins', async () => {
    const { checks, released } = await run({
      deltas: pieces(WORDS.repeat(4).split(/(?<= )/)),
      firstWindowCharacters: 20,
      windowCharacters: 20,
    })
    expect(checks.length).toBeGreaterThan(1)
    expect(checks.map(({ from }) => from)).toEqual([0, ...released.map((text) => text.length)].slice(0, checks.length))
  })

  it('lets out nothing after a judge that throws', async () => {
    const { events, error } = await run({
      deltas: pieces([WORDS.repeat(4)]),
      firstWindowCharacters: 20,
      judge: () => Promise.reject(new Error('no verdict')),
    })
    expect(events).toEqual([])
    expect(error).toMatchObject({ message: 'no verdict' })
  })

  it('fails with the stream, and does not call what came of it an answer', async () => {
    async function* broken() {
      yield 'The beginning of an answer that '
      throw new Error('connection lost')
    }
    const { events, error } = await run({ deltas: broken(), firstWindowCharacters: 500 })
    expect(error).toMatchObject({ message: 'connection lost' })
    expect(events).toEqual([])
  })

  it('cuts an endless answer, tells its source to stop, and ends', async () => {
    let isStopped = false
    async function* endless() {
      try {
        while (true) yield '😀 on and on '
      } finally {
        isStopped = true
      }
    }
    const { events } = await run({ deltas: endless(), charactersMax: 1_000 })
    const end = events.at(-1)
    expect(end).toMatchObject({ type: 'end', cut: true })
    expect(end?.type === 'end' && end.text.length <= 1_000 && end.text.isWellFormed()).toBe(true)
    expect(isStopped).toBe(true)
  })

  it('ends at once with an empty answer, which nobody needs to judge', async () => {
    const { events, checks } = await run({ deltas: pieces([]) })
    expect(events).toEqual([{ type: 'end', text: '', cut: false, verdicts: [] }])
    expect(checks).toEqual([])
  })

  it('judges a text anew that begins anew, and shows it in place of the old one', async () => {
    const texts = [
      'A thought that is long enough to be shown. ',
      RESTART,
      'The answer, ',
      'which is long, too.',
    ] as const
    const { checks, events } = await run({ deltas: pieces(texts), firstWindowCharacters: 10, judge: eachInTime })
    expect(checks).toEqual([
      { text: 'A thought that is long enough to be shown. ', isFinal: false, from: 0 },
      { text: 'The answer, ', isFinal: false, from: 0 },
      { text: 'The answer, which is long, too.', isFinal: true, from: 12 },
    ])
    expect(events.at(-1)).toMatchObject({ type: 'end', text: 'The answer, which is long, too.' })
  })

  it('does not count a verdict on a text that has begun anew since', async () => {
    const restarted = Promise.withResolvers<void>()
    async function* deltas() {
      yield 'A bad thought that is long enough. '
      yield RESTART
      yield 'Good.'
      restarted.resolve()
    }
    const judge = async (text: string) => {
      await restarted.promise
      return text.includes('bad') ? BLOCK : PASS
    }
    const { released, events } = await run({ deltas: deltas(), firstWindowCharacters: 10, judge })
    expect(released).toEqual(['Good.'])
    expect(events.at(-1)).toMatchObject({ type: 'end', text: 'Good.' })
  })

  it('blocks an answer whose thought had passed, and says that nothing of it was shown', async () => {
    const texts = ['A thought that is long enough. ', RESTART, 'A bad answer.'] as const
    const judge = async (text: string) => {
      await eachInTime()
      return text.includes('bad') ? BLOCK : PASS
    }
    const { events } = await run({ deltas: pieces(texts), firstWindowCharacters: 10, judge })
    expect(events.at(-1)).toMatchObject({ type: 'blocked', shown: '' })
  })

  it('ends empty when nothing comes after a thought', async () => {
    const texts = ['A thought that is long enough. ', RESTART] as const
    const { events } = await run({ deltas: pieces(texts), firstWindowCharacters: 10, judge: eachInTime })
    expect(events.at(-1)).toMatchObject({ type: 'end', text: '', cut: false })
  })

  it('tells its source to stop when nobody wants more', async () => {
    const stopped = Promise.withResolvers<void>()
    async function* deltas() {
      try {
        while (true) {
          await setImmediate()
          yield 'some more words. '
        }
      } finally {
        stopped.resolve()
      }
    }
    for await (const event of gate({ deltas: deltas(), judge: async () => PASS, charactersMax: 1e6 })) {
      if (event.type === 'released') break
    }
    await expect(stopped.promise).resolves.toBeUndefined()
  })
})
