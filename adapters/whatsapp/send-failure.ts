import { ChannelError } from '#core/contract/channel.ts'
import { say } from '../sentences.ts'
import { nameOf } from './page-errors.ts'

export const notBegun = () => new ChannelError('unreachable', say('message.not-begun'))

/** Of a call during which the library or the page failed. They throw what they like, also with addresses of people in it. */
export function failureOf(error: unknown): ChannelError {
  if (error instanceof ChannelError) return error
  return new ChannelError('unknown-outcome', say('whatsapp.page-failed', { reason: nameOf(error) }))
}
