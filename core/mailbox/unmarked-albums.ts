import type { PersonId } from '../contract/ids.ts'
import type { PendingEvent, PlannedMessage } from './pending.ts'

/** An album takes at most so many waits, as one that the platform marks does. */
const WAITS_MAX = 5
/** Platforms count whole seconds. */
const CLOCK_SLACK_MS = 1_000

/**
 * Albums of a platform that marks none: pictures of one person that come within `waitMs` after the last one, and were
 * sent so by the platform's clock too, since after a pause all come at once. A picture that quotes begins an album of its
 * own, and a command ends one. Other messages do neither: what is written meanwhile may be about it.
 */
export class UnmarkedAlbums {
  readonly #limits: { readonly quietMs: number; readonly maxMs: number }
  readonly #barriers: readonly PendingEvent[]
  /** Of each person the newest, with its parts. */
  readonly #newest = new Map<PersonId, PlannedMessage[]>()

  constructor(waitMs: number, barriers: readonly PendingEvent[]) {
    this.#limits = { quietMs: waitMs, maxMs: waitMs * WAITS_MAX }
    this.#barriers = barriers
  }

  /** The album that this picture belongs to. */
  albumBefore(each: PlannedMessage): PlannedMessage[] | undefined {
    const album = this.#newest.get(each.message.person)
    const [first, last] = [album?.at(0)?.message, album?.at(-1)?.message]
    if (first === undefined || last === undefined) return undefined
    if (!this.#mayBePart(each) || each.content.replyTo !== undefined) return undefined
    const { receivedAtMs, event, seq } = each.message
    const isQuick = receivedAtMs - last.receivedAtMs <= this.#limits.quietMs
    const isInTime = isQuick && receivedAtMs - first.receivedAtMs <= this.#limits.maxMs
    const sentMs = Math.abs(event.sentAtMs - last.event.sentAtMs)
    const isSentSo = sentMs <= this.#limits.quietMs + CLOCK_SLACK_MS
    return isInTime && isSentSo && !this.#isEnded(last.seq, seq) ? album : undefined
  }

  /** A unit has a new part, or is new. */
  note(parts: PlannedMessage[]): void {
    const [first] = parts
    if (first !== undefined && this.#mayBePart(first)) this.#newest.set(first.message.person, parts)
  }

  /** Undefined where no further part can come. */
  limitsOf(parts: PlannedMessage[]): { readonly quietMs: number; readonly maxMs: number } | undefined {
    const last = parts.at(-1)?.message
    if (last === undefined || this.#newest.get(last.person) !== parts) return undefined
    return this.#isEnded(last.seq, Number.POSITIVE_INFINITY) ? undefined : this.#limits
  }

  #mayBePart({ message, content }: PlannedMessage): boolean {
    if (this.#limits.quietMs === 0 || message.event.groupId !== undefined || message.event.sender.isShared) return false
    return content.parts.some(({ type }) => type === 'image' || type === 'video')
  }

  /** Whoever gave the command: it is answered in its place. */
  #isEnded(fromSeq: number, toSeq: number): boolean {
    return this.#barriers.some(({ seq }) => seq > fromSeq && seq < toSeq)
  }
}
