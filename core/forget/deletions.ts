import type { Clock } from '#machine/clock.ts'
import type { RandomId } from '../contract/ids.ts'
import type { WakeUpQueue } from '../queue/wake-up-queue.ts'
import type { Store } from '../store/store.ts'
import { askForDeletion, retryDeletion, type Asked } from './receipts.ts'

/** Asks for the deletion of people; jobs, which are woken at once, delete. */
export type Deletions = {
  /** Returns the receipt, undefined where there is no such person. Asked once more it is the same receipt. */
  ask(asked: Asked): Promise<string | undefined>
  /** One that was given up begins anew. False where it was not given up. */
  retry(receipt: string): Promise<boolean>
}

type DeletionsDeps = {
  readonly store: Store
  readonly wakeUps: Pick<WakeUpQueue, 'wakeJobs'>
  readonly clock: Clock
  readonly random: RandomId
}

export function createDeletions({ store, wakeUps, clock, random }: DeletionsDeps): Deletions {
  return {
    async ask(asked) {
      const receipt = await askForDeletion(store, asked, { at: new Date(clock.now()), random })
      if (receipt !== undefined) await wakeUps.wakeJobs()
      return receipt
    },
    async retry(receipt) {
      const isRetried = await retryDeletion(store, receipt, new Date(clock.now()))
      if (isRetried) await wakeUps.wakeJobs()
      return isRetried
    },
  }
}
