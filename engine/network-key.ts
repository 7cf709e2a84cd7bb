import type { Share } from './contract.ts'

/** The key of fair sharing: a network with all its cookies, or a person without a known network. */
export const networkKeyOf = ({ person, network }: Share): string =>
  network === undefined ? `person:${person}` : `network:${network}`
