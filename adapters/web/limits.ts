/**
 * What one visitor, one network (see `Network`) and all together may ask of the page's routes. Core limits how much a
 * person may say.
 */
export type WebLimits = Readonly<typeof WEB_LIMITS>

export const WEB_LIMITS = {
  /** UTF-16 units of one message. */
  textLengthMax: 20_000,
  filesMax: 8,
  fileBytesMax: 20 * 1024 ** 2,
  /** Forms with pictures under way at one time. */
  uploadsPerPersonMax: 3,
  uploadsPerNetworkMax: 12,
  uploadsMax: 24,
  // Browsers open at most six connections to one host over HTTP/1.1, and the page needs some for its requests.
  streamsPerPersonMax: 4,
  streamsMax: 500,
  /** New cookies for one network. */
  newPeoplePerHourMax: 60,
  /** Of one network: each is stored, also one that core then refuses to answer. */
  messagesPerHourMax: 3_000,
  /** Of one page of the history. */
  historyBytesMax: 256 * 1024,
  /** Pages of the history and pictures that are read at one time, until their reader has taken them. */
  readsPerPersonMax: 4,
  readsPerNetworkMax: 8,
  readsMax: 24,
  /** How long a reader waits for its turn. */
  readWaitMsMax: 10_000,
  /** Of all files that wait for the end of their turn. */
  spoolBytesMax: 1024 ** 3,
  // Room for the largest message, and for a part of it that comes again after a lost answer.
  spoolBytesPerPersonMax: 256 * 1024 ** 2,
  spoolBytesPerNetworkMax: 256 * 1024 ** 2,
  heartbeatMs: 15_000,
  /** A reader who takes nothing for this long is disconnected; their page reconnects by itself. */
  slowReaderMs: 30_000,
}
