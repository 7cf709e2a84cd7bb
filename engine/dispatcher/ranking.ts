import type { RequestClass } from '../contract.ts'
import type { Account } from './virtual-counters.ts'

export type Ranked = {
  readonly class: RequestClass
  readonly account: Account
  /** Grows with every request that comes. */
  readonly arrival: number
  readonly sinceMs: number
}

const RANK: Record<RequestClass, number> = { guard: 0, chat: 1, photo: 1, background: 2 }
/** For so long a photo ranks as if its person had taken so much more: about what an answer without a picture takes. */
const PHOTO_YIELDS_MS = 2_000
const PHOTO_YIELDS_TOKENS = 500

/**
 * Who is served next:
 *
 * 1. **by class**: guard, then chat and photo, then background;
 * 2. **by network**, and within it **by person**: the lowest virtual counter. A photo yields to chats of others who have
 *    taken about as much, for 2 s; from then on it ranks as they do, so no number of newcomers keeps it waiting;
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

/** Who goes when too many wait: the newest request of the person with the most, in the network with the most. */
export function heaviestOf<W extends Ranked>(waiting: readonly W[]): W | undefined {
  const ofNetwork = most(waiting, ({ account }) => account.network)
  return most(ofNetwork, ({ account }) => account.person).at(-1)
}

/** The one with the lowest key, of several the first that came; nothing of nothing. */
function lowest<W extends Ranked>(waiting: readonly W[], keyOf: (each: W) => number): W[] {
  return waiting.toSorted((one, other) => keyOf(one) - keyOf(other) || one.arrival - other.arrival).slice(0, 1)
}

/** All of the owner of whom the most wait; of several, of the one who has taken the most. */
function most<W extends Ranked>(waiting: readonly W[], ownerOf: (each: W) => { readonly tokens: number }): W[] {
  const owners = [...Map.groupBy(waiting, ownerOf)]
  const [heaviest] = owners.toSorted(
    ([one, ofOne], [other, ofOther]) => ofOther.length - ofOne.length || other.tokens - one.tokens,
  )
  return heaviest?.[1] ?? []
}
