import { type Changes, eventually } from './changes.ts'
import type { ClientPerson } from './client-person.ts'
import type { PlatformDouble } from './platform.ts'

/** One person with a client of ours, over all starts of the service. */
type Client = {
  readonly person: ClientPerson
  /** How many posts the service has not taken yet. */
  readonly waiting: number
  reconnect(): Promise<void>
  leave(): void | Promise<void>
}

type ClientPlatform = Pick<PlatformDouble, 'name' | 'cannot'> & {
  readonly changes: Changes
  readonly open: (name: string) => Client
  /** Where the service is from now on. */
  readonly moved?: (url: string) => void
}

/** People with clients of ours: there is no platform between them and the service that could fail. */
export function clientPlatform({ name, cannot, changes, open, moved }: ClientPlatform): PlatformDouble {
  const clients = new Map<string, Client>()
  const unable = (): never => {
    throw new Error(cannot.faults)
  }
  return {
    name,
    env: {},
    cannot,
    person(of) {
      const client = clients.get(of) ?? open(of)
      clients.set(of, client)
      return client.person
    },
    faults: { add: unable, clear: () => undefined, struck: 0 },
    limits: () => undefined,
    revokeToken: unable,
    restoreToken: unable,
    async connected({ url }) {
      moved?.(url)
      await Promise.all([...clients.values()].map((client) => client.reconnect()))
    },
    get isTaken() {
      return [...clients.values()].every(({ waiting }) => waiting === 0)
    },
    until: (look, options = {}) =>
      eventually(changes, look, { ...options, otherwise: () => 'it did not come to that' }),
    async [Symbol.asyncDispose]() {
      await Promise.all([...clients.values()].map(async (client) => await client.leave()))
    },
  }
}
