import type { Engine } from '#engine/contract.ts'
import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import { NO_PERSONA, PERSONA_TOKENS_MAX, type PersonaWords } from '../contract/persona.ts'
import { judgeAll, type Judgement } from '../guard/guard.ts'
import { systemWords } from '../prompt/system-words.ts'
import { withSet, type Serving, type ServingSet } from '../serving.ts'
import type { Store } from '../store/store.ts'
import { cleaned, fitted, isNone, personaTokens } from './fit.ts'
import { addVersion, newestVersion, type PersonaVersion } from './versions.ts'

/** How the bot is called and sounds. */
export type Persona = {
  /** The one that holds. */
  current(): PersonaVersion
  /** The system message for an engine: with the persona that holds, or with a draft of one. */
  wordsFor(engine: Engine, signal: AbortSignal, draft?: PersonaWords): Promise<string>
  /** Which model reads it. */
  reader(): PersonaReader
  /** By the tokenizer that needs the most. @throws {EngineError} when an engine cannot count */
  tokensOf(persona: PersonaWords, signal: AbortSignal): Promise<number>
  /** @throws {EngineError | GuardFault} when nothing could judge it */
  judge(persona: PersonaWords, signal: AbortSignal): Promise<Judgement | undefined>
  /** Holds from the next answer on. Nothing is kept that was not judged: throws as `tokensOf` and `judge` do. */
  change(change: PersonaChange, signal: AbortSignal): Promise<PersonaChanged>
}

export type PersonaReader = {
  /** Of the engine that answers texts. */
  readonly model: string
  /** That model answers as without one. */
  readonly isIgnored: boolean
}

export type PersonaChange = {
  readonly to: PersonaWords
  /** The version that was seen. */
  readonly seen: number
  /** The account of the console. */
  readonly by: string
}

export type PersonaChanged =
  | { readonly outcome: 'changed'; readonly version: PersonaVersion }
  /** Somebody else has changed it meanwhile. */
  | { readonly outcome: 'conflict' }
  | { readonly outcome: 'too-long'; readonly tokens: number }
  | { readonly outcome: 'blocked'; readonly hazards: readonly string[] }

export type PersonaDeps = {
  readonly store: Pick<Store, 'pool'>
  readonly serving: Serving
  /** Answers texts at the moment; for what is shown, not for work. */
  readonly engine: () => Engine
  readonly clock: Clock
  readonly log: Logger
}

/** Of one engine with one version: a turn counts no tokens for it again. */
type Prepared = { readonly version: number; readonly model: string; readonly marks: readonly string[]; words: string }

export async function openPersona({ store: { pool }, serving, engine, clock, log }: PersonaDeps): Promise<Persona> {
  let current = (await newestVersion(pool)) ?? { ...NO_PERSONA, version: 0 }
  const prepared = new WeakMap<Engine, Prepared>()

  async function prepare(engine: Engine, signal: AbortSignal): Promise<Prepared> {
    const { model, controlMarks: marks } = engine.capabilities()
    const of = current
    const fit = await fitted(of, engine, signal)
    if (fit.tone !== of.tone || fit.name !== of.name) {
      log.warn({ model, tokensMax: PERSONA_TOKENS_MAX }, 'persona is too long for this model: it is shortened')
    }
    return { version: of.version, model, marks, words: systemWords(fit, engine.capabilities()) }
  }

  async function heldWords(engine: Engine, signal: AbortSignal): Promise<string> {
    const { model, controlMarks } = engine.capabilities()
    const known = prepared.get(engine)
    const isFresh = known?.version === current.version && known.model === model && known.marks === controlMarks
    if (isFresh) return known.words
    const now = await prepare(engine, signal)
    prepared.set(engine, now)
    return now.words
  }

  return {
    current: () => current,
    async wordsFor(engine, signal, draft) {
      const persona = draft === undefined ? current : cleaned(draft)
      const capabilities = engine.capabilities()
      if (isNone(persona) || capabilities.ignoresPersona) return systemWords()
      return draft === undefined
        ? heldWords(engine, signal)
        : systemWords(await fitted(persona, engine, signal), capabilities)
    },
    reader() {
      const { model, ignoresPersona: isIgnored = false } = engine().capabilities()
      return { model, isIgnored }
    },
    tokensOf: (persona, signal) => withSet(serving, (set, until) => tokensIn(set, cleaned(persona), until), signal),
    judge: (persona, signal) => withSet(serving, (set, until) => judgedBy(set, cleaned(persona), until), signal),
    async change({ to, seen, by }, signal) {
      if (seen !== current.version) return { outcome: 'conflict' }
      const persona = cleaned(to)
      const refused = await withSet(serving, (set, until) => refusalOf(set, persona, until), signal)
      if (refused !== undefined) return refused
      const version = await addVersion(pool, { persona, seen, by, at: new Date(clock.now()) })
      if (version === undefined) return { outcome: 'conflict' }
      if (version.version > current.version) current = version
      return { outcome: 'changed', version }
    },
  }
}

async function tokensIn({ chat, photo }: ServingSet, persona: PersonaWords, signal: AbortSignal): Promise<number> {
  const counts = [...new Set([chat, photo])].map((engine) => personaTokens(persona, engine, signal))
  return Math.max(...(await Promise.all(counts)))
}

async function judgedBy({ guards }: ServingSet, persona: PersonaWords, signal: AbortSignal) {
  if (isNone(persona)) return undefined
  const text = [persona.name, persona.tone].filter(Boolean).join('\n')
  return judgeAll(guards, { direction: 'in', isBackground: true, text, pictures: [] }, signal)
}

/** Why it is not kept; counted and judged by one set. */
async function refusalOf(
  set: ServingSet,
  persona: PersonaWords,
  signal: AbortSignal,
): Promise<PersonaChanged | undefined> {
  const tokens = await tokensIn(set, persona, signal)
  if (tokens > PERSONA_TOKENS_MAX) return { outcome: 'too-long', tokens }
  const judgement = await judgedBy(set, persona, signal)
  return judgement?.type === 'block' ? { outcome: 'blocked', hazards: judgement.hazards } : undefined
}
