/** What a server may cost us before we stop listening to it. */
export type DriverLimits = {
  /** From the request to the first word: queueing, pictures and a long prompt are in here. */
  readonly firstTokenMs: number
  /** Between two words. */
  readonly stallMs: number
  /** After the last word: usage and the end of the stream, which not every server sends. */
  readonly afterFinishMs: number
  /** For questions that need no tokens (health, tokenizer). */
  readonly questionMs: number
  /** One event of the stream. */
  readonly eventCharactersMax: number
  readonly answerCharactersMax: number
  /** A whole body, where it is not a stream. */
  readonly bodyBytesMax: number
}

export const DRIVER_LIMITS: DriverLimits = {
  // The slowest useful case: a full prompt on a large model without a graphics card.
  firstTokenMs: 180_000,
  // While another slot reads a long prompt, everybody else's words wait.
  stallMs: 60_000,
  afterFinishMs: 2_000,
  questionMs: 15_000,
  eventCharactersMax: 1 << 20,
  answerCharactersMax: 1 << 18,
  bodyBytesMax: 4 << 20,
}
