import type { Share } from './contract.ts'

/** What counts as one among others: a network with all its cookies, or a person who shows no network. */
export const networkKeyOf = ({ person, network }: Share): string =>
  network === undefined ? `person:${person}` : `network:${network}`
