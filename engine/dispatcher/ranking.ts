import type { RequestClass } from '../contract.ts'
import type { Account } from './virtual-counters.ts'

export type Ranked = {
  readonly class: RequestClass
  readonly account: Account
  /** The number of the request, in the order of arrival. */
  readonly arrival: number
  readonly sinceMs: number
}

const RANK: Record<RequestClass, number> = { guard: 0, chat: 1, photo: 1, background: 2 }
/** For this time a photo ranks as if its person had used this much more: about one answer without a picture. */
const PHOTO_YIELDS_MS = 2_000
const PHOTO_YIELDS_TOKENS = 500

/**
 * Who is served next:
 *
 * 1. **by class**: guard, then chat and photo, then background;
 * 2. **by network**, and within it **by person**: the lowest virtual counter. For 2 s a photo ranks behind chats of
 *    people who have used about as much; then it ranks like them, so that new requests cannot delay it for ever;
 * 3. **by arrival**.
 */
export function nextOf<W extends Ranked>(waiting: readonly W[], nowMs: number): W | undefined {
  const yieldsTokens = (each: W) =>
    each.class === 'photo' && nowMs - each.sinceMs < PHOTO_YIELDS_MS ? PHOTO_YIELDS_TOKENS : 0
  const rank = Math.min(...waiting.map((each) => RANK[each.class]))
  const networks = Map.groupBy(
    waiting.filter((each) => RANK[each.class] === rank),
    ({ account }) => account.network,
  )
  const ofNetworks = [...networks.values()].map((each) =>
    lowest(each, (one) => one.account.person.tokens + yieldsTokens(one)),
  )
  return lowest(ofNetworks.flat(), (one) => one.account.network.tokens + yieldsTokens(one))[0]
}

/** Refused when too many wait: the newest request of the person with the most, in the network with the most. */
export function heaviestOf<W extends Ranked>(waiting: readonly W[]): W | undefined {
  const ofNetwork = most(waiting, ({ account }) => account.network)
  return most(ofNetwork, ({ account }) => account.person).at(-1)
}

/** The one with the lowest key; among equals the first that came; undefined for an empty list. */
function lowest<W extends Ranked>(waiting: readonly W[], keyOf: (each: W) => number): W[] {
  return waiting.toSorted((one, other) => keyOf(one) - keyOf(other) || one.arrival - other.arrival).slice(0, 1)
}

/** All requests of the owner with the most waiting; among equals, of the one who has used the most. */
function most<W extends Ranked>(waiting: readonly W[], ownerOf: (each: W) => { readonly tokens: number }): W[] {
  const owners = [...Map.groupBy(waiting, ownerOf)]
  const [heaviest] = owners.toSorted(
    ([one, ofOne], [other, ofOther]) => ofOther.length - ofOne.length || other.tokens - one.tokens,
  )
  return heaviest?.[1] ?? []
}
