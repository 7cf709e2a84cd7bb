import { accountId, identityId } from '#core/contract/ids.ts'
import type { PlannedFault as PlatformPlannedFault } from '../faults.ts'
import type { PlatformDouble, PlatformGroup, PlatformPerson, ShownMessage } from '../platform.ts'
import type { TelegramDouble } from './double.ts'
import { entitiesIn } from './entities.ts'
import type { Group } from './group.ts'
import type { Person, Shown } from './person.ts'
import type { Entity, Message } from './wire.ts'

const STARTS_WITHIN_MS = 20_000

const CANNOT: PlatformDouble['cannot'] = {
  delete: 'the Bot API tells a bot of no deletion',
}

/** Telegram's double as every channel's tests act on it. */
export function telegramPlatform(double: TelegramDouble): PlatformDouble {
  const groups = new Map<string, Group>()
  const faced = (person: Person): PlatformPerson => faceOf(double, person, (id) => groups.get(id) as Group)
  return {
    name: 'telegram',
    env: { TELEGRAM_BOT_TOKEN: double.token, TELEGRAM_API_ROOT: double.apiRoot },
    cannot: CANNOT,
    mention: `@${double.state.bot.username}`,
    person: (name, options = {}) => faced(double.person(name, options)),
    group(title) {
      const group = double.group(title, { topics: true })
      groups.set(String(group.chatId), group)
      const thread = (name: string) => String(group.topic(name, double.person(`founder of ${title}`)))
      return { id: String(group.chatId), thread }
    },
    faults: {
      add: (...faults) => double.faults.add(...faults.map(telegramFault)),
      clear: () => double.faults.clear(),
      get struck() {
        return double.faults.struck
      },
    },
    limits: (limits) => double.limits(limits),
    revokeToken: () => double.revokeToken(),
    restoreToken: () => double.restoreToken(),
    async connected() {
      await double.until(() => double.isPolled || undefined, { withinMs: STARTS_WITHIN_MS })
    },
    get isTaken() {
      return double.unconfirmed.length === 0
    },
    until: (look, options) => double.until(look, options),
    [Symbol.asyncDispose]: () => double[Symbol.asyncDispose](),
  }
}

const OPS: Readonly<Record<PlatformPlannedFault['op'], string>> = {
  send: 'sendMessage',
  edit: 'editMessageText',
  typing: 'sendChatAction',
  download: 'download',
  receive: 'getUpdates',
  any: '*',
}

function telegramFault({ op, times, ...fault }: PlatformPlannedFault) {
  return { op: OPS[op], ...(times !== undefined && { times }), ...fault }
}

function faceOf(double: TelegramDouble, person: Person, groupOf: (id: string) => Group): PlatformPerson {
  const wireOf = (id: string | number) => {
    const said = double.state.rooms.get(person.chatId)?.messages.get(Number(id))
    if (said === undefined) throw new Error(`there is no message ${id} in this chat`)
    return said.wire
  }
  const shown = (message: Shown) => shownMessage(message, wireOf(message.messageId))
  const { username } = double.state.bot
  const account = accountId('telegram', String(double.state.bot.id))
  return {
    name: person.user.first_name,
    identity: identityId(account, String(person.id)),
    chatId: String(person.chatId),
    in: (group: PlatformGroup, thread) =>
      faceOf(double, person.in(groupOf(group.id), thread === undefined ? undefined : Number(thread)), groupOf),
    says: (text) => String(person.sends(text)),
    mentions: (text) => String(person.sends(`@${username} ${text}`)),
    commands: (name, argument) => String(person.sends(argument === undefined ? `/${name}` : `/${name} ${argument}`)),
    photo: (bytes, caption) => String(person.sendsPhoto(bytes, caption)),
    album: (pictures, caption) => person.sendsAlbum(pictures, caption).map(String),
    replies: (to, text) => String(person.replies(Number(to), text)),
    edits: (id, text) => person.edits(Number(id), text),
    deletes: () => {
      throw new Error(CANNOT.delete)
    },
    reacts: (id, ...emoji) => person.reacts(Number(id), ...emoji),
    presses(id, label) {
      person.pressesButton(Number(id), label)
    },
    repeats: (id) => double.sendsUpdate('message', wireOf(id)),
    hears: async (pattern, options) => shown(await person.hears(pattern, options)),
    transcript: () => person.transcript().map(shown),
  }
}

function shownMessage(message: Shown, wire: Message): ShownMessage {
  const { messageId, replyTo, hasPhoto, ...rest } = message
  return {
    ...rest,
    id: String(messageId),
    replyTo: replyTo === undefined ? undefined : String(replyTo),
    hasPicture: hasPhoto,
    marks: marksIn(message.text, wire),
  }
}

const MARKS: Readonly<Record<string, ShownMessage['marks'][number]['type']>> = {
  bold: 'bold',
  italic: 'italic',
  code: 'code',
  pre: 'block',
  text_link: 'link',
  url: 'link',
  text_mention: 'mention',
  mention: 'mention',
}

/**
 * Those that were sent, and what Telegram finds by itself: addresses, of which the first is previewed, and in groups user
 * names, whose owners are notified.
 */
function marksIn(text: string, { chat, entities = [], link_preview_options: preview }: Message): ShownMessage['marks'] {
  const isInCode = ({ offset }: Entity) =>
    entities.some(
      (each) => ['code', 'pre'].includes(each.type) && offset >= each.offset && offset < each.offset + each.length,
    )
  const isName = ({ type, offset }: Entity) =>
    type === 'mention' && chat.type !== 'private' && /[a-z]/i.test(text[offset + 1] ?? '')
  const isFound = (entity: Entity) => (entity.type === 'url' || isName(entity)) && !isInCode(entity)
  const found = entitiesIn(text).filter(isFound)
  const all = [...entities, ...found].toSorted((one, other) => one.offset - other.offset)
  const marks = all.flatMap(({ type, offset, length }) => {
    const mark = MARKS[type]
    return mark === undefined ? [] : [{ type: mark, text: text.slice(offset, offset + length) }]
  })
  const link = marks.find(({ type }) => type === 'link')
  const isPreviewed = link !== undefined && (preview as { is_disabled?: boolean } | undefined)?.is_disabled !== true
  return isPreviewed ? [...marks, { ...link, type: 'preview' }] : marks
}
