/** Our words in messages of a reply, in the person's language. */
export type DeliveryWords = {
  /** That something may be a repetition. */
  readonly label: string
  /** In place of a file that cannot be sent. */
  readonly fileLost: string
  /** On the button that ends an answer. */
  readonly stop: string
}
