import { createHash } from 'node:crypto'
import {
  EngineError,
  type Engine,
  type Finish,
  type GenerateEvent,
  type PromptMessage,
  type Sampling,
  type TokenChoice,
} from '#engine/contract.ts'
import type { Clock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { type DescribedGuard, GuardFault, type GuardService, type Judged } from './guard.ts'
import type { Hazard } from '../contract/verdict.ts'
import { promptsFor } from './guard-prompt.ts'
import { BLOCKED_BY_DEFAULT, HAZARDS, hazardsIn, policyVersionOf, probabilityOfUnsafe } from './llama-guard-text.ts'

export type LlamaGuardDeps = {
  readonly engine: Engine
  readonly clock: Clock
  /** For the probability of "unsafe" as the first token; default: the value of the model card. */
  readonly threshold?: number | undefined
  readonly blocked?: readonly Hazard[] | undefined
}

const log = logFor('core:guard')

/** All requests of one direction share the policy as prefix; the role in its first line differs per direction. */
const cacheKeyOf = ({ direction }: Judged) => `guard:${direction}`
/** Behind its policy each holds what was judged last. */
export const GUARD_CACHE_KEYS = (['in', 'out'] as const).map((direction) => `guard:${direction}`)
/** Greedy, with every value explicit. Probabilities are from before sampling. */
const SAMPLING: Sampling = { temperature: 0, topP: 1, topK: 1, minP: 0 }
const CHOICES = 10
/** Enough for "unsafe" and three or four codes. */
const CODES_TOKENS_MAX = 20

/**
 * Llama Guard on an engine. The probability of "unsafe" as the first token decides; the hazard codes are only asked for
 * above the threshold. A text longer than the model reads is judged in overlapping windows, and the worst counts.
 * Rejects with `GuardFault` when the answer is not a verdict, with the engine's error when there is no answer: never
 * "safe" by default.
 */
export function llamaGuard(deps: LlamaGuardDeps): DescribedGuard {
  const { engine, clock } = deps
  const blocked = new Set(deps.blocked ?? BLOCKED_BY_DEFAULT)
  return {
    name: 'llama-guard',
    service: serviceOf(engine),
    about() {
      const { model, guardThreshold } = engine.capabilities()
      const threshold = deps.threshold ?? guardThreshold
      const hazards = HAZARDS.map((name) => ({ name, blocks: blocked.has(name) }))
      return { model, policyVersion: policyVersionOf(blocked, threshold), threshold, hazards }
    },
    async judge(content, signal) {
      const startedMs = clock.monotonicMs()
      throwUnlessReady(engine)
      const capabilities = engine.capabilities()
      const threshold = deps.threshold ?? capabilities.guardThreshold
      const prompts = await promptsFor(content, { engine, answerTokensMax: CODES_TOKENS_MAX }, signal)
      const finding = await worstOf(prompts, { engine, threshold, blocked, content }, signal)
      if (finding.hazards.length > 0) log.debug({ ...finding, direction: content.direction }, 'guard found hazards')
      return {
        guard: 'llama-guard',
        model: capabilities.model,
        policyVersion: policyVersionOf(blocked, threshold),
        direction: content.direction,
        ...finding,
        tookMs: clock.monotonicMs() - startedMs,
      }
    },
  }
}

const serviceOf = (engine: Engine): GuardService => ({
  health: () => engine.health(),
  ready: (signal) => engine.ready(signal),
  capabilities() {
    const { guard: level, promptTokens, guardSeesPictures, tilePixels, pad } = engine.capabilities()
    return { level, promptTokens, pictures: guardSeesPictures ? { tilePixels, pad } : undefined }
  },
})

/** Whether it reads pictures is only known when it is ready: an earlier question would leave them out. */
function throwUnlessReady(engine: Engine): void {
  const health = engine.health()
  if (health.state !== 'ready') throw new EngineError('unavailable', `The guard is not ready: ${health.detail}`)
}

type Finding = { readonly outcome: 'pass' | 'block'; readonly hazards: readonly Hazard[]; readonly probability: number }

type Asking = {
  readonly engine: Engine
  readonly threshold: number
  readonly blocked: ReadonlySet<Hazard>
  readonly content: Judged
}

async function worstOf(prompts: readonly PromptMessage[], asking: Asking, signal: AbortSignal): Promise<Finding> {
  const hazards = new Set<Hazard>()
  let probability = 0
  for (const prompt of prompts) {
    const finding = await judgeOne(prompt, asking, signal)
    probability = Math.max(probability, finding.probability)
    for (const hazard of finding.hazards) hazards.add(hazard)
    if (finding.outcome === 'block') return { outcome: 'block', hazards: finding.hazards, probability }
  }
  return { outcome: 'pass', hazards: [...hazards], probability }
}

async function judgeOne(prompt: PromptMessage, asking: Asking, signal: AbortSignal): Promise<Finding> {
  const first = await ask(prompt, { tokensMax: 1, firstTokenChoices: CHOICES }, asking, signal)
  const probability = probabilityOfUnsafe(first.choices)
  if (probability < asking.threshold) return { outcome: 'pass', hazards: [], probability }
  const { text, finish } = await ask(prompt, { tokensMax: CODES_TOKENS_MAX }, asking, signal)
  // A list of codes that was cut off may lack the worst one.
  const hazards = finish === 'stop' ? hazardsIn(text) : []
  if (hazards.length === 0) return { outcome: 'block', hazards: ['unknown'], probability }
  return { outcome: hazards.some((code) => asking.blocked.has(code)) ? 'block' : 'pass', hazards, probability }
}

type Reply = { readonly choices: readonly TokenChoice[]; readonly text: string; readonly finish: Finish }

async function ask(
  prompt: PromptMessage,
  wanted: { readonly tokensMax: number; readonly firstTokenChoices?: number },
  { engine, content }: Asking,
  signal: AbortSignal,
): Promise<Reply> {
  const id = `guard:${content.turn ?? hashOf(prompt)}:${content.direction}`
  const requestClass = content.isBackground ? 'background' : 'guard'
  const fixed = { class: requestClass, sampling: SAMPLING, cacheKey: cacheKeyOf(content) } as const
  const share = content.share && { share: content.share }
  try {
    return await replyOf(engine.generate({ id, messages: [prompt], ...fixed, ...share, ...wanted }, signal))
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'prompt-too-long') throw error
    throw new GuardFault('too-long', 'The guard refuses its question as too long.', { cause: error })
  }
}

async function replyOf(events: AsyncIterable<GenerateEvent>): Promise<Reply> {
  let choices: readonly TokenChoice[] = []
  let text = ''
  for await (const event of events) {
    if (event.type === 'first-token') choices = event.choices
    if (event.type === 'text-delta') text += event.text
    if (event.type === 'restart') text = ''
    if (event.type === 'end') return { choices, text, finish: event.finish }
  }
  throw new GuardFault('garbled', 'The answer of the guard broke off before its end.')
}

function hashOf({ parts }: PromptMessage): string {
  const texts = parts.map((part) => (part.type === 'text' ? part.text : ''))
  return createHash('sha256').update(texts.join('\n')).digest('hex').slice(0, 16)
}
