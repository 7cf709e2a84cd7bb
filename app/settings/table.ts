import type { SettingApplies } from '#core/contract/settings.ts'
import type { Sentence } from '#machine/sentence.ts'
import { say } from '../sentences.ts'

/** How the console has a setting; its form is that of the schema. */
export type SettingRow = {
  readonly applies: SettingApplies
  /** Written, never shown. */
  readonly isSecret?: true
  /** A smaller value deletes what is kept. */
  readonly lessDeletes?: true
  /** What the console takes, where that is less than the file may say. */
  readonly takes?: { readonly pattern: RegExp; readonly fault: Sentence }
}

const now: SettingRow = { applies: 'now' }
const nextStart: SettingRow = { applies: 'next-start' }
const elsewhere: SettingRow = { applies: 'elsewhere' }
const secret = { isSecret: true } as const
const keeping: SettingRow = { ...now, lessDeletes: true }

/** A folder could be any of this computer. */
const modelName = {
  takes: {
    pattern: /^[\w-][\w.-]*$/,
    fault: say('value.model-name'),
  },
} as const

/**
 * Every setting. `elsewhere` are those that the service must know before its database is there, and those by which
 * somebody with an operator's session could do more than an operator may: have a program run, a file of this computer
 * read, protection lowered, or tokens and what people write sent to another address.
 */
export const settingsTable: Readonly<Record<string, SettingRow>> = {
  'server.host': elsewhere,
  'server.port': elsewhere,
  // Platforms send people's messages there.
  'server.publicUrl': elsewhere,
  'server.trustProxy': elsewhere,
  'console.host': elsewhere,
  'console.port': elsewhere,
  'console.url': elsewhere,
  'console.databaseUrl': { ...elsewhere, ...secret },
  'console.trustProxy': elsewhere,
  'access.mode': now,
  'access.allow': now,
  'access.groupMode': now,
  'engine.model': { ...now, ...modelName },
  'engine.llamaServer': elsewhere,
  // The key is sent there, and what people write.
  'engine.url': elsewhere,
  'engine.remoteModel': nextStart,
  'engine.key': { ...nextStart, ...secret },
  'engine.contextTokens': nextStart,
  'engine.promptTokensMax': now,
  'engine.answerTokensMax': now,
  'engine.requestsMax': nextStart,
  'guard.mode': elsewhere,
  'guard.acknowledgeUnguarded': elsewhere,
  'guard.url': elsewhere,
  // One that is no guard, or a high threshold, lets more through.
  'guard.remoteModel': elsewhere,
  'guard.key': { ...nextStart, ...secret },
  'guard.threshold': elsewhere,
  'guard.requestsMax': nextStart,
  'memory.enabled': nextStart,
  'memory.itemsMax': keeping,
  'memory.learntTurnsPerDay': now,
  'memory.factsDays': keeping,
  'memory.passagesDays': keeping,
  'memory.embedder': nextStart,
  'memory.embedModel': { ...nextStart, ...modelName },
  'memory.url': elsewhere,
  'memory.remoteModel': nextStart,
  'memory.key': { ...nextStart, ...secret },
  'memory.requestsMax': nextStart,
  'limits.person.burst': now,
  'limits.person.perMinute': now,
  'limits.conversation.burst': now,
  'limits.conversation.perMinute': now,
  'limits.diskFreeBytesMin': nextStart,
  'retention.turnsDays': keeping,
  'retention.limitedDays': keeping,
  'messages.answerHours': now,
  'albums.waitMs': now,
  'delivery.pacing': nextStart,
  'media.keepDays': keeping,
  'media.picturesMax': now,
  'database.url': { ...elsewhere, ...secret },
  'redis.url': { ...elsewhere, ...secret },
  'telegram.enabled': now,
  'telegram.token': { ...now, ...secret },
  // Of each platform: the token is sent there.
  'telegram.apiRoot': elsewhere,
  'telegram.webhookSecret': { ...now, ...secret },
  'discord.enabled': now,
  'discord.token': { ...now, ...secret },
  'discord.apiRoot': elsewhere,
  'discord.shards': now,
  'meta.appSecret': { ...now, ...secret },
  'meta.verifyToken': { ...now, ...secret },
  'meta.graphRoot': elsewhere,
  'meta.version': now,
  'messenger.enabled': now,
  'messenger.pageToken': { ...now, ...secret },
  'instagram.enabled': now,
  'instagram.token': { ...now, ...secret },
  'whatsappCloud.enabled': now,
  'whatsappCloud.token': { ...now, ...secret },
  'whatsappCloud.phoneId': now,
  'whatsappCloud.acknowledgeTerms': now,
  'whatsapp.enabled': now,
  'whatsapp.chromium': elsewhere,
  'whatsapp.webRoot': elsewhere,
  'whatsapp.access': now,
  'whatsapp.ownerQuietMinutes': now,
  'whatsapp.restartHour': now,
  'whatsapp.sendsPerMinute': now,
  'whatsapp.sandbox': elsewhere,
}
