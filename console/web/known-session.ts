import type { SessionForm } from '../api/forms/session.ts'

/** Somebody has come in, or the session has changed. */
export type Entered = {
  readonly session: SessionForm
  /** To be told once they are inside. */
  readonly warnings?: readonly string[]
}

/** Who is signed in, as the server has put it into the document; undefined where it could not tell. */
export function knownSession(): SessionForm | undefined {
  const said = document.querySelector<HTMLMetaElement>('meta[name=session]')?.content
  return said ? (JSON.parse(said) as SessionForm) : undefined
}
