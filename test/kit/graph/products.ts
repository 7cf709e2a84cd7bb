import type { PlatformFeature } from '../platform.ts'

export type GraphProduct = 'messenger' | 'instagram' | 'whatsapp-cloud'

/** How the products differ: who speaks for the bot, what the service must be told, and what people there cannot do. */
export type ProductProfile = {
  /** The page, the professional account, or the phone number that the bot is. */
  readonly botId: string
  /** What GET /me, or GET /{phone id}, answers. */
  readonly profile: Readonly<Record<string, string>>
  /** Ids of people begin here; their number is added. */
  readonly firstPersonId: bigint
  /** The `object` of its webhooks. */
  readonly object: 'page' | 'instagram' | 'whatsapp_business_account'
  /** Of the webhook's `entry`. */
  readonly entryId: string
  readonly token: string
  readonly tokenName: 'MESSENGER_PAGE_TOKEN' | 'INSTAGRAM_TOKEN' | 'WHATSAPP_CLOUD_TOKEN'
  readonly textMax: { readonly length: number; readonly unit: 'characters' | 'bytes' }
  /** Of a file that the bot sends. */
  readonly fileBytesMax: number
  readonly port: number
  /** What `chasqui.yaml` must hold, as there is no environment variable for it. */
  readonly config: string
  readonly cannot: Readonly<Partial<Record<PlatformFeature, string>>>
}

const GROUP = 'Meta has no bots in group chats.'
const GROWING = 'Meta has no edits of sent messages, so an answer cannot grow.'
const THREAD = 'Meta has no threads.'
const PREVIEWED = 'Meta decides which addresses it previews, and lets no bot turn that off.'

export const PRODUCTS: Readonly<Record<GraphProduct, ProductProfile>> = {
  messenger: {
    botId: '104200000000001',
    profile: { id: '104200000000001', name: 'Chasqui Double' },
    firstPersonId: 24_010_000_000_009_001n,
    object: 'page',
    entryId: '104200000000001',
    token: 'EAAdoubleMessengerPageToken4242',
    tokenName: 'MESSENGER_PAGE_TOKEN',
    textMax: { length: 2000, unit: 'characters' },
    fileBytesMax: 25 << 20,
    port: 8451,
    config: '',
    cannot: {
      group: GROUP,
      thread: THREAD,
      'growing answer': GROWING,
      markup: 'Messenger shows text as it is.',
      'plain address': PREVIEWED,
      delete: 'Messenger does not tell a page about deleted messages.',
    },
  },
  instagram: {
    botId: '17841400000000001',
    profile: {
      id: '17841400000000001',
      user_id: '17841400000000001',
      name: 'Chasqui Double',
      username: 'chasqui_double',
    },
    firstPersonId: 1_784_150_000_009_001n,
    object: 'instagram',
    entryId: '17841400000000001',
    token: 'IGAAdoubleInstagramToken4242',
    tokenName: 'INSTAGRAM_TOKEN',
    textMax: { length: 1000, unit: 'bytes' },
    fileBytesMax: 25 << 20,
    port: 8452,
    config: '',
    cannot: {
      group: GROUP,
      thread: THREAD,
      'growing answer': GROWING,
      markup: 'Instagram shows text as it is.',
      'plain address': PREVIEWED,
      edit: 'Instagram does not tell an account about edited messages.',
      file: 'Instagram takes pictures, sound, films and PDF from a bot, no archives.',
    },
  },
  'whatsapp-cloud': {
    botId: '106540000000001',
    profile: {
      id: '106540000000001',
      display_phone_number: '+43 660 0000001',
      verified_name: 'Chasqui Double',
      quality_rating: 'GREEN',
    },
    firstPersonId: 436_609_000_001n,
    object: 'whatsapp_business_account',
    entryId: '102290129340398',
    token: 'EAAdoubleWhatsAppCloudToken4242',
    tokenName: 'WHATSAPP_CLOUD_TOKEN',
    textMax: { length: 4096, unit: 'characters' },
    fileBytesMax: 100 << 20,
    port: 8453,
    config: 'whatsappCloud:\n  acknowledgeTerms: true\n',
    cannot: {
      group: GROUP,
      thread: THREAD,
      'growing answer': GROWING,
      edit: 'The Cloud API tells of edits only where the number is also used in the WhatsApp Business app.',
      delete: 'The Cloud API tells of deletions only where the number is also used in the WhatsApp Business app.',
      press: 'The bot offers no buttons on WhatsApp.',
      file: 'The Cloud API takes text, PDF and office files from a bot, no archives.',
    },
  },
}

/** The secrets of the app, the same for every product. */
export const APP = {
  id: '1517776481860111',
  secret: '0000d0b1e0000d0b1e0000d0b1e04242',
  verifyToken: 'double-of-meta-verify',
} as const
