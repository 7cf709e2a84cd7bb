import type { Channel } from '../contract/channel.ts'
import type { AccountId } from '../contract/ids.ts'
import type { ReplyTarget } from './bus.ts'
import { Reply, type ReplyParts } from './reply.ts'
import type { SendingLease } from './sending-lease.ts'

/**
 * Opens a reply whose text still grows. `behind`: an earlier one of the conversation has to be delivered first;
 * undefined: nothing of it may be shown, since its turn is over, its channel cannot edit, or somebody else sends here.
 */
export async function openLive(
  parts: ReplyParts & { readonly channelFor: (account: AccountId) => Channel | undefined },
  target: ReplyTarget,
  lease: SendingLease,
): Promise<Reply | 'behind' | undefined> {
  const { account, chat } = target
  const channel = parts.channelFor(account)
  if (channel === undefined || channel.capabilities(chat).streaming === 'none') return undefined
  const live = await parts.outbox.openLive(lease, target)
  return typeof live === 'object' ? new Reply(parts, { ...live, channel, chat, lease }) : live
}
