import type { Channel } from '../contract/channel.ts'
import type { AccountId } from '../contract/ids.ts'
import type { ReplyTarget } from './bus.ts'
import { Reply, type ReplyDeps } from './reply.ts'
import type { SendingLease } from './sending-lease.ts'

/**
 * Opens a reply whose text still grows. `behind`: an earlier reply of the conversation must be delivered first.
 * Undefined: no draft may be shown: its turn is over, its channel cannot edit, or another process has the lease.
 */
export async function openLive(
  deps: ReplyDeps & { readonly channelFor: (account: AccountId) => Channel | undefined },
  target: ReplyTarget,
  lease: SendingLease,
): Promise<Reply | 'behind' | undefined> {
  const { account, chat } = target
  const channel = deps.channelFor(account)
  if (channel === undefined || channel.capabilities(chat).streaming === 'none') return undefined
  const live = await deps.outbox.openLive(lease, target)
  return typeof live === 'object' ? new Reply(deps, { ...live, channel, chat, lease }) : live
}
