import { BoundedMap } from '#machine/bounded.ts'
import { isLid, type Jid } from './jid.ts'
import type { Page } from './page.ts'

const PEOPLE_MAX = 20_000
/** Of one question to the page. */
const ASKED_MAX = 50
const ASK_MS = 10_000

/**
 * Whose hidden ids are whose: in many groups, and some private chats, WhatsApp names people by an id in place of their
 * phone number. One person is one identity in all of them.
 */
export class People {
  /** By hidden id; those that WhatsApp does not tell of stand for themselves. */
  readonly #phones = new BoundedMap<Jid, Jid>(PEOPLE_MAX)

  personOf(jid: Jid): Jid {
    return this.#phones.get(jid) ?? jid
  }

  /** The hidden ids of a phone number that are known. */
  lidsOf(phone: Jid): Jid[] {
    return [...this.#phones].flatMap(([lid, jid]) => (jid === phone ? [lid] : []))
  }

  /** Whether everybody is known, or known to stand for themselves. */
  knows(jids: readonly Jid[]): boolean {
    return jids.every((jid) => !isLid(jid) || this.#phones.has(jid))
  }

  /** Asks for those that are not known yet, each once. Rejects when the page did not answer. */
  async learn(jids: readonly Jid[], page: Page, signal: AbortSignal): Promise<void> {
    const unknown = [...new Set(jids)].filter((jid) => isLid(jid) && !this.#phones.has(jid))
    for (let at = 0; at < unknown.length; at += ASKED_MAX) {
      const asked = unknown.slice(at, at + ASKED_MAX)
      const options = { signal, msMax: ASK_MS }
      const found = await page.call('phone numbers', (client) => client.getContactLidAndPhone(asked), options)
      for (const [index, lid] of asked.entries()) this.#phones.set(lid, found[index]?.pn ?? lid)
    }
  }
}
