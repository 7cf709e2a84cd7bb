import { openWhatsApp, type Parts } from './channel.ts'
import { fetchMedia } from './media.ts'
import { WhatsAppOutbound } from './outbound.ts'
import { Reception } from './reception.ts'
import type { Channel } from '#core/contract/channel.ts'
import type { WhatsAppOptions } from './options.ts'

const parts: Parts = {
  outbound: ({ options, ...of }) => new WhatsAppOutbound({ ...options, ackMs: options.limits?.ackMs, ...of }),
  intake: ({ options, ...of }, signal) => new Reception({ ...options, ...of }, signal),
  fetchMedia,
}

/** The channel with everything in it. */
export const openLinkedWhatsApp = (options: WhatsAppOptions): Promise<Channel> => openWhatsApp(options, parts)
