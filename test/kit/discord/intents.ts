import { ApplicationFlags, GatewayIntentBits as Intent } from 'discord-api-types/v10'
import type { Said } from './platform-state.ts'

/** Those that an operator switches on for the bot in Discord's developer portal. */
const PRIVILEGED = [Intent.GuildMembers, Intent.GuildPresences, Intent.MessageContent] as const
export type PrivilegedIntent = (typeof PRIVILEGED)[number]

const HIGHEST_BIT = 26
const ALL = 2 ** (HIGHEST_BIT + 1) - 1

const SWITCHES: Readonly<Record<PrivilegedIntent, ApplicationFlags>> = {
  [Intent.GuildMembers]: ApplicationFlags.GatewayGuildMembersLimited,
  [Intent.GuildPresences]: ApplicationFlags.GatewayPresenceLimited,
  [Intent.MessageContent]: ApplicationFlags.GatewayMessageContentLimited,
}

/** The flags of the application object, by which a bot can see what is switched on. */
export function applicationFlags(allowed: ReadonlySet<PrivilegedIntent>): number {
  return PRIVILEGED.filter((intent) => allowed.has(intent)).reduce((flags, intent) => flags | SWITCHES[intent], 0)
}

export function areValid(intents: unknown): intents is number {
  return typeof intents === 'number' && Number.isInteger(intents) && intents >= 0 && intents <= ALL
}

export function areAllowed(intents: number, allowed: ReadonlySet<PrivilegedIntent>): boolean {
  return PRIVILEGED.every((intent) => (intents & intent) === 0 || allowed.has(intent))
}

/** Without the intent for content a bot reads private messages, its own, and those that mention it. */
export function readsContent(intents: number, said: Said, botId: string): boolean {
  if ((intents & Intent.MessageContent) !== 0) return true
  return said.channel.recipient !== undefined || said.author.id === botId || said.pinged.has(botId)
}
