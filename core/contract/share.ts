import type { Share } from '#engine/contract.ts'

/** For whom a turn is made, as far as fairness goes. */
export const shareOf = ({ person, network }: Share): Share => ({
  person,
  ...(network !== undefined && { network }),
})
