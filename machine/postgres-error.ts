export type PostgresErrorCode = 'version-differs' | 'disk-full' | 'create-failed' | 'root-refused'

/** The bundled Postgres cannot be used; the message says what to do. */
export class PostgresError extends Error {
  override name = 'PostgresError'
  readonly code: PostgresErrorCode

  constructor(code: PostgresErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
