import { hasRole, type Role } from '../roles.ts'
import type { SessionForm } from './forms/session.ts'

/** In what Vite builds: what only the server knows. */
const PLACES = { nonce: '__NONCE__', base: '__BASE__', session: '__SESSION__' }

type Documents = {
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
  /** Below the base. */
  readonly path: string
}

type FirstAsked = { readonly path: string; readonly needs: Role }

const ON_EVERY_PAGE: readonly FirstAsked[] = [{ path: 'api/state', needs: 'viewer' }]
const ON_OVERVIEW: readonly FirstAsked[] = [
  { path: 'api/overview', needs: 'viewer' },
  { path: 'api/overview/plot?span=day', needs: 'viewer' },
  { path: 'api/welcome', needs: 'operator' },
]

/** The document of a page, with who is signed in. What its page asks for first, the browser asks for while it loads the code. */
export function documentFor(documents: Documents, { nonce, base, session, path }: Opened): string {
  const account = session?.account
  const document = account === undefined ? documents.outside : documents.inside
  const asked = account === undefined ? [] : [...ON_EVERY_PAGE, ...(/^\/(?:\?|$)/.test(path) ? ON_OVERVIEW : [])]
  const preloads = asked
    .filter(({ needs }) => account !== undefined && hasRole(account.role, needs))
    .map(({ path }) => `  <link rel="preload" as="fetch" crossorigin href="./${path}">\n`)
  return document
    .replaceAll(PLACES.nonce, () => nonce)
    .replaceAll(PLACES.base, () => inAttribute(base))
    .replaceAll(PLACES.session, () => (session === undefined ? '' : inAttribute(JSON.stringify(session))))
    .replace('</head>', () => `${preloads.join('')}</head>`)
}

const inAttribute = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
