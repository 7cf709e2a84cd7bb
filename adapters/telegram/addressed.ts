import type { Addressed, CommandEvent } from '#core/contract/message.ts'
import { cleanText } from '#core/contract/text.ts'
import type { DecodeContext } from './decode-context.ts'
import type { WireEntity, WireMessage } from './wire.ts'

/** Also with the hyphens that Telegram itself takes for its end, as in `/delete-me`. */
const COMMAND = /^\/([a-z0-9_][a-z0-9_-]{0,31})(?:@([a-z0-9_]+))?(?:\s+([\s\S]*))?$/i

/** How a message addresses the bot. */
export function addressedBy(message: WireMessage, context: DecodeContext): Addressed {
  if (message.chat.type === 'private') return 'dm'
  const text = message.text ?? message.caption ?? ''
  const entities = message.entities ?? message.caption_entities ?? []
  if (entities.some((entity) => namesUs(entity, text, context))) return 'mention'
  // Every message of a topic is marked as a reply to the topic's first message; that is no reply to its author.
  const replied = message.reply_to_message
  return replied?.from && !replied.forum_topic_created && String(replied.from.id) === context.botId ? 'reply' : 'none'
}

/** A command stands at the very start of a text; in a forwarded message or a caption it is ordinary text. */
export function commandIn(
  message: WireMessage,
  context: DecodeContext,
): Pick<CommandEvent, 'name' | 'argument' | 'addressed'> | undefined {
  const found = message.forward_origin ? null : COMMAND.exec(message.text ?? '')
  if (!found) return undefined
  const [, name = '', bot, argument = ''] = found
  const addressed = commandAddress(message, bot, context)
  return { name: name.toLowerCase(), argument: cleanText(argument).trim(), addressed }
}

function commandAddress(message: WireMessage, bot: string | undefined, { botUsername }: DecodeContext): Addressed {
  const isOther = bot !== undefined && bot.toLowerCase() !== botUsername?.toLowerCase()
  if (message.chat.type === 'private') return 'dm'
  return isOther ? 'none' : 'command'
}

/** Whether a mention is one of the bot; also a command that names it. */
export function namesUs(entity: WireEntity, text: string, { botId, botUsername }: DecodeContext): boolean {
  if (entity.type === 'text_mention') return String(entity.user?.id) === botId
  const words = text.slice(entity.offset, entity.offset + entity.length).toLowerCase()
  const name = `@${botUsername?.toLowerCase()}`
  if (entity.type === 'mention') return words === name
  return entity.type === 'bot_command' && words.endsWith(name)
}
