/**
 * The door to tokens. Core asks through `Engine`; which model answers, on this computer or on a host, stays behind it.
 * Every text that reaches this door has been neutralised by core (no control tokens), every picture re-encoded.
 */

/** Order of service when slots are short: a verdict unblocks a person, a photo takes longest, background can wait. */
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
 * What a guard is asked about a message. The words are core's: an engine is given them, to try its guard with what it
 * will be asked.
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
  /** Ask for this many of the most probable first tokens, with their probabilities (before sampling). */
  readonly firstTokenChoices?: number
  /** Requests with one key share a prefix: they are sent to the slot (or replica) that has it cached. */
  readonly cacheKey?: string
  /** For whom: opaque keys, by which the engine is shared fairly. Requests of the service itself have none. */
  readonly share?: Share
}

/** Whose request it is, as far as fairness goes: a person, and the network they write from where one is known. */
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
  /** All text so far was a thought after all, and no part of the answer, which begins now. */
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
      /** How much it thought; absent when it did not. */
      readonly thoughtCharacters?: number
    }

/** Why an answer ended: it was whole, it may not be longer, or it said the same again and again. */
export type Finish = 'stop' | 'length' | 'repeated'

export type EngineErrorCode =
  /** Not there: never reached, starting again, being tried out. Wait for `ready` and try again. */
  | 'unavailable'
  /** Went away in the middle of the answer. Wait for `ready` and try again. */
  | 'interrupted'
  /** The engine is there and serves others; this request failed. A few more tries may help. */
  | 'failed'
  /** The queue in front of the engine is full. */
  | 'busy'
  | 'prompt-too-long'
  /** The request itself is refused by the engine (bad picture, bad schema): trying again changes nothing. */
  | 'refused'
  /** This request was in flight at two crashes. */
  | 'quarantined'
  | 'aborted'

export type EngineErrorOptions = ErrorOptions & { readonly retryAfterMs?: number | undefined }

export class EngineError extends Error {
  override readonly name = 'EngineError'
  readonly code: EngineErrorCode
  /** How long the engine asks this request to stay away. */
  readonly retryAfterMs: number | undefined
  constructor(code: EngineErrorCode, message: string, options?: EngineErrorOptions) {
    super(message, options)
    this.code = code
    this.retryAfterMs = options?.retryAfterMs
  }
}

/** Worth another try with the same request, once the engine is ready. */
export const isTransient = (error: unknown): error is EngineError =>
  error instanceof EngineError && ['unavailable', 'interrupted', 'failed', 'busy'].includes(error.code)

export type GuardLevel = 'full' | 'demonstration' | 'none'

export type EngineCapabilities = {
  readonly model: string
  /** Tokens of prompt and answer together. */
  readonly contextTokens: number
  /** What the model was trained or tested to read; our prompts stay below it. */
  readonly promptTokens: number
  readonly vision: boolean
  /** Why pictures cannot be seen although the model's card says so; told to people and to the operator. */
  readonly visionFault?: string
  readonly picturesMax: number
  /** What one fitted picture takes of the prompt, its markers included (Llama 4: 147). */
  readonly pictureTokens: number
  /** Pictures are fitted into a square of this many pixels a side (one tile). */
  readonly tilePixels: number
  /** How the fitted picture is padded to the full square; `none` keeps its aspect. */
  readonly pad: 'edge' | 'white' | 'none'
  readonly schema: boolean
  readonly firstTokenChoices: boolean
  readonly sampling: Sampling
  readonly guard: GuardLevel
  /** Found out by trial; a text-only guard gets `[picture]` and the caption in place of a picture. */
  readonly guardSeesPictures: boolean
  /** Beside a picture it misses what it finds in the words: it is asked about them without it, too. */
  readonly guardWordsApart?: boolean
  /** Of the first token "unsafe"; measured on ordinary text, from the model's card. */
  readonly guardThreshold: number
  /** The exact strings that this model's tokenizer reads as one token each, and text of people must not form. */
  readonly controlMarks: readonly string[]
  /** There are no others, as the model's own file says; of a host, those of well-known families are known. */
  readonly areMarksComplete: boolean
}

export type EngineHealth =
  | { readonly state: 'ready'; readonly model: string }
  | { readonly state: 'starting'; readonly detail: string }
  /** With what the operator can do. `comesBack`: it is asked again and again, so it may serve without being touched. */
  | { readonly state: 'failed'; readonly detail: string; readonly comesBack?: true }

export interface Engine {
  readonly name: string
  health(): EngineHealth
  /** Resolves as soon as requests are served; rejects with the signal's reason. */
  ready(signal: AbortSignal): Promise<void>
  /** Known once ready; before that what the model's card promises. */
  capabilities(): EngineCapabilities
  generate(request: GenerateRequest, signal: AbortSignal): AsyncIterable<GenerateEvent>
  /** Tokens by the model's own tokenizer (control marks count as plain text); an estimate on hosts without one. */
  countTokens(text: string, signal: AbortSignal): Promise<number>
  [Symbol.asyncDispose](): Promise<void>
}
