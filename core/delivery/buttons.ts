import type { Button, Capabilities, ReplyKind } from '../contract/channel.ts'
import type { ReplyId } from '../contract/ids.ts'

/**
 * The buttons below one message of a reply. The newest message of a growing answer can stop it; the last one of a
 * finished answer can be judged. Quick buttons cannot be changed later, so nothing that grows has them.
 */
export function buttonsOf(
  { replyId, kind, final, isLast }: ButtonsOf,
  shown: Capabilities['buttons'],
  stopLabel: string,
): readonly Button[] {
  if (shown === 'none' || !isLast) return []
  const button = (name: Button['name'], label: string): Button => ({ name, label, data: `${name}:${replyId}` })
  if (!final) return shown === 'below' ? [button('stop', stopLabel)] : []
  return kind === 'answer' ? [button('good', '👍'), button('bad', '👎')] : []
}

type ButtonsOf = {
  readonly replyId: ReplyId
  readonly kind: ReplyKind
  readonly final: boolean
  /** No message of the reply comes after it. */
  readonly isLast: boolean
}
