import type { PlannedMessage } from './pending.ts'

export const ALBUM_QUIET_MS = 500
export const ALBUM_MS_MAX = 2_500

type Album = { readonly parts: readonly PlannedMessage[]; readonly closesAtMs: number; readonly isOpen: boolean }
export type Albums = ReadonlyMap<string | undefined, Album>

/** An album addresses the bot when one of its parts does; as long as it may grow, it may yet. */
export function overheardIn(messages: readonly PlannedMessage[], albums: Albums): PlannedMessage[] {
  const closed = [...albums.values()].filter(({ isOpen }) => !isOpen)
  const single = messages.filter((each) => albumOf(each) === undefined && isOverheard(each))
  return [...closed.filter(({ parts }) => parts.every(isOverheard)).flatMap(({ parts }) => parts), ...single]
}

const isOverheard = ({ content }: PlannedMessage) => content.addressed === 'none'

/** Two people never share an album, whatever a platform says. */
export function albumOf({ message }: PlannedMessage): string | undefined {
  const { groupId } = message.event
  return groupId === undefined ? undefined : `${groupId} ${message.person}`
}

/** A reading of the clock far before the last part means that the clock was set: such an album is not waited for. */
const CLOCK_SKEW_MS_MAX = 5_000

/** As they are now; the key of each is `albumOf` its parts. */
export function albumsIn(messages: readonly PlannedMessage[], nowMs: number): Albums {
  const groups = Map.groupBy(messages.filter((each) => albumOf(each) !== undefined), albumOf)
  return new Map([...groups].map(([key, parts]) => [key, albumFrom(parts, nowMs)]))
}

function albumFrom(parts: readonly PlannedMessage[], nowMs: number): Album {
  const times = parts.map(({ message }) => message.receivedAtMs)
  const lastMs = Math.max(...times)
  const closesAtMs = Math.min(lastMs + ALBUM_QUIET_MS, Math.min(...times) + ALBUM_MS_MAX)
  return { parts, closesAtMs, isOpen: nowMs < closesAtMs && lastMs - nowMs < CLOCK_SKEW_MS_MAX }
}
