import type { Said, Told } from '#machine/sentence.ts'
import { CodedError } from '#machine/coded-error.ts'

/**
 * The interface between core and the models: core calls `Engine` and need not know which model answers, or where. Core
 * has already neutralised every text (no control tokens) and re-encoded every picture.
 */

/** The priority when permits are short: a verdict unblocks a person, a photo takes longest, background can wait. */
export type RequestClass = 'guard' | 'chat' | 'photo' | 'background'

export type PromptPart =
  | { readonly type: 'text'; readonly text: string }
  /** Re-encoded by core: PNG or JPEG, at most the model's tile size; never a URL. */
  | PicturePart

export type PicturePart = {
  readonly type: 'picture'
  readonly mime: 'image/png' | 'image/jpeg'
  readonly bytes: Uint8Array
}

export type PromptMessage = {
  readonly role: 'system' | 'user' | 'assistant'
  readonly parts: readonly PromptPart[]
}

/**
 * Builds the prompt that asks a guard about a message. Core gives it to the engine, so that the self-test uses the same
 * prompt as later requests.
 */
export type GuardPrompt = (judged: {
  readonly text: string
  readonly pictures: readonly PicturePart[]
}) => readonly PromptMessage[]

/** Every value is explicit: the defaults of engines differ. */
export type Sampling = {
  readonly temperature: number
  readonly topP: number
  readonly topK: number
  readonly minP: number
  readonly seed?: number
}

export type GenerateRequest = {
  /** Names the request in logs and decides about quarantine: the same id twice in a crash is not tried a third time. */
  readonly id: string
  readonly class: RequestClass
  readonly messages: readonly PromptMessage[]
  readonly tokensMax: number
  readonly sampling: Sampling
  /** The answer is JSON that follows this schema, where `capabilities.schema` says so. */
  readonly schema?: object
  /** Return this many of the most probable first tokens, with their probabilities (before sampling). */
  readonly firstTokenChoices?: number
  /** Requests with one key share a prefix: they are sent to the slot (or replica) that has it cached. */
  readonly cacheKey?: string
  /** Opaque keys by which the engine is shared fairly. Requests of the service itself have none. */
  readonly share?: Share
}

/** Who counts for a request in fair sharing: a person, and the network they write from, if it is known. */
export type Share = { readonly person: string; readonly network?: string }

export type TokenChoice = { readonly text: string; readonly probability: number }

/**
 * One `start`, any number of deltas, exactly one `end`; a failure is thrown as `EngineError` in its place. What a model
 * thinks before it answers is not among them.
 */
export type GenerateEvent =
  | { readonly type: 'start'; readonly model: string }
  /** Sent before the first text when `firstTokenChoices` was asked for. */
  | { readonly type: 'first-token'; readonly choices: readonly TokenChoice[] }
  | { readonly type: 'text-delta'; readonly text: string }
  /** All text so far was a thought and not part of the answer, which begins now. */
  | { readonly type: 'restart' }
  | {
      readonly type: 'usage'
      readonly promptTokens: number
      readonly cachedTokens: number
      readonly answerTokens: number
    }
  | {
      readonly type: 'end'
      readonly finish: Finish
      /** The length of its thoughts; absent when there were none. */
      readonly thoughtCharacters?: number
    }

/** Why an answer ended: it was complete, it reached the limit, or it repeated itself. */
export type Finish = 'stop' | 'length' | 'repeated'

export type EngineErrorCode =
  /** Not ready: never reached, restarting, or being tested. Wait for `ready` and retry. */
  | 'unavailable'
  /** The connection broke in the middle of the answer. Wait for `ready` and retry. */
  | 'interrupted'
  /** The engine serves other requests; this one failed. A few retries may help. */
  | 'failed'
  /** The queue in front of the engine is full, or the request waited too long in it. */
  | 'busy'
  | 'prompt-too-long'
  /** The engine refuses the request itself (bad picture, bad schema): a retry does not help. */
  | 'refused'
  /** This request was in flight at two crashes. */
  | 'quarantined'
  | 'aborted'

export type EngineErrorOptions = ErrorOptions & { readonly retryAfterMs?: number | undefined }

export class EngineError extends CodedError<EngineErrorCode> {
  override readonly name = 'EngineError'
  /** How long the engine asks to wait before a retry. */
  readonly retryAfterMs: number | undefined
  constructor(code: EngineErrorCode, message: Said, options?: EngineErrorOptions) {
    super(code, message, options)
    this.retryAfterMs = options?.retryAfterMs
  }
}

/** A retry of the same request may succeed, once the engine is ready. */
export const isTransient = (error: unknown): error is EngineError =>
  error instanceof EngineError && ['unavailable', 'interrupted', 'failed', 'busy'].includes(error.code)

export type GuardLevel = 'full' | 'demonstration' | 'none'

/** In what guards differ, as the page of the guard says it in words; `off`: no model judges. */
export type GuardProtection = { readonly level: GuardLevel | 'off'; readonly seesPictures: boolean }

/** `judgement`: less of what is harmful is found. `pictures`: they are no longer judged. */
export type GuardLoss = 'judgement' | 'pictures'

/** How well a model finds what is worth remembering: with `demonstration` code decides, with `none` it is not asked. */
export type ExtractorLevel = 'full' | 'demonstration' | 'none'

export type EngineCapabilities = {
  readonly model: string
  /** Tokens of prompt and answer together. */
  readonly contextTokens: number
  /** What the model was trained or tested to read; our prompts stay below it. */
  readonly promptTokens: number
  readonly vision: boolean
  /** Why the model cannot read pictures although its card says so; shown to people and to the operator. */
  readonly visionFault?: Told<'detail'>
  readonly picturesMax: number
  /** Tokens of one fitted picture in the prompt, its markers included (Llama 4: 147). */
  readonly pictureTokens: number
  /** Pictures are fitted into a square of this many pixels a side (one tile). */
  readonly tilePixels: number
  /** How the fitted picture is padded to the full square; `none` keeps its aspect. */
  readonly pad: 'edge' | 'white' | 'none'
  readonly schema: boolean
  readonly firstTokenChoices: boolean
  readonly sampling: Sampling
  readonly guard: GuardLevel
  /** Found by a trial; a text-only guard gets `[picture]` and the caption instead of a picture. */
  readonly guardSeesPictures: boolean
  /** With a picture in the prompt it misses unsafe text: the text is then also judged without the picture. */
  readonly guardWordsApart?: boolean
  /** Probability of the first token "unsafe" from which a text is unsafe; measured on ordinary text. */
  readonly guardThreshold: number
  /** `full` where nothing else is known. */
  readonly extractor?: ExtractorLevel
  /** All that is known about a person stands in the system message, also what was found for one question. */
  readonly memoryInSystem?: true
  /** It answers with a name and a tone as without them: prompts spare it their tokens. */
  readonly ignoresPersona?: true
  /** The exact strings that this model's tokenizer reads as one token; text of people must not hold them. */
  readonly controlMarks: readonly string[]
  /** The list is complete (from the model's own file); for a host only marks of well-known families are listed. */
  readonly areMarksComplete: boolean
}

export type EngineHealth =
  | { readonly state: 'ready'; readonly model: string }
  /** `isTested`: it is loaded, and being tested. */
  | (Told<'detail'> & { readonly state: 'starting'; readonly isTested?: true })
  /** `detail` says what the operator can do. `comesBack`: it is retried, so it may recover without an operator. */
  | (Told<'detail'> & { readonly state: 'failed'; readonly comesBack?: true })

/** Requests at once: those that run, those that wait for a permit, and how many permits there are. */
export type EngineLoad = { readonly running: number; readonly waiting: number; readonly permits: number }

/** `loadMs`: from the begin of loading until it could be tested. */
export type EngineTest = { readonly atMs: number; readonly loadMs: number; readonly testMs: number }

export interface Engine {
  readonly name: string
  health(): EngineHealth
  /** Resolves as soon as requests are served; rejects with the signal's reason. */
  ready(signal: AbortSignal): Promise<void>
  /** Tested once ready; before that the values of the model's card. */
  capabilities(): EngineCapabilities
  generate(request: GenerateRequest, signal: AbortSignal): AsyncIterable<GenerateEvent>
  /** Tokens by the model's own tokenizer (control marks count as plain text); an estimate on hosts without one. */
  countTokens(text: string, signal: AbortSignal): Promise<number>
  /**
   * Erases cached prompts: those of requests with one of these keys, and of requests without a key, which may be
   * anybody's. Returns how many. A host keeps its own cache, which we cannot reach: it does not have this.
   */
  forget?(cacheKeys: readonly string[], signal: AbortSignal): Promise<number>
  /** Of the scheduler in front of it. */
  load?(): EngineLoad
  /** The last self-test that it passed; undefined before, and of hosts. */
  tested?(): EngineTest | undefined
  [Symbol.asyncDispose](): Promise<void>
}

/** A question is embedded while a person waits, and goes first; some models want a prefix for each. */
export type EmbedPurpose = 'question' | 'memory'

/** Turns texts into vectors, by which texts of one meaning are found although they share no word. */
export interface Embedder {
  readonly name: string
  /** Stored with each vector. It names all that a vector depends on: vectors of one id can be compared. */
  readonly model: string
  /** Known once it is ready. */
  readonly dimensions: number | undefined
  health(): EngineHealth
  /** What it takes of this machine beside the service, and how that was measured; undefined where it takes nothing. */
  memory(): EmbedderMemory | undefined
  /**
   * Vectors of length 1, in the order of the texts; a long text counts by its beginning.
   * @throws {EngineError}
   */
  embed(texts: readonly string[], purpose: EmbedPurpose, signal: AbortSignal): Promise<Float32Array[]>
  [Symbol.asyncDispose](): Promise<void>
}

export type EmbedderMemory = { readonly bytes: number; readonly of: 'in-worker' | 'in-server' }
