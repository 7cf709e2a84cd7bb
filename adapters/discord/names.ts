import { displayName } from '../shared/event-text.ts'
import type { WireMember, WireUser } from './wire.ts'

/** As people in this place see it: the nickname of the server, the name of the profile, the name of the account. */
export function nameOf(user: Pick<WireUser, 'global_name' | 'username'>, member?: WireMember): string {
  return displayName(member?.nick || user.global_name || user.username || '')
}
