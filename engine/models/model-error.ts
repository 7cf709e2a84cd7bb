export type ModelErrorCode =
  'unknown-model' | 'not-installed' | 'bad-card' | 'bad-file' | 'refused' | 'no-space' | 'failed'

/** A model cannot be used or installed; the message says which file or name, and what to do. */
export class ModelError extends Error {
  override readonly name = 'ModelError'
  readonly code: ModelErrorCode
  constructor(code: ModelErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
