import { cleanText, shortened } from '#core/contract/text.ts'
import type { WireMember, WireUser } from './wire.ts'

const NAME_LENGTH_MAX = 128

/** The name of a person, a channel or a role, cleaned for storing and showing. */
export function displayName(text: string): string {
  return shortened(cleanText(text).trim(), NAME_LENGTH_MAX)
}

/** As people in this place see it: the nickname of the server, the name of the profile, the name of the account. */
export function nameOf(user: Pick<WireUser, 'global_name' | 'username'>, member?: WireMember): string {
  return displayName(member?.nick || user.global_name || user.username || '')
}
