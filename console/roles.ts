/** Each may do all that those before it may. Persisted. */
export const ROLES = ['viewer', 'moderator', 'operator', 'owner'] as const

export type Role = (typeof ROLES)[number]

export const lowerRole = (one: Role, other: Role): Role => (hasRole(one, other) ? other : one)

export const hasRole = (role: Role, needed: Role) => ROLES.indexOf(role) >= ROLES.indexOf(needed)
