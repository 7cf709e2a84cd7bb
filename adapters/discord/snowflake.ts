/** Ids of Discord: numbers of up to 64 bits as text, whose first 42 bits are a time. */
export type Snowflake = string

const EPOCH_MS = 1_420_070_400_000
const TIME_SHIFT = 22n
const SNOWFLAKE = /^\d{1,20}$/

export const isSnowflake = (text: string) => SNOWFLAKE.test(text)

/** When what has this id was made, by Discord's clock. */
export function timeOf(id: Snowflake): number {
  return Number(BigInt(id) >> TIME_SHIFT) + EPOCH_MS
}

/** The smallest id of this time. */
export function snowflakeAt(atMs: number): Snowflake {
  return String(BigInt(Math.max(0, Math.floor(atMs) - EPOCH_MS)) << TIME_SHIFT)
}

/** For sorting: the older one first. */
export function byAge(one: Snowflake, other: Snowflake): number {
  return one.length - other.length || (one < other ? -1 : Number(one > other))
}

export const isNewer = (one: Snowflake, other: Snowflake) => byAge(one, other) > 0

export const newest = (one: Snowflake, other: Snowflake) => (isNewer(one, other) ? one : other)
