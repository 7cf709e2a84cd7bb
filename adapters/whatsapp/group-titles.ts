import { displayName } from '../shared/event-text.ts'
import { BoundedMap } from '#machine/bounded.ts'
import type { Clock } from '#machine/clock.ts'
import { isGroup, type Jid } from './jid.ts'
import type { Page } from './page.ts'

const GROUPS_MAX = 5_000
/** Groups are renamed. */
const KNOWN_MS = 6 * 60 * 60_000
const AGAIN_MS = 10 * 60_000
const ASK_MS = 5_000
/** At once. */
const ASKED_MAX = 5

/** Titles of groups, which messages do not carry. A group can do without one. */
export class GroupTitles {
  readonly #clock: Clock
  readonly #known = new BoundedMap<Jid, { readonly title: string | undefined; readonly untilMs: number }>(GROUPS_MAX)

  constructor(clock: Clock) {
    this.#clock = clock
  }

  titleOf(chatId: Jid): string | undefined {
    return this.#known.get(chatId)?.title
  }

  know(chatId: Jid, title: string | undefined): void {
    const untilMs = this.#clock.monotonicMs() + (title === undefined ? AGAIN_MS : KNOWN_MS)
    this.#known.set(chatId, { title: title === undefined ? this.titleOf(chatId) : displayName(title), untilMs })
  }

  /** Never rejects. */
  async learn(chatIds: readonly Jid[], page: Page, signal: AbortSignal): Promise<void> {
    const nowMs = this.#clock.monotonicMs()
    const isUnknown = (chatId: Jid) => isGroup(chatId) && (this.#known.get(chatId)?.untilMs ?? -Infinity) <= nowMs
    const ask = async (chatId: Jid) => {
      const options = { signal, msMax: ASK_MS }
      const asked = page.call('title of a group', (client) => client.getChatById(chatId), options)
      const chat = await asked.catch(() => undefined)
      this.know(chatId, chat?.name || undefined)
    }
    const unknown = [...new Set(chatIds)].filter(isUnknown)
    // The page describes a whole group for each.
    for (let at = 0; at < unknown.length; at += ASKED_MAX) {
      await Promise.all(unknown.slice(at, at + ASKED_MAX).map(ask))
    }
  }
}
