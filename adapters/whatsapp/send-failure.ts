import { ChannelError } from '#core/contract/channel.ts'
import { nameOf } from './page-errors.ts'

export const notBegun = () => new ChannelError('unreachable', 'The message was not sent: its call ended before.')

/** Of a call during which the library or the page failed. They throw what they like, also with addresses of people in it. */
export function failureOf(error: unknown): ChannelError {
  if (error instanceof ChannelError) return error
  const reason = `WhatsApp's page failed (${nameOf(error)}); the message may or may not have been sent.`
  return new ChannelError('unknown-outcome', reason)
}
