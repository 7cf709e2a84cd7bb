/** What delivery has done since the process began. */
export type DeliveryCounts = {
  /** Replies of which the platform has everything. */
  sent: number
  failed: number
  /** Tries that ended with "later". */
  postponed: number
  /** Messages that may be a repetition, and say so. */
  labelled: number
  draftsShown: number
  /** Overtaken by a newer text before their time came. */
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
