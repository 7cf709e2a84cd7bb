import { describe, expect, it } from 'vitest'
import type { ServedRun } from '#core/turn/deps.ts'
import { StepTimes } from '#core/turn/step-times.ts'
import { streamReply } from '#core/turn/stream-reply.ts'
import type { Understood } from '#core/turn/understand.ts'
import { textsFor } from '#core/texts/texts.ts'
import { openScripted, type ScriptedAnswer } from '../../kit/scripted.ts'
import { systemClock } from '#machine/clock.ts'

const never = new AbortController().signal
const en = textsFor('en')

/** Streams one scripted answer through a guard that passes everything, and records what is published and logged. */
async function replyTo(answer: ScriptedAnswer, settings: { answerCharactersMax?: number } = {}) {
  const logged: [level: string, fields: object][] = []
  const drafts: string[] = []
  const judged: string[] = []
  const level = (name: string) => (fields: object) => void logged.push([name, fields])
  const run = {
    guards: [
      {
        name: 'open',
        judge: async ({ text }: { text: string }) => {
          judged.push(text)
          return { type: 'pass', hazards: [] }
        },
      },
    ],
    texts: en,
    settings: { answerCharactersMax: 16_000, ...settings },
    turn: { id: 'turn' },
    publishDraft: ({ text }: { text: string }) => void drafts.push(text),
    keepVerdicts: () => undefined,
    steps: new StepTimes(systemClock, systemClock.now()),
    log: { warn: level('warn'), info: level('info'), debug: level('debug') },
  } as unknown as ServedRun
  const engine = openScripted({ script: () => answer, clock: systemClock })
  const { sampling } = engine.capabilities()
  const request = { id: 'r', class: 'chat', messages: [], tokensMax: 1_000, sampling } as const
  const asked = { text: 'hello', pictures: [], surplusPictures: 0, notes: [] } as unknown as Understood
  const prompt = { picturesDropped: 0, memoriesUsed: [] }
  const outcome = await streamReply(run, { asked, events: engine.generate(request, never), prompt }, never)
  return { outcome, drafts, judged, logged }
}

describe('a reply', () => {
  it('is what comes after a thought, which is judged alone and replaces what was shown', async () => {
    const thought = [
      'I look at my rules, and at what was said to me so far. ',
      'And again, and once more, at all of it. ',
    ]
    const { outcome, judged } = await replyTo({ text: [...thought, 'Hello!'], restartAt: 2, everyMs: 5 })
    expect(outcome).toMatchObject({ type: 'answered', text: 'Hello!' })
    expect(judged.at(-1)).toBe('Hello!')
  })

  it.each([
    ['the host kept apart', {}],
    ['went unfinished', { finish: 'length' }],
  ] as const)(
    'that is only a thought which %s ends with an apology, and the log says where the tokens went',
    async (_, more) => {
      const { outcome, logged } = await replyTo({ text: [], thoughtCharacters: 1_700, ...more })
      expect(outcome).toEqual({ type: 'apologised', reason: 'empty-answer', text: en.apology })
      expect(logged).toEqual([['warn', expect.objectContaining({ turn: 'turn', thoughtCharacters: 1_700 })]])
    },
  )

  it('is not noted in the log where nothing was thought', async () => {
    expect((await replyTo({ text: 'Hello!' })).logged).toEqual([])
    expect((await replyTo({ text: 'Hello!', thoughtCharacters: 5 })).logged).toEqual([['debug', expect.anything()]])
  })

  it.each([
    ['may not be longer', { text: 'Once upon', finish: 'length' }, {}, en.cutAnswer.length],
    ['repeats itself', { text: 'Once.', finish: 'repeated' }, {}, en.cutAnswer.repeated],
    ['is longer than a reply may be', { text: 'word '.repeat(50) }, { answerCharactersMax: 50 }, en.cutAnswer.length],
    ['is whole', { text: 'Once.' }, {}, undefined],
  ] as const)('that %s has its note beside the text', async (_, answer, settings, note) => {
    const { outcome } = await replyTo(answer, settings)
    expect(outcome).toMatchObject({ type: 'answered' })
    expect('note' in outcome ? outcome.note : undefined).toBe(note)
    expect('text' in outcome && outcome.text).not.toContain('stop here')
  })
})
