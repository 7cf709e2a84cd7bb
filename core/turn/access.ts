import type { IdentityId } from '../contract/ids.ts'

/** Who may speak. `pairing` lets nobody new in until it exists: closed is the safe reading of a promise to ask. */
export type Access =
  | { readonly mode: 'open' }
  | { readonly mode: 'allow-list' | 'pairing'; readonly identities: ReadonlySet<IdentityId> }
