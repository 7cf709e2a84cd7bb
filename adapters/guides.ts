import type { CheckedChannel } from './checks.ts'

/**
 * One step of setting up a channel, as the console shows it; what it says stands in the console's texts, by channel and
 * id. `secret`, `text` and `acknowledge` fill in `setting`. `check` asks the platform about what was filled
 * in, before anything is kept; `invite` shows the link that its answer holds. `webhook` shows the address that the
 * platform is given. `qr` and `pairing` link a phone. `message` waits for the first message.
 */
export type GuideStep = {
  readonly id: string
  readonly kind:
    'read' | 'secret' | 'text' | 'acknowledge' | 'check' | 'invite' | 'qr' | 'pairing' | 'webhook' | 'message'
  /** As in chasqui.yaml. */
  readonly setting?: string
  /** The page of the platform where it is done. */
  readonly link?: string
  /** It works without. */
  readonly isOptional?: true
}

export type Guide = {
  /** Below the repository. */
  readonly docs: string
  /** The setting that has it on or off; what else is set stays. */
  readonly switch: string
  readonly steps: readonly GuideStep[]
}

const META_APPS = 'https://developers.facebook.com/apps'
const DISCORD_APPS = 'https://discord.com/developers/applications'

/** What Meta's products have in common: one app, one webhook. */
const OF_META_APP: readonly GuideStep[] = [
  { id: 'app-secret', kind: 'secret', setting: 'meta.appSecret', link: META_APPS },
  { id: 'verify-token', kind: 'secret', setting: 'meta.verifyToken' },
]
const WEBHOOK: GuideStep = { id: 'webhook', kind: 'webhook', link: META_APPS }
const CHECK: GuideStep = { id: 'check', kind: 'check' }
const MESSAGE: GuideStep = { id: 'message', kind: 'message' }

/** How each channel is set up, step by step. */
export const GUIDES: Readonly<Record<CheckedChannel, Guide>> = {
  telegram: {
    docs: 'docs/channels/telegram.md',
    switch: 'telegram.enabled',
    steps: [
      { id: 'create', kind: 'read', link: 'https://t.me/BotFather' },
      { id: 'token', kind: 'secret', setting: 'telegram.token' },
      CHECK,
      { id: 'privacy', kind: 'read', link: 'https://t.me/BotFather', isOptional: true },
      { id: 'webhook-secret', kind: 'secret', setting: 'telegram.webhookSecret', isOptional: true },
      MESSAGE,
    ],
  },
  discord: {
    docs: 'docs/channels/discord.md',
    switch: 'discord.enabled',
    steps: [
      { id: 'create', kind: 'read', link: DISCORD_APPS },
      { id: 'intent', kind: 'read', link: DISCORD_APPS },
      { id: 'token', kind: 'secret', setting: 'discord.token', link: DISCORD_APPS },
      CHECK,
      { id: 'invite', kind: 'invite' },
      { id: 'shards', kind: 'text', setting: 'discord.shards', isOptional: true },
      MESSAGE,
    ],
  },
  whatsapp: {
    docs: 'docs/channels/whatsapp.md',
    switch: 'whatsapp.enabled',
    steps: [
      { id: 'warning', kind: 'acknowledge' },
      { id: 'access', kind: 'text', setting: 'whatsapp.access' },
      CHECK,
      { id: 'qr', kind: 'qr' },
      { id: 'pairing', kind: 'pairing', isOptional: true },
      MESSAGE,
    ],
  },
  'whatsapp-cloud': {
    docs: 'docs/channels/whatsapp-cloud.md',
    switch: 'whatsappCloud.enabled',
    steps: [
      { id: 'terms', kind: 'acknowledge', setting: 'whatsappCloud.acknowledgeTerms' },
      { id: 'create', kind: 'read', link: META_APPS },
      ...OF_META_APP,
      { id: 'token', kind: 'secret', setting: 'whatsappCloud.token', link: META_APPS },
      { id: 'phone', kind: 'text', setting: 'whatsappCloud.phoneId', link: META_APPS },
      CHECK,
      WEBHOOK,
      MESSAGE,
    ],
  },
  messenger: {
    docs: 'docs/channels/messenger.md',
    switch: 'messenger.enabled',
    steps: [
      { id: 'create', kind: 'read', link: META_APPS },
      ...OF_META_APP,
      { id: 'token', kind: 'secret', setting: 'messenger.pageToken', link: META_APPS },
      CHECK,
      WEBHOOK,
      MESSAGE,
    ],
  },
  instagram: {
    docs: 'docs/channels/instagram.md',
    switch: 'instagram.enabled',
    steps: [
      { id: 'create', kind: 'read', link: META_APPS },
      ...OF_META_APP,
      { id: 'token', kind: 'secret', setting: 'instagram.token', link: META_APPS },
      CHECK,
      WEBHOOK,
      MESSAGE,
    ],
  },
}

/** The settings that must be set, and those that may be. */
export function settingsOf({ steps }: Guide): { readonly needs: readonly string[]; readonly may: readonly string[] } {
  const of = (isOptional: boolean) =>
    steps.flatMap(({ setting, isOptional: may = false }) => (may === isOptional ? (setting ?? []) : []))
  return { needs: of(false), may: of(true) }
}
