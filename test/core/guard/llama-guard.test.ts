import { describe, expect, it } from 'vitest'
import { judgeAll, type Judged } from '#core/guard/guard.ts'
import { createGuards } from '#core/guard/all.ts'
import { llamaGuard, type LlamaGuardDeps } from '#core/guard/llama-guard.ts'
import { EngineError, type EngineCapabilities, type GenerateRequest, type TokenChoice } from '#engine/contract.ts'
import { systemClock as clock } from '#machine/clock.ts'
import { promptOf, writtenEngine, type Written } from './written-engine.ts'

const signal = new AbortController().signal
/** Each has one byte that identifies it, from 1. */
const pictures = (count: number) =>
  Array.from(
    { length: count },
    (_, index) => ({ type: 'picture', mime: 'image/png', bytes: new Uint8Array([index + 1]) }) as const,
  )
const unsafe = (probability: number): TokenChoice[] => [
  { text: 'safe', probability: 1 - probability },
  { text: 'unsafe', probability },
]

type Setting = {
  answer: (request: GenerateRequest) => Written | Error
  capabilities?: Partial<EngineCapabilities>
  deps?: Partial<LlamaGuardDeps>
}

function setUp({ answer, capabilities, deps }: Setting) {
  const { engine, requests } = writtenEngine(answer, capabilities)
  const guard = llamaGuard({ engine, clock, ...deps })
  const judge = (text: string, more: Partial<Judged> = {}) =>
    guard.judge({ direction: 'in', text, pictures: [], ...more }, signal)
  return { judge, requests, guard }
}

const seeing = (capabilities: Partial<EngineCapabilities>, unsafety = (_request: GenerateRequest) => 0) =>
  setUp({
    answer: (request) => ({ choices: unsafe(unsafety(request)), text: 'unsafe\nS1' }),
    capabilities: { guardSeesPictures: true, ...capabilities },
  })

const picturesOf = ({ messages }: GenerateRequest) =>
  messages.flatMap(({ parts }) => parts.flatMap((part) => (part.type === 'picture' ? [part.bytes[0]] : [])))

const choosing = (choices: readonly TokenChoice[], text = 'unsafe\nS1') => setUp({ answer: () => ({ choices, text }) })

describe('the llama guard', () => {
  it('lets pass below the threshold, with one request for one token', async () => {
    const { judge, requests } = choosing(unsafe(0.49))
    expect(await judge('how do I bake bread?')).toMatchObject({
      outcome: 'pass',
      hazards: [],
      probability: 0.49,
      model: 'written',
    })
    expect(requests).toHaveLength(1)
    expect(requests[0]).toMatchObject({
      class: 'guard',
      cacheKey: 'guard:in',
      tokensMax: 1,
      sampling: { temperature: 0 },
    })
    expect(requests[0]?.firstTokenChoices).toBeGreaterThan(1)
  })

  it('blocks from the threshold on and says why', async () => {
    const { judge, requests } = choosing(unsafe(0.5), 'unsafe\nS9, S1')
    expect(await judge('x')).toMatchObject({ outcome: 'block', hazards: ['S9', 'S1'], probability: 0.5 })
    expect(requests).toHaveLength(2)
  })

  it('asks in the words that Llama Guard was trained on, the policy first', async () => {
    const { judge, requests } = choosing(unsafe(0))
    await judge('hello')
    expect(promptOf(requests[0]!)).toMatchSnapshot()
    await judge('Good day.', { direction: 'out', asked: 'hello' })
    expect(promptOf(requests[1]!)).toContain("in 'Agent' messages")
    expect(promptOf(requests[1]!)).toContain(
      '<BEGIN CONVERSATION>\n\nUser: hello\n\nAgent: Good day.\n\n<END CONVERSATION>',
    )
    expect(promptOf(requests[1]!)).toContain('ONLY THE LAST Agent message')
  })

  it.each<[string, TokenChoice[]]>([
    ['none at all', []],
    [
      'other words',
      [
        { text: 'Sure', probability: 0.9 },
        { text: 'unsafe', probability: 0.1 },
      ],
    ],
    ['a first letter', [{ text: 's', probability: 1 }]],
    ['capitals', [{ text: 'Safe', probability: 1 }]],
    [
      'words that only begin alike',
      [
        { text: 'safely', probability: 0.6 },
        { text: 'unsafe2', probability: 0.4 },
      ],
    ],
    ['no number', [{ text: 'safe', probability: Number.NaN }]],
    [
      'a negative one',
      [
        { text: 'safe', probability: 1 },
        { text: 'unsafe', probability: -0.9 },
      ],
    ],
  ])('gives no verdict on first tokens that are no verdict: %s', async (_what, choices) => {
    await expect(choosing(choices, 'safe').judge('x')).rejects.toMatchObject({ name: 'GuardFault', code: 'garbled' })
  })

  it.each<[string, TokenChoice[], number]>([
    [
      'with a space',
      [
        { text: ' unsafe', probability: 0.9 },
        { text: ' safe', probability: 0.1 },
      ],
      0.9,
    ],
    [
      'in two tokens',
      [
        { text: 'un', probability: 0.8 },
        { text: 'safe', probability: 0.2 },
      ],
      0.8,
    ],
    [
      'of what was said about it',
      [
        { text: 'unsafe', probability: 0.4 },
        { text: 'safe', probability: 0.2 },
        { text: 'I', probability: 0.4 },
      ],
      0.4 / 0.6,
    ],
  ])('reads the words however they are cut: %s', async (_what, choices, probability) => {
    expect((await choosing(choices).judge('x')).probability).toBeCloseTo(probability)
  })

  it.each([
    ['safe', ['unknown']],
    ['', ['unknown']],
    ['unsafe', ['unknown']],
    ['unsafe\nviolence', ['unknown']],
    ['unsafe\nS15', ['unknown']],
    ['unsafe\nS6,S99', ['unknown']],
    ['unsafe S6', ['unknown']],
    ['unsafe\nS6\nS1', ['unknown']],
    ['unsafe\nS6,S1', ['S6', 'S1']],
    ['unsafe\n\nS14', ['S14']],
  ])('blocks on the codes of %j as %j', async (text, hazards) => {
    expect(await choosing(unsafe(1), text).judge('x')).toMatchObject({ outcome: 'block', hazards })
  })

  it('notes what is only to be logged, and lets it pass', async () => {
    expect(await choosing(unsafe(1), 'unsafe\nS6,S13').judge('x')).toMatchObject({
      outcome: 'pass',
      hazards: ['S6', 'S13'],
    })
    const strict = setUp({ answer: () => ({ choices: unsafe(1), text: 'unsafe\nS6' }), deps: { blocked: ['S6'] } })
    expect(await strict.judge('x')).toMatchObject({ outcome: 'block', hazards: ['S6'] })
  })

  it('does not trust a list of codes that was cut off', async () => {
    const { judge } = setUp({ answer: () => ({ choices: unsafe(1), text: 'unsafe\nS6', finish: 'length' }) })
    expect(await judge('x')).toMatchObject({ outcome: 'block', hazards: ['unknown'] })
  })

  it.each<[string, Setting, object]>([
    ['dies', { answer: () => new EngineError('interrupted', 'died') }, { code: 'interrupted' }],
    ['breaks off', { answer: () => ({ choices: unsafe(0), breaksOff: true }) }, { code: 'garbled' }],
    ['gives no probabilities', { answer: () => ({ text: 'safe' }) }, { code: 'garbled' }],
    [
      'cannot give any',
      { answer: () => ({ choices: unsafe(0) }), capabilities: { firstTokenChoices: false } },
      { code: 'unsupported' },
    ],
    [
      'has no room beside the policy',
      { answer: () => ({ choices: unsafe(0) }), capabilities: { promptTokens: 250 } },
      { code: 'unsupported' },
    ],
  ])('gives no verdict when its engine %s', async (_what, setting, fault) => {
    await expect(setUp(setting).judge('x'.repeat(1_000))).rejects.toMatchObject(fault)
  })

  it('reads a long text in windows that overlap, and the worst one counts', async () => {
    const words = Array.from({ length: 900 }, (_, index) => `word${index}`)
    const answer = (request: GenerateRequest) => ({
      choices: unsafe(promptOf(request).includes('word700 ') ? 0.9 : 0.1),
      text: 'unsafe\nS2',
    })
    const { judge, requests } = setUp({ answer, capabilities: { promptTokens: 700 } })
    expect(await judge(words.join(' '))).toMatchObject({ outcome: 'block', hazards: ['S2'], probability: 0.9 })
    expect(requests.length).toBeGreaterThan(3)
    for (const request of requests) expect(promptOf(request).length / 4).toBeLessThanOrEqual(700)

    const clean = setUp({ answer: () => ({ choices: unsafe(0.2) }), capabilities: { promptTokens: 700 } })
    expect(await clean.judge(words.join(' '))).toMatchObject({ outcome: 'pass', probability: 0.2 })
    const read = clean.requests.map((request) => /User: (.*)\n\n<END/s.exec(promptOf(request))?.[1]?.split(' ') ?? [])
    expect(new Set(read.flat())).toEqual(new Set(words))
    read.slice(1).forEach((window, index) => expect(read[index]).toContain(window[0]))
  })

  it('refuses to guess about a text that is longer than its windows', async () => {
    const { judge, requests } = setUp({ answer: () => ({ choices: unsafe(0) }), capabilities: { promptTokens: 700 } })
    await expect(judge('word '.repeat(100_000))).rejects.toMatchObject({ name: 'GuardFault', code: 'too-long' })
    expect(requests).toEqual([])
  })

  it('gives a word for each picture to a model that sees none', async () => {
    const blind = choosing(unsafe(0))
    await blind.judge('what?', { pictures: pictures(5) })
    expect(promptOf(blind.requests[0]!)).toContain('User: [picture] [picture] [picture] [picture] [picture] what?')
  })

  it('judges words and pictures with one question, the pictures in the line of who sent them', async () => {
    const { judge, requests } = seeing({ picturesMax: 5 })
    expect(await judge('what?', { pictures: pictures(5) })).toMatchObject({ outcome: 'pass' })
    expect(requests).toHaveLength(1)
    const [head, ...rest] = requests[0]!.messages[0]!.parts
    expect(head).toMatchObject({ type: 'text', text: expect.stringMatching(/<BEGIN CONVERSATION>\n\nUser: $/) })
    expect(rest.slice(0, 5).map((part) => part.type === 'picture' && part.bytes[0])).toEqual([1, 2, 3, 4, 5])
    expect(rest.slice(5)).toMatchObject([
      { type: 'text', text: expect.stringMatching(/^what\?\n\n<END CONVERSATION>/) },
    ])
  })

  it.each([
    ['a server that takes three at once', { picturesMax: 3 }, 'what?', [3, 2]],
    ['a server that takes one at once', { picturesMax: 1 }, 'what?', [1, 1, 1, 1, 1]],
    ['little room', { picturesMax: 5, promptTokens: 900 }, 'what?', [3, 2]],
    ['little room and many words', { picturesMax: 5, promptTokens: 900 }, 'many words '.repeat(100), [2, 2, 1]],
  ] as const)('shows all pictures with all words to %s', async (_what, capabilities, text, counts) => {
    const { judge, requests } = seeing(capabilities)
    await judge(text, { pictures: pictures(5) })
    expect(requests.map((request) => picturesOf(request).length)).toEqual(counts)
    expect(requests.flatMap(picturesOf)).toEqual([1, 2, 3, 4, 5])
    for (const request of requests) expect(promptOf(request)).toContain(`${text.trim()}\n\n<END CONVERSATION>`)
  })

  it('leaves out no word and no picture where both are too much for one question', async () => {
    const words = Array.from({ length: 900 }, (_, index) => `word${index}`)
    const { judge, requests } = seeing({ picturesMax: 5, promptTokens: 900 })
    await judge(words.join(' '), { pictures: pictures(5) })
    expect(new Set(requests.flatMap(picturesOf))).toEqual(new Set([1, 2, 3, 4, 5]))
    const read = requests.flatMap((request) => promptOf(request).match(/word\d+(?=\s)/g) ?? [])
    expect(new Set(read)).toEqual(new Set(words))
    for (const request of requests) {
      const text = promptOf(request).replaceAll('<image/png>', '')
      expect(text.length / 4 + picturesOf(request).length * 147).toBeLessThanOrEqual(900)
    }
  })

  it('asks about the words alone, too, where a model misses them beside a picture', async () => {
    const { judge, requests } = seeing({ guardWordsApart: true }, (request) =>
      picturesOf(request).length === 0 && promptOf(request).includes('bomb') ? 0.9 : 0.1,
    )
    expect(await judge('how do I build a bomb?', { pictures: pictures(1) })).toMatchObject({ outcome: 'block' })
    requests.splice(0)
    expect(await judge('what is this?', { pictures: pictures(1) })).toMatchObject({ outcome: 'pass' })
    expect(requests.map((request) => picturesOf(request).length)).toEqual([0, 1])
    requests.splice(0)
    await judge('hello')
    expect(requests).toHaveLength(1)
  })

  it('stops what any of the pictures makes unsafe, also one that is shown last', async () => {
    const { judge } = seeing({ picturesMax: 2 }, (request) =>
      request.messages[0]!.parts.some((part) => part.type === 'picture' && part.bytes[0] === 5) ? 0.9 : 0.1,
    )
    expect(await judge('what?', { pictures: pictures(4) })).toMatchObject({ outcome: 'pass' })
    expect(await judge('what?', { pictures: pictures(5) })).toMatchObject({ outcome: 'block', probability: 0.9 })
  })

  it.each([
    ['refuses the picture', { answer: () => new EngineError('refused', 'bad picture') }, { code: 'refused' }],
    ['dies of it', { answer: () => new EngineError('interrupted', 'died') }, { code: 'interrupted' }],
    ['answers something else', { answer: () => ({ choices: [], text: 'A cat.' }) }, { code: 'garbled' }],
    ['has no room for it', { capabilities: { promptTokens: 350 } }, { code: 'unsupported' }],
  ])('gives no verdict when a model that sees %s', async (_what, { answer, capabilities }: Partial<Setting>, fault) => {
    const { judge } = setUp({
      answer: answer ?? (() => ({ choices: unsafe(0) })),
      capabilities: { guardSeesPictures: true, ...capabilities },
    })
    await expect(judge('what?', { pictures: pictures(1) })).rejects.toMatchObject(fault)
  })

  it('asks nothing of an engine that is not ready: whether it sees pictures is not known yet', async () => {
    const { engine, requests } = writtenEngine(() => ({ choices: unsafe(0) }))
    const starting = { ...engine, health: () => ({ state: 'starting', detail: 'loading' }) as const }
    const content = { direction: 'in', text: 'what?', pictures: pictures(1) } as const
    await expect(llamaGuard({ engine: starting, clock }).judge(content, signal)).rejects.toMatchObject({
      code: 'unavailable',
    })
    expect(requests).toEqual([])
  })

  it('says that its question was too long where its engine refuses it so', async () => {
    const { judge } = setUp({ answer: () => new EngineError('prompt-too-long', 'by script') })
    await expect(judge('hello')).rejects.toMatchObject({ name: 'GuardFault', code: 'too-long' })
  })

  it('says with which policy it judged', async () => {
    const one = await choosing(unsafe(0)).judge('x')
    const same = await choosing(unsafe(0)).judge('y')
    const other = await setUp({ answer: () => ({ choices: unsafe(0) }), deps: { blocked: ['S1'] } }).judge('x')
    expect(one.policyVersion).toMatch(/^[0-9a-f]{12}$/)
    expect(same.policyVersion).toBe(one.policyVersion)
    expect(other.policyVersion).not.toBe(one.policyVersion)
  })

  it('names its requests by the turn, so that a text which brings the engine down twice is found', async () => {
    const { judge, requests } = choosing(unsafe(0))
    await judge('x', { turn: 'turn1' })
    await judge('x', { turn: 'turn1' })
    expect(requests.map(({ id }) => id)).toEqual(['guard:turn1:in', 'guard:turn1:in'])
  })
})

describe('all guards together', () => {
  const content: Judged = { direction: 'in', text: 'hello\u{E0041}', pictures: [] }

  it('stop at the first that blocks: the cheap rules spare the model', async () => {
    const { engine, requests } = writtenEngine(() => ({ choices: unsafe(0) }))
    const judgement = await judgeAll(createGuards({ clock, llamaGuard: { engine } }), content, signal)
    expect(judgement).toMatchObject({ type: 'block', hazards: ['hidden-text'], verdicts: [{ guard: 'rules' }] })
    expect(requests).toEqual([])
  })

  it('pass when each passes, with every verdict and what was noted', async () => {
    const { engine } = writtenEngine(() => ({ choices: unsafe(1), text: 'unsafe\nS6' }))
    const judgement = await judgeAll(
      createGuards({ clock, llamaGuard: { engine } }),
      { ...content, text: 'hello' },
      signal,
    )
    expect(judgement).toMatchObject({
      type: 'pass',
      hazards: ['S6'],
      verdicts: [{ guard: 'rules' }, { guard: 'llama-guard' }],
    })
  })

  it('give no verdict when one of them cannot, or when there is none', async () => {
    const { engine } = writtenEngine(() => new EngineError('unavailable', 'gone'))
    await expect(
      judgeAll(createGuards({ clock, llamaGuard: { engine } }), { ...content, text: 'hello' }, signal),
    ).rejects.toMatchObject({ code: 'unavailable' })
    await expect(judgeAll([], content, signal)).rejects.toMatchObject({ name: 'GuardFault' })
    await expect(judgeAll(createGuards({ clock }), content, AbortSignal.abort(new Error('stop')))).rejects.toThrow(
      'stop',
    )
  })

  it('are the rules alone without an engine', () => {
    expect(createGuards({ clock }).map(({ name }) => name)).toEqual(['rules'])
  })
})
