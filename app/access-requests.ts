import { z } from 'zod'
import type { Operator } from '#core/access/operator.ts'
import { GROUP_MODES } from '#core/contract/access.ts'
import { OPERATOR_ID, type ConversationId, type IdentityId } from '#core/contract/ids.ts'

/** On the status socket: asked, it lists who may write; `npm run access` posts what is to change. */
export const ACCESS_PATH = '/access'

const LENGTH_MAX = 256

const id = z.string().max(LENGTH_MAX).regex(OPERATOR_ID)

const requestSchema = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('approve'), code: z.string().max(LENGTH_MAX) }),
  z.strictObject({ op: z.literal('block'), identity: id }),
  z.strictObject({ op: z.literal('unblock'), identity: id }),
  z.strictObject({ op: z.literal('group'), group: id, mode: z.enum([...GROUP_MODES, 'default']) }),
])

export type AccessRequest = z.input<typeof requestSchema>

export type AccessAnswer = Awaited<ReturnType<Operator['approve' | 'block' | 'unblock' | 'setGroupMode']>>

/** @throws {z.ZodError} for what `npm run access` never sends */
export function answerAccess(operator: Operator, body: unknown): Promise<AccessAnswer> {
  const request = requestSchema.parse(body)
  switch (request.op) {
    case 'approve':
      return operator.approve(request.code)
    case 'block':
      return operator.block(request.identity as IdentityId)
    case 'unblock':
      return operator.unblock(request.identity as IdentityId)
    case 'group':
      return operator.setGroupMode(
        request.group as ConversationId,
        request.mode === 'default' ? undefined : request.mode,
      )
    default:
      return request satisfies never
  }
}
