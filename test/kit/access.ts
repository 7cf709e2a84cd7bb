import type { Access } from '#core/access/access.ts'

/** Everybody may write. */
export const OPEN_ACCESS: Pick<Access, 'standingOf' | 'offerCode'> = {
  standingOf: async () => 'granted',
  offerCode: async () => undefined,
}
