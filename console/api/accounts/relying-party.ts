import { isIP } from 'node:net'
import type { ConsoleAddress } from '../../address.ts'

/** For whom a passkey is made, and the only origin whose pages may use it. */
export type RelyingParty = { readonly id: string; readonly origin: string }

/**
 * Browsers have passkeys under https and at localhost, and never for an address in numbers. The port at localhost is
 * compared too: a page on another one is another program's. Undefined where there can be none.
 */
export function relyingPartyOf(url: ConsoleAddress['url'], port: number): RelyingParty | undefined {
  const { protocol, hostname, origin } = new URL(url ?? `http://localhost:${port}`)
  const isNumbers = isIP(hostname.replace(/^\[|\]$/g, '')) !== 0
  const isSecure = protocol === 'https:' || hostname === 'localhost' || hostname.endsWith('.localhost')
  return isSecure && !isNumbers ? { id: hostname, origin } : undefined
}
