import { allCapabilities } from '#adapters/capabilities.ts'
import { GUIDES } from '#adapters/guides.ts'
import type { LiveChannels } from '#adapters/live-channels.ts'
import type { ChannelParts, Linked } from '#console/channel-parts.ts'
import { answerWhatsApp, whatsAppStatus, type WhatsAppAnswer, type WhatsAppDeps } from './whatsapp-requests.ts'
import { say } from './sentences.ts'

/** What operators do with channels in the console. */
export function channelsForOperators(channels: LiveChannels, linked: WhatsAppDeps): ChannelParts {
  return {
    guides: GUIDES,
    open: () => channels.all(),
    faulty: () => channels.faulty(),
    check: (name, values, signal) => channels.check(name, values, signal),
    reconnect: (name) => channels.reconnect(name),
    capabilities: allCapabilities,
    whatsApp: {
      state: () => whatsAppStatus(linked),
      link: async ({ phoneNumber }) =>
        told(await answerWhatsApp(linked, { op: 'link', acknowledged: true, phoneNumber })),
      unlink: async () => told(await answerWhatsApp(linked, { op: 'unlink' })),
    },
  }
}

function told(answer: WhatsAppAnswer): Linked {
  switch (answer.type) {
    case 'linking':
    case 'unlinked':
      return { type: 'done' }
    case 'already-linked':
      return { type: 'refused', said: say('whatsapp.linked-already') }
    case 'unacknowledged':
      return { type: 'refused', said: answer.warning }
    case 'refused':
      return { type: 'refused', said: answer.sentences ?? answer.detail }
    default:
      return answer satisfies never
  }
}
