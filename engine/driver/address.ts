import { ENGINE_SETTINGS, type SettingNames } from './setting-names.ts'

/** The address of a server: a unix socket on this computer, or the root of its API without `/v1`. */
export type Address = { readonly type: 'socket'; readonly path: string } | { readonly type: 'url'; readonly root: URL }

/**
 * Parses an operator's address: `http://gpu:8000`, with or without `/v1` and a final slash.
 * @throws {AddressError} that says what is wrong, without user or password
 */
export function addressOf(text: string, settings: SettingNames = ENGINE_SETTINGS): Address {
  const { url, key } = settings
  if (!URL.canParse(text)) throw new AddressError(`${url} must be an address like http://127.0.0.1:8000`)
  const root = new URL(text)
  if (root.protocol !== 'http:' && root.protocol !== 'https:')
    throw new AddressError(`${url} begins with ${root.protocol} where http: or https: is needed`)
  if (root.username || root.password) throw new AddressError(`${url} holds a user or password: give a key as ${key}`)
  root.pathname = root.pathname.replace(/\/+$/, '').replace(/\/v1$/, '')
  root.search = ''
  root.hash = ''
  return { type: 'url', root }
}

/** An invalid address in the settings; the message holds neither user nor password. */
export class AddressError extends TypeError {
  override readonly name = 'AddressError'
  readonly code = 'bad-address'
}

/** The name of an address in messages. */
export function locationOf(address: Address): string {
  return address.type === 'socket' ? 'the embedded engine' : address.root.host
}
