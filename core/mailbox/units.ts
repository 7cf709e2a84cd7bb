import { isStopWord } from '../commands/stop-asked.ts'
import type { PersonId } from '../contract/ids.ts'
import type { ChatEvent } from '../contract/message.ts'
import type { PendingEvent, PlannedMessage } from './pending.ts'
import { UnmarkedAlbums } from './unmarked-albums.ts'

/**
 * Messages that are one to the person who sent them: the parts of an album, the pieces of a text that their app cut
 * because a platform takes no longer one, or a single message.
 */
export type Unit = {
  readonly parts: readonly PlannedMessage[]
  /** Further parts may come until then; undefined once there is nothing to wait for. */
  readonly opensUntilMs: number | undefined
}

/** Since its last part was stored, and since its first. */
export const ALBUM = { quietMs: 500, maxMs: 2_500 }
export const CUT_TEXT = { quietMs: 1_000, maxMs: 5_000 }

/** A time far before the last part means that the clock was set: such a unit does not wait. */
const CLOCK_SKEW_MS_MAX = 5_000

type Among = {
  /** Commands. */
  readonly barriers: readonly PendingEvent[]
  readonly nowMs: number
  /** Nothing marks what is one album here: pictures that come within it after the last one are. */
  readonly albumWaitMs?: number | undefined
}

/** In the order of their first parts. What has a barrier in between is not joined, except by a mark of the platform. */
export function unitsIn(messages: readonly PlannedMessage[], { barriers, nowMs, albumWaitMs = 0 }: Among): Unit[] {
  const albums = new Map<string, PlannedMessage[]>()
  const unmarked = new UnmarkedAlbums(albumWaitMs, barriers)
  const all: PlannedMessage[][] = []
  for (const each of messages) {
    const album = albumOf(each)
    const marked = album === undefined ? undefined : albums.get(album)
    const known = marked ?? unmarked.albumBefore(each) ?? pieceBefore(each, all, barriers)
    const parts = known ?? []
    parts.push(each)
    if (known === undefined) all.push(parts)
    if (album !== undefined) albums.set(album, parts)
    else unmarked.note(parts)
  }
  return all.map((parts) => ({ parts, opensUntilMs: opensUntilMs(parts, unmarked.limitsOf(parts), nowMs) }))
}

/** Whether the app cut a text into these two. */
export function continues(next: PlannedMessage, before: PlannedMessage): boolean {
  if (before.content.mayContinue === undefined || next.content.parts[0]?.type !== 'text') return false
  if (isStopWord(next.content)) return false
  return albumOf(next) === undefined && sentTogether(next.message, before.message)
}

/** It addresses the bot when one of its parts does; while it may get further parts this is not known. */
export const isOverheard = ({ parts, opensUntilMs: until }: Unit) =>
  until === undefined && parts.every(({ content }) => content.addressed === 'none')

/** Two people never share an album, even under one group id. */
function albumOf({ message }: PlannedMessage): string | undefined {
  const { groupId } = message.event
  return groupId === undefined ? undefined : `${groupId} ${message.person}`
}

function pieceBefore(
  piece: PlannedMessage,
  all: readonly PlannedMessage[][],
  barriers: readonly PendingEvent[],
): PlannedMessage[] | undefined {
  const unit = all.at(-1)
  const before = unit?.at(-1)
  if (before === undefined || !continues(piece, before)) return undefined
  const isApart = barriers.some(({ seq }) => seq > before.message.seq && seq < piece.message.seq)
  return isApart ? undefined : unit
}

type Limits = typeof ALBUM

function opensUntilMs(
  parts: readonly PlannedMessage[],
  unmarked: Limits | undefined,
  nowMs: number,
): number | undefined {
  const [first] = parts
  const marked = first && albumOf(first) !== undefined ? ALBUM : parts.at(-1)?.content.mayContinue && CUT_TEXT
  const limits = marked ?? unmarked
  if (!limits) return undefined
  const times = parts.map(({ message }) => message.receivedAtMs)
  const lastMs = Math.max(...times)
  const closesAtMs = Math.min(lastMs + limits.quietMs, Math.min(...times) + limits.maxMs)
  return nowMs < closesAtMs && lastMs - nowMs < CLOCK_SKEW_MS_MAX ? closesAtMs : undefined
}

/** By the platform's clock, which may count whole seconds. */
const SENT_TOGETHER_MS_MAX = 1_000

type Said = { readonly person: PersonId; readonly event: Pick<ChatEvent, 'sentAtMs' | 'sender'> }

/** Whether one person sent the later message in one go with the earlier one, as an app does for them. */
export function sentTogether(later: Said, earlier: Said): boolean {
  return later.person === earlier.person && !later.event.sender.isShared && isWithinOneGo(later.event, earlier.event)
}

export function isWithinOneGo(later: { readonly sentAtMs: number }, earlier: { readonly sentAtMs: number }): boolean {
  const afterMs = later.sentAtMs - earlier.sentAtMs
  return afterMs >= 0 && afterMs <= SENT_TOGETHER_MS_MAX
}
