import type { Channel } from '../contract/channel.ts'
import type { AccountId } from '../contract/ids.ts'
import type { ReplyTarget } from './bus.ts'
import type { NotYet } from './outbox.ts'
import type { Pace } from './pace.ts'
import { Reply, type ReplyDeps } from './reply.ts'
import type { SendingLease } from './sending-lease.ts'

/**
 * Opens a reply whose text still grows. Undefined: no draft may be shown: its turn is over, its channel cannot edit, or
 * another process has the lease.
 */
export async function openLive(
  deps: ReplyDeps & { readonly channelFor: (account: AccountId) => Channel | undefined },
  target: ReplyTarget,
  { lease, pace }: { readonly lease: SendingLease; readonly pace: Pace },
): Promise<Reply | NotYet | undefined> {
  const { account, chat } = target
  const channel = deps.channelFor(account)
  if (channel === undefined || channel.capabilities(chat).streaming === 'none') return undefined
  const live = await deps.outbox.openLive(lease, target)
  return live !== undefined && 'row' in live ? new Reply(deps, { ...live, channel, chat, lease, pace }) : live
}
