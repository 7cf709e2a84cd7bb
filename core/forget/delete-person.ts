import type { Logger } from '#machine/log.ts'
import type { Channel } from '../contract/channel.ts'
import type { IdentityId, PersonId } from '../contract/ids.ts'
import type { Job } from '../jobs/job.ts'
import type { MediaStore } from '../media/media-store.ts'
import type { Store } from '../store/store.ts'
import { inTransaction } from '../store/transaction.ts'
import { deleteRowsOf, lockPerson } from './person-rows.ts'

export type DeletePersonDeps = {
  readonly store: Store
  readonly media: Pick<MediaStore, 'deleteOf'>
  readonly channels: readonly Pick<Channel, 'account' | 'forgetPerson'>[]
  readonly log: Logger
}

/** How much was deleted of a person; a run after a crash counts what was left. */
export type DeletionReceipt = {
  /** By table. */
  readonly rows: Readonly<Record<string, number>>
  /** By what channels name it: `uploads`, `pages`. */
  readonly ofChannels: Readonly<Record<string, number>>
  readonly pictures: number
}

/**
 * Deletes a person in all rooms: rows, what channels keep, pictures. The same identity that writes again is a new
 * person. May be repeated, after a crash too: the rows are deleted after the channels have done their part, and the
 * folder of pictures, which is last, has the person's id as its name.
 *
 * A running turn of theirs is interrupted: its claim is no longer the newest. What it still writes refers to no person
 * and is refused. A message that comes meanwhile waits for the end and is then a new person's, or is refused once, and
 * its channel retries it. Redis holds only ids in transit, and the page's cookie is then an id without a person.
 */
export async function deletePerson(deps: DeletePersonDeps, person: PersonId): Promise<DeletionReceipt> {
  const { store, media, channels } = deps
  const ofStore = await inTransaction(store.pool, async (client) => {
    const { conversations, identities } = await lockPerson(client, person)
    const rows = await deleteRowsOf(client, { person, conversations })
    return { rows, ofChannels: await forgetInChannels(channels, identities) }
  })
  return { ...ofStore, pictures: await media.deleteOf(person) }
}

/** Its key is the person. */
export const deletePersonJob = (deps: DeletePersonDeps): Job => ({
  name: 'delete-person',
  async run(key, signal) {
    signal.throwIfAborted()
    deps.log.info({ deleted: await deletePerson(deps, key as PersonId) }, 'person deleted')
  },
})

async function forgetInChannels(channels: DeletePersonDeps['channels'], identities: readonly IdentityId[]) {
  const all: Record<string, number> = {}
  for (const channel of channels) {
    const own = identities.filter((id) => id.startsWith(`${channel.account}:`))
    const counts = own.length > 0 ? await channel.forgetPerson?.(own) : undefined
    for (const [what, count] of Object.entries(counts ?? {})) all[what] = (all[what] ?? 0) + count
  }
  return all
}
