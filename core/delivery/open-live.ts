import type { Channel } from '../contract/channel.ts'
import type { AccountId } from '../contract/ids.ts'
import type { ReplyTarget } from './bus.ts'
import { Reply, type ReplyParts } from './reply.ts'

/**
 * Opens a reply whose text still grows. `behind`: an earlier one of the conversation has to be delivered first;
 * undefined: nothing of it may be shown, since its turn is over or its channel cannot edit.
 */
export async function openLive(
  parts: ReplyParts & { readonly channelFor: (account: AccountId) => Channel | undefined },
  target: ReplyTarget,
): Promise<Reply | 'behind' | undefined> {
  const found = await parts.outbox.draftTarget(target)
  const channel = found && parts.channelFor(found.account)
  if (found === undefined || channel === undefined) return undefined
  const { chat, row, isStored, isBehind } = found
  if (isBehind) return 'behind'
  if (row === undefined || channel.capabilities(chat).streaming === 'none') return undefined
  // Stored before anything is sent: after a crash we know that something may be out there.
  if (!isStored && !(await parts.outbox.insertLive(row))) return undefined
  return new Reply(parts, { row, channel, chat, isNew: !isStored })
}
