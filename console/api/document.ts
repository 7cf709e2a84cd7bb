import type { SessionForm } from './forms/session.ts'

/** In what Vite builds: what only the server knows. */
const PLACES = { nonce: '__NONCE__', base: '__BASE__', session: '__SESSION__' }

export type Documents = {
  /** The way in. */
  readonly outside: string
  /** The same, and loads the pages at once. */
  readonly inside: string
}

type Opened = {
  readonly nonce: string
  /** The path below which the console lies. */
  readonly base: string
  /** Undefined where that cannot be told: then the page asks. */
  readonly session: SessionForm | undefined
}

/** The document of every page, with who is signed in. */
export function documentFor({ outside, inside }: Documents, { nonce, base, session }: Opened): string {
  return (session?.account === undefined ? outside : inside)
    .replaceAll(PLACES.nonce, () => nonce)
    .replaceAll(PLACES.base, () => inAttribute(base))
    .replaceAll(PLACES.session, () => (session === undefined ? '' : inAttribute(JSON.stringify(session))))
}

const inAttribute = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
