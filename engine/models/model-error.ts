import { CodedError } from '#machine/coded-error.ts'

export type ModelErrorCode =
  'unknown-model' | 'not-installed' | 'bad-card' | 'bad-file' | 'refused' | 'no-space' | 'failed'

/** A model cannot be used or installed; the message says which file or name, and what to do. */
export class ModelError extends CodedError<ModelErrorCode> {
  override readonly name = 'ModelError'
}
