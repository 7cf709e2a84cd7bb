import { randomInt } from 'node:crypto'
import { openAccess, type Access } from '#core/access/access.ts'
import type { AccessSettings } from '#core/access/deps.ts'
import { identityId, type IdentityId, type PersonId } from '#core/contract/ids.ts'
import { createBus } from '#core/delivery/bus.ts'
import { logFor } from '#machine/log.ts'
import type { TestDatabase } from '../../kit/database.ts'
import { account } from '../../kit/events.ts'
import { ManualClock } from '../../kit/manual-clock.ts'

export const KEY = Buffer.alloc(32, 7)

export const idOf = (name: string): IdentityId => identityId(account, name)

/** Access on a real database, with a clock that is turned by hand. */
export function accessHost(database: TestDatabase) {
  const clock = new ManualClock()
  const bus = createBus(logFor('test:bus'))
  const { store } = database
  return {
    clock,
    bus,
    open(settings: Partial<AccessSettings> = {}): Promise<Access> {
      const all = { mode: 'pairing', modes: {}, allow: [], groupMode: 'replies', ...settings } as const
      const deps = { store, bus, clock, key: KEY, randomInt: (below: number) => randomInt(below) }
      return openAccess({ ...deps, settings: () => all, log: logFor('test:access') })
    },
    /** Somebody who has written to the bot in private, and has had a notice. */
    async knows(name: string, locale = 'en') {
      const [person, turn, chat] = [`person ${name}` as PersonId, `turn of ${name}`, `${account}:${name}`]
      const json = JSON.stringify({ id: name, kind: 'dm' })
      await store.pool.query('insert into person (id, created_at) values ($1, now())', [person])
      await store.pool.query(
        `insert into identity (id, person_id, display_name, locale, created_at) values ($1, $2, $3, $4, now())`,
        [idOf(name), person, name, locale],
      )
      await store.pool.query(
        `insert into conversation (id, account, chat, last_turn_number, created_at) values ($1, $2, $3, 1, now())`,
        [chat, account, json],
      )
      await store.pool.query(
        `insert into turn (id, conversation_id, person_id, number, reply_id, asked, state, attempts, started_at)
         values ($1, $2, $3, 1, $4, '{}', 'noticed', 1, now())`,
        [turn, chat, person, `reply to ${name}`],
      )
      return { identity: idOf(name), person, account }
    },
  }
}

export const codeOf = async (access: Access, stranger: Parameters<Access['offerCode']>[0]): Promise<string> => {
  const offer = await access.offerCode(stranger)
  if (offer?.type !== 'code') throw new Error('there is no code')
  return offer.code
}
