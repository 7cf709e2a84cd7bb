import type { Span } from '#core/contract/message.ts'
import { cleanText } from '#core/contract/text.ts'
import type { DecodeContext } from './decode-context.ts'
import { displayName } from '../shared/event-text.ts'
import { nameOf } from './names.ts'
import type { WireContent } from './wire.ts'

/** https://discord.com/developers/docs/reference#message-formatting */
const MARKED =
  /<(?:@!?(?<user>\d{1,20})|@&(?<role>\d{1,20})|#(?<channel>\d{1,20})|\/(?<command>[^<>:]{1,100}):\d{1,20}|a?:(?<emoji>\w{1,64}):\d{1,20}|t:(?<time>-?\d{1,13})(?::\w)?)>/g

const MS_PER_SECOND = 1000
const TIME_MS_MAX = 8.64e15

type Readable = { readonly text: string; readonly spans: readonly Span[] }

/** The words of a message as a reader sees them: mentions, emoji and times by their names, not their numbers. */
export function readableText({ content = '', mentions = [] }: WireContent, context: DecodeContext): Readable {
  const names = new Map(mentions.map((user) => [user.id, nameOf(user, user.member)]))
  const spans: Span[] = []
  let text = ''
  let at = 0
  for (const match of content.matchAll(MARKED)) {
    text += cleanText(content.slice(at, match.index))
    const shown = cleanText(shownFor(match[0], match.groups ?? {}, { names, context }))
    const target = match.groups?.['user']
    if (target !== undefined) {
      const isBot = target === context.botId ? { isBot: true as const } : {}
      spans.push({ type: 'mention', start: text.length, length: shown.length, target, ...isBot })
    }
    text += shown
    at = match.index + match[0].length
  }
  return { text: text + cleanText(content.slice(at)), spans }
}

type Known = { readonly names: ReadonlyMap<string, string>; readonly context: DecodeContext }

function shownFor(written: string, groups: Record<string, string | undefined>, { names, context }: Known): string {
  const { user, role, channel, command, emoji, time } = groups
  const { places } = context
  if (user !== undefined) return `@${names.get(user) || 'somebody'}`
  if (role !== undefined) return `@${displayName(places.roleName(role) ?? 'role')}`
  if (channel !== undefined) return `#${displayName(places.channelName(channel) ?? 'channel')}`
  if (command !== undefined) return `/${command}`
  if (emoji !== undefined) return `:${emoji}:`
  const atMs = Number(time) * MS_PER_SECOND
  return Math.abs(atMs) <= TIME_MS_MAX ? `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC` : written
}
