export type StoreErrorCode = 'read-only' | 'pooler-unfit' | 'in-use'

/** The configured Postgres cannot be used; the message says what to do. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  readonly code: StoreErrorCode
  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
