import { NETWORKS_PER_SITE, type Network } from './network.ts'

/** How much may be held at one time. */
export type ShareLimits = {
  readonly perPersonMax?: number
  readonly perNetworkMax?: number
  readonly max: number
}

/** Without a network, where many look like one, nothing is accounted by network. */
export type Holder = { readonly person?: string; readonly network: Network | undefined }

/** Whose limit was met. */
export type Refused = 'person' | 'network' | 'all'

type Taking = {
  /** More than nothing. */
  readonly amount?: number
  /** Ends what is held when it has to make room. */
  readonly close?: () => void
  /** For what is held already and cannot be refused. */
  readonly ignoresLimits?: boolean
}

/** A part of what there is, until it is released. */
export type Share = {
  /** Takes more; throws as `take` does, and then nothing has changed. */
  grow(amount: number): void
  release(): void
}

type Hold = { readonly accounts: readonly Account[]; amount: number; readonly close: (() => void) | undefined }

/** Of a person, a network or a site. */
type Account = {
  readonly name: string
  readonly whose: Refused
  readonly amountMax: number
  /** Makes the weights of networks and sites comparable. */
  readonly networks: number
  held: number
  /** Oldest first. */
  readonly closable: Set<Hold>
}

/**
 * The one account of what visitors hold at a time: connections, streams, uploads, reads, bytes. Cookies are free, so it
 * goes by network. Nobody waits here. When everything is taken and somebody lighter comes, the heaviest network loses
 * the oldest of what can be closed; a newcomer from the heaviest network is refused. A network's weight is what it
 * holds, a site's the same for each of the networks it counts for.
 */
export class Shares {
  readonly #limits: ShareLimits
  readonly #refusal: (whose: Refused) => Error
  readonly #people = new Map<string, Account>()
  readonly #networks = new Map<string, Account>()
  #total = 0

  constructor(limits: ShareLimits, refusal: (whose: Refused) => Error) {
    this.#limits = limits
    this.#refusal = refusal
  }

  get total(): number {
    return this.#total
  }

  /** Throws the refusal. */
  take(holder: Holder, { amount = 1, close, ignoresLimits = false }: Taking = {}): Share {
    const hold: Hold = { accounts: this.#accountsOf(holder), amount: 0, close }
    if (!ignoresLimits) this.#refuse(hold, amount)
    this.#add(hold, amount)
    return { grow: (more) => this.#grow(hold, more), release: () => this.#release(hold) }
  }

  #grow(hold: Hold, amount: number): void {
    this.#refuse(hold, amount)
    this.#add(hold, amount)
  }

  #refuse(hold: Hold, amount: number): void {
    const over = hold.accounts.find(({ held, amountMax }) => held + amount > amountMax)
    if (over !== undefined) throw this.#refusal(over.whose)
    while (this.#total + amount > this.#limits.max) this.#makeRoomFor(hold, amount)
  }

  #add(hold: Hold, amount: number): void {
    for (const account of hold.accounts) {
      this.#kept(account).set(account.name, account)
      if (hold.close !== undefined) account.closable.add(hold)
    }
    this.#count(hold, amount)
  }

  /** Only somebody heavier loses something: two equals would only take turns. */
  #makeRoomFor({ accounts }: Hold, amount: number): void {
    let weight = Math.max(amount, ...accounts.map(({ held, networks }) => (held + amount) / networks))
    let oldest: Hold | undefined
    for (const { held, networks, closable } of this.#networks.values()) {
      if (held / networks <= weight || closable.size === 0) continue
      weight = held / networks
      oldest = closable.values().next().value
    }
    if (oldest?.close === undefined) throw this.#refusal('all')
    this.#release(oldest)
    oldest.close()
  }

  #release(hold: Hold): void {
    if (hold.amount === 0) return
    this.#count(hold, -hold.amount)
    for (const account of hold.accounts) {
      account.closable.delete(hold)
      if (account.held === 0) this.#kept(account).delete(account.name)
    }
  }

  #count(hold: Hold, amount: number): void {
    hold.amount += amount
    this.#total += amount
    for (const account of hold.accounts) account.held += amount
  }

  #kept({ whose }: Account): Map<string, Account> {
    return whose === 'person' ? this.#people : this.#networks
  }

  #accountsOf({ person, network }: Holder): Account[] {
    const { perPersonMax = Infinity, perNetworkMax = Infinity } = this.#limits
    const found = []
    if (person !== undefined) {
      const about = { name: person, whose: 'person', amountMax: perPersonMax, networks: Infinity } as const
      found.push(accountIn(this.#people, about))
    }
    const owners = [
      { name: network?.name, networks: 1 },
      { name: network?.site, networks: NETWORKS_PER_SITE },
    ] as const
    for (const { name, networks } of owners) {
      if (name === undefined) continue
      const about = { name, whose: 'network', amountMax: perNetworkMax * networks, networks } as const
      found.push(accountIn(this.#networks, about))
    }
    return found
  }
}

function accountIn(known: Map<string, Account>, about: Omit<Account, 'held' | 'closable'>): Account {
  return known.get(about.name) ?? { ...about, held: 0, closable: new Set() }
}
