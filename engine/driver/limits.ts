/** Limits on the time and the data of one request to a server. */
export type DriverLimits = {
  /** From the request to the first token, including queueing, pictures and a long prompt. */
  readonly firstTokenMs: number
  /** Between two tokens. */
  readonly stallMs: number
  /** After the last token: usage and the end of the stream, which not every server sends. */
  readonly afterFinishMs: number
  /** For requests that generate no tokens (health, tokenizer). */
  readonly questionMs: number
  /** One event of the stream. */
  readonly eventCharactersMax: number
  readonly answerCharactersMax: number
  /** A whole body that is not a stream. */
  readonly bodyBytesMax: number
}

export const DRIVER_LIMITS: DriverLimits = {
  // The slowest useful case: a full prompt on a large model without a graphics card.
  firstTokenMs: 180_000,
  // While one slot reads a long prompt, the other slots generate nothing.
  stallMs: 60_000,
  afterFinishMs: 2_000,
  questionMs: 15_000,
  eventCharactersMax: 1 << 20,
  answerCharactersMax: 1 << 18,
  bodyBytesMax: 4 << 20,
}
