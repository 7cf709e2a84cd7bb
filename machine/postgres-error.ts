import { CodedError } from './coded-error.ts'

/** The bundled Postgres cannot be used; the message says what to do. */
export class PostgresError extends CodedError<'version-differs' | 'disk-full' | 'create-failed' | 'root-refused'> {
  override readonly name = 'PostgresError'
}
