/** Limits on the time and the data of one request to a server. */
export type DriverLimits = Readonly<typeof DRIVER_LIMITS>

export const DRIVER_LIMITS = {
  /**
   * From the request to the first token, including queueing, pictures and a long prompt. The slowest useful case is a
   * full prompt on a large model without a graphics card.
   */
  firstTokenMs: 180_000,
  /** Between two tokens: while one slot reads a long prompt, the other slots generate nothing. */
  stallMs: 60_000,
  /** After the last token: usage and the end of the stream, which not every server sends. */
  afterFinishMs: 2_000,
  /** For requests that generate no tokens (health, tokenizer). */
  questionMs: 15_000,
  /** One event of the stream. */
  eventCharactersMax: 1 << 20,
  answerCharactersMax: 1 << 18,
  /** A whole body that is not a stream. */
  bodyBytesMax: 4 << 20,
}
