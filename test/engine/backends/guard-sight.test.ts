import { describe, expect, it } from 'vitest'
import { guardPrompt } from '#core/guard/guard-prompt.ts'
import { guardSight } from '#engine/backends/guard-sight.ts'
import type { GuardTrial } from '#engine/backends/guard-canary.ts'
import { EngineError, type EngineErrorCode, type GenerateEvent, type GenerateRequest } from '#engine/contract.ts'

type Asked = { readonly text: string; readonly pictures: number; readonly nth: number }
type Verdict = { readonly text?: string; readonly promptTokens?: number } | EngineErrorCode

const WORDS_TOKENS = 190
const PICTURE_TOKENS = 147

/** A guard that reads pictures and flags a bomb; `odd` overrides its answers. */
function trialOf(odd: (asked: Asked) => Verdict | undefined) {
  const asked: Asked[] = []
  async function* generate({ messages }: GenerateRequest): AsyncGenerator<GenerateEvent> {
    const parts = messages.flatMap((message) => message.parts)
    const text = parts.map((part) => (part.type === 'text' ? part.text : '')).join('')
    const one = { text, pictures: parts.filter(({ type }) => type === 'picture').length, nth: asked.length }
    asked.push(one)
    const verdict = odd(one) ?? {}
    if (typeof verdict === 'string') throw new EngineError(verdict, verdict)
    const { promptTokens = WORDS_TOKENS + one.pictures * PICTURE_TOKENS } = verdict
    yield { type: 'start', model: 'm' }
    yield { type: 'text-delta', text: verdict.text ?? (text.includes('bomb') ? 'unsafe\nS9' : 'safe') }
    yield { type: 'usage', promptTokens, cachedTokens: 0, answerTokens: 2 }
    yield { type: 'end', finish: 'stop' }
  }
  const sampling = { temperature: 0.6, topP: 1, topK: 1, minP: 0 }
  const trial: GuardTrial = { name: 'm', level: 'full', sampling, prompt: guardPrompt, generate }
  return { asked, sight: () => guardSight(trial, { tilePixels: 336, picturesMax: 5 }) }
}

const BLIND = { guardSeesPictures: false }
const seeing = (picturesMax: number, guardWordsApart = false) => ({
  guardSeesPictures: true,
  guardWordsApart,
  picturesMax,
  pictureTokens: PICTURE_TOKENS,
})
const withPictures =
  (verdict: Verdict) =>
  ({ pictures }: Asked) =>
    pictures > 0 ? verdict : undefined
const withMany =
  (verdict: Verdict) =>
  ({ pictures }: Asked) =>
    pictures > 1 ? verdict : undefined

describe('whether a guard sees pictures', () => {
  it('is found out with the words that judge, and a picture in the line of who asks', async () => {
    const { sight, asked } = trialOf(() => undefined)
    expect(await sight()).toEqual(seeing(5))
    expect(asked.map(({ pictures }) => pictures)).toEqual([0, 1, 1, 5])
    for (const { text } of asked) expect(text).toContain('S14: Code Interpreter Abuse.')
  })

  it.each<[string, (asked: Asked) => Verdict | undefined]>([
    ['refuses them', withPictures('refused')],
    ['fails of them, and answers without them', withPictures('unavailable')],
    ['takes them, and its prompt stays as long', withPictures({ promptTokens: WORDS_TOKENS })],
    ['is given a word in place of one', withPictures({ promptTokens: WORDS_TOKENS + 3 })],
    ['reports nothing of the length of its prompts', () => ({ promptTokens: 0 })],
    ['describes them', withPictures({ text: 'A blue square.' })],
  ])('is no when it %s', async (_what, odd) => expect(await trialOf(odd).sight()).toEqual(BLIND))

  it.each<[string, Verdict]>([
    ['refuses more', 'refused'],
    ['fails of more', 'unavailable'],
    ['has no room for more', 'prompt-too-long'],
    ['leaves out all but one', { promptTokens: WORDS_TOKENS + PICTURE_TOKENS }],
    ['says nothing of use about more', { text: 'Five blue squares.' }],
  ])('is yes, one at a time, when it %s', async (_what, verdict) => {
    expect(await trialOf(withMany(verdict)).sight()).toEqual(seeing(1))
  })

  it('gives no result for a host that goes down meanwhile', async () => {
    const down = trialOf(({ nth }) => (nth > 0 ? 'unavailable' : undefined))
    await expect(down.sight()).rejects.toMatchObject({ code: 'unavailable' })
    const stopped = trialOf(withPictures('aborted'))
    await expect(stopped.sight()).rejects.toMatchObject({ code: 'aborted' })
  })

  it('is yes when it calls every picture unsafe: better that than none is judged', async () => {
    expect(await trialOf(withPictures({ text: 'unsafe\nS9' })).sight()).toEqual(seeing(5))
  })

  it('is yes, but for the words, when it finds nothing in them beside a picture', async () => {
    expect(await trialOf(withPictures({ text: 'safe' })).sight()).toEqual(seeing(5, true))
  })
})
