import type { ReplyId } from '../contract/ids.ts'
import type { ChatEvent, MessageContent } from '../contract/message.ts'
import { pressIn } from '../contract/press.ts'
import { stopIn } from './phrases.ts'

/** `reply`: only this one; without it whatever is being answered to this person here. */
export type StopAsked = { readonly reply?: ReplyId }

/** Whether somebody asks the bot to stop answering: by the command, by the word for it, or by the button of a reply. */
export function stopAsked(event: ChatEvent): StopAsked | undefined {
  switch (event.type) {
    case 'message':
      return isStopWord(event) ? {} : undefined
    case 'command':
      return event.name === 'stop' && event.addressed !== 'none' ? {} : undefined
    case 'callback': {
      const press = pressIn(event.data)
      return press?.button === 'stop' ? { reply: press.reply } : undefined
    }
    default:
      return undefined
  }
}

/** A message of one text, typed by its sender, to the bot, that is nothing but the word. */
export function isStopWord({ parts, addressed, forwardedFrom }: MessageContent): boolean {
  const [part] = parts
  if (addressed === 'none' || forwardedFrom !== undefined || parts.length !== 1) return false
  return part?.type === 'text' && part.origin === undefined && stopIn(withoutMentions(part), 'en') !== undefined
}

/** In a group the message may name the bot. */
function withoutMentions({ text, spans = [] }: Extract<MessageContent['parts'][number], { type: 'text' }>): string {
  const mentions = spans.filter(({ type }) => type === 'mention').toSorted((one, other) => other.start - one.start)
  return mentions.reduce((left, { start, length }) => left.slice(0, start) + left.slice(start + length), text)
}
