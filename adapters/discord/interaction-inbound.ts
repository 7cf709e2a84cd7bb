import { identityId } from '#core/contract/ids.ts'
import { type ChatEvent, EVENT_VERSION, type MessageEvent } from '#core/contract/message.ts'
import { cleanText } from '#core/contract/text.ts'
import { quoteFrom } from './content.ts'
import type { DecodeContext } from './decode-context.ts'
import { nameOf } from './names.ts'
import { timeOf } from './snowflake.ts'
import { textsIn } from './texts.ts'
import { isPrivate, type WireInteraction } from './wire.ts'

const COMMAND = 2
const COMPONENT = 3
/** Kinds of commands: a slash, and the menu of a message. */
const SLASH = 1
const ON_MESSAGE = 3

/** A slash command, a command in the menu of a message, or a press of a button. Its id stands for its message. */
export function fromInteraction(interaction: WireInteraction, context: DecodeContext): ChatEvent[] {
  const common = envelopeOf(interaction, context)
  const { id, type, data, message } = interaction
  if (!common || !data) return []
  const addressed = common.chat.kind === 'dm' ? 'dm' : 'command'
  if (type === COMPONENT && message && data.custom_id !== undefined) {
    return [{ ...common, type: 'callback', callbackId: id, messageId: message.id, data: cleanText(data.custom_id) }]
  }
  if (type !== COMMAND) return []
  if (data.type === ON_MESSAGE) return aboutMessage(interaction, common, context)
  if ((data.type ?? SLASH) !== SLASH || data.name === undefined) return []
  const argument = cleanText((data.options ?? []).map(({ value }) => String(value)).join(' ')).trim()
  return [{ ...common, type: 'command', messageId: id, name: cleanText(data.name).toLowerCase(), argument, addressed }]
}

type Common = NonNullable<ReturnType<typeof envelopeOf>>

/** The question is ours, so it is not learnt from; the picture is the quoted message's. */
function aboutMessage(interaction: WireInteraction, common: Common, context: DecodeContext): MessageEvent[] {
  const { id, data, locale } = interaction
  const target = data?.resolved?.messages?.[data.target_id ?? '']
  const user = interaction.member?.user ?? interaction.user
  if (!target || !user) return []
  const replyTo = quoteFrom(target, { userId: user.id, channelId: channelIdOf(interaction) ?? '' }, context)
  if (!replyTo.media.some(({ type }) => type === 'image')) return []
  const text = textsIn(locale).whatIsIt
  const addressed = common.chat.kind === 'dm' ? 'dm' : 'command'
  return [
    { ...common, type: 'message', messageId: id, parts: [{ type: 'text', text, origin: 'bot' }], replyTo, addressed },
  ]
}

function envelopeOf(interaction: WireInteraction, { account, places, receivedAtMs }: DecodeContext) {
  const { id, member, guild_id: guildId, channel, locale } = interaction
  const user = member?.user ?? interaction.user
  const channelId = channelIdOf(interaction)
  if (!user || user.bot || channelId === undefined) return undefined
  const chat = places.chatOf({ channelId, isPrivate: isPrivate({ type: channel?.type, guildId }) })
  const sender = { id: identityId(account, user.id), displayName: nameOf(user, { nick: member?.nick }), isBot: false }
  const at = { sentAtMs: timeOf(id), receivedAtMs }
  return { v: EVENT_VERSION, platform: 'discord', account, chat, sender, ...at, ...localeOf(locale) } as const
}

const localeOf = (locale: string | undefined) => (locale === undefined ? {} : { locale: cleanText(locale) })

const channelIdOf = ({ channel_id: id, channel }: WireInteraction) => id ?? channel?.id
