/** What delivery has done since the process began. */
export type DeliveryCounts = {
  /** Replies that were delivered completely. */
  sent: number
  failed: number
  /** Tries that ended with a retry later. */
  postponed: number
  /** Messages that may be a repetition and are labelled so. */
  labelled: number
  draftsShown: number
  /** Replaced by a newer text before they were shown. */
  draftsSkipped: number
}

export const noCounts = (): DeliveryCounts => ({
  sent: 0,
  failed: 0,
  postponed: 0,
  labelled: 0,
  draftsShown: 0,
  draftsSkipped: 0,
})
