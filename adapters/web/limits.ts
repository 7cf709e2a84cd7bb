/**
 * What one visitor, one network (see `Network`) and all together may ask of the page's routes. Core limits how much a
 * person may say.
 */
export type WebLimits = {
  /** UTF-16 units of one message. */
  readonly textLengthMax: number
  readonly filesMax: number
  readonly fileBytesMax: number
  /** Forms with pictures under way at one time. */
  readonly uploadsPerPersonMax: number
  readonly uploadsPerNetworkMax: number
  readonly uploadsMax: number
  readonly streamsPerPersonMax: number
  readonly streamsMax: number
  /** New cookies for one network. */
  readonly newPeoplePerHourMax: number
  /** Of one network: each is stored, also one that core then refuses to answer. */
  readonly messagesPerHourMax: number
  /** Of one page of the history. */
  readonly historyBytesMax: number
  /** Pages of the history and pictures that are read at one time, until their reader has taken them. */
  readonly readsPerPersonMax: number
  readonly readsPerNetworkMax: number
  readonly readsMax: number
  /** How long a reader waits for its turn. */
  readonly readWaitMsMax: number
  /** Of all files that wait for the end of their turn. */
  readonly spoolBytesMax: number
  readonly spoolBytesPerPersonMax: number
  readonly spoolBytesPerNetworkMax: number
  readonly heartbeatMs: number
  /** A reader who takes nothing for this long is disconnected; their page reconnects by itself. */
  readonly slowReaderMs: number
}

export const WEB_LIMITS: WebLimits = {
  textLengthMax: 20_000,
  filesMax: 8,
  fileBytesMax: 20 * 1024 ** 2,
  uploadsPerPersonMax: 3,
  uploadsPerNetworkMax: 12,
  uploadsMax: 24,
  // Browsers open at most six connections to one host over HTTP/1.1, and the page needs some for its requests.
  streamsPerPersonMax: 4,
  streamsMax: 500,
  newPeoplePerHourMax: 60,
  messagesPerHourMax: 3_000,
  historyBytesMax: 256 * 1024,
  readsPerPersonMax: 4,
  readsPerNetworkMax: 8,
  readsMax: 24,
  readWaitMsMax: 10_000,
  spoolBytesMax: 1024 ** 3,
  // Room for the largest message, and for a part of it that comes again after a lost answer.
  spoolBytesPerPersonMax: 256 * 1024 ** 2,
  spoolBytesPerNetworkMax: 256 * 1024 ** 2,
  heartbeatMs: 15_000,
  slowReaderMs: 30_000,
}
