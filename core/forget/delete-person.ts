import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import type { Access } from '../access/access.ts'
import type { Channel } from '../contract/channel.ts'
import type { ConversationId, IdentityId, PersonId } from '../contract/ids.ts'
import type { Job } from '../jobs/job.ts'
import type { Store } from '../store/store.ts'
import type { Tombstones } from '../store/tombstones.ts'
import { inTransaction } from '../store/transaction.ts'
import { DELETE_PERSON } from './names.ts'
import { blankAuditOf, blankQuotesOf, deleteRowsOf, lockPerson } from './person-rows.ts'
import { countOnReceipt, endReceipt, keyIn } from './receipts.ts'

/** Files that lie in a folder per person. Returns how many there were; may be repeated. */
export type FilesOfPeople = { deleteOf(person: PersonId): Promise<number> }

export type DeletePersonDeps = {
  readonly store: Store
  readonly media: FilesOfPeople
  readonly exports: FilesOfPeople
  /** Those that are open. */
  readonly channels: () => readonly Pick<Channel, 'account' | 'forgetPerson'>[]
  readonly tombstones: Tombstones
  /** What is known in memory of who may write. */
  readonly access: Pick<Access, 'forget'>
  /** Erases what engines have cached of these conversations; returns how many prompts. */
  readonly forgetPrompts: (conversations: readonly ConversationId[]) => Promise<number>
  readonly clock: Clock
  readonly log: Logger
}

/** How much was deleted of a person; a run after a crash counts what was left. */
export type Deleted = {
  /** By table. */
  readonly rows: Readonly<Record<string, number>>
  /** By what channels name it: `uploads`, `pages`. */
  readonly ofChannels: Readonly<Record<string, number>>
  /** Events of others in which their words or name were blanked. */
  readonly quotes: number
  /** Keyed hashes of their events that stay for a time, so that none is taken again. */
  readonly tombstones: number
  readonly prompts: number
  readonly pictures: number
  readonly exports: number
}

/**
 * Deletes a person in all rooms: rows, what channels keep, cached prompts, pictures, exports. The same identity that
 * writes again is a new person. May be repeated, after a crash too: the rows are deleted after the channels have done
 * their part, and the folders of pictures and exports, which are last, have the person's id as their name. An engine's
 * cache ends with its process. What was deleted is counted on the receipt.
 *
 * A running turn of theirs is interrupted: its claim is no longer the newest. What it still writes refers to no person
 * and is refused. A message that comes meanwhile waits for the end and is then a new person's, or is refused once, and
 * its channel retries it; one that was here before is known by its tombstone. Redis holds only ids in transit, and the
 * page's cookie is then an id without a person.
 */
export async function deletePerson(deps: DeletePersonDeps, person: PersonId, receipt?: string): Promise<Deleted> {
  const { store, media, exports, channels, clock } = deps
  const { conversations, identities, ...ofStore } = await inTransaction(store.pool, async (client) => {
    const locked = await lockPerson(client, person)
    const tombstones = await deps.tombstones.write(client, person, new Date(clock.now()))
    const quotes = await blankQuotesOf(client, person, locked)
    const rows = await deleteRowsOf(client, person, locked)
    const ofChannels = await forgetInChannels(channels(), locked.identities)
    const counts = { rows, ofChannels, quotes, tombstones }
    await blankAuditOf(client, person, locked)
    if (receipt !== undefined) await countOnReceipt(client, receipt, counts)
    return { ...counts, ...locked }
  })
  deps.access.forget(identities)
  const prompts = await deps.forgetPrompts(conversations)
  const others = { prompts, pictures: await media.deleteOf(person), exports: await exports.deleteOf(person) }
  if (receipt !== undefined) await endReceipt(store, receipt, { counts: others, at: new Date(clock.now()) })
  return { ...ofStore, ...others }
}

/** Its key is that of the deletion. */
export const deletePersonJob = (deps: DeletePersonDeps): Job => ({
  name: DELETE_PERSON,
  async run(key, signal) {
    signal.throwIfAborted()
    const { person, receipt } = keyIn(key)
    deps.log.info({ receipt, deleted: await deletePerson(deps, person, receipt) }, 'person deleted')
  },
})

async function forgetInChannels(channels: ReturnType<DeletePersonDeps['channels']>, identities: readonly IdentityId[]) {
  const all: Record<string, number> = {}
  for (const channel of channels) {
    const own = identities.filter((id) => id.startsWith(`${channel.account}:`))
    const counts = own.length > 0 ? await channel.forgetPerson?.(own) : undefined
    for (const [what, count] of Object.entries(counts ?? {})) all[what] = (all[what] ?? 0) + count
  }
  return all
}
