import { renderWhatsApp } from '../whatsapp-markup.ts'
import type { ShownMessage } from '../platform.ts'
import { type Chat, type Said, textOf, userIn, type WhatsAppState } from './state.ts'
import type { WireMessage } from './wire.ts'

/** A message as a person in its chat reads it. */
export function shownMessage(state: WhatsAppState, said: Said): ShownMessage {
  const { wire } = said
  const { text, marks } = readingOf(state, said)
  const stored = wire.media && state.media.get(wire.media.path)
  const isFile = wire.type === 'document' && stored !== undefined
  return {
    id: wire.id,
    fromBot: said.by === 'bot',
    text,
    marks,
    earlier: said.versions.slice(0, -1).map((version) => renderWhatsApp(version.text).text),
    replyTo: wire.quoted?.id,
    buttons: [],
    hasPicture: wire.type === 'image',
    file: isFile ? { name: wire.media?.filename ?? 'file', bytes: stored.bytes } : undefined,
    atMs: said.versions.at(-1)?.atMs ?? 0,
  }
}

/** Whether a reader of the chat still sees it. */
export const isShown = ({ wire }: Said) => wire.type !== 'revoked'

type Reading = Pick<ShownMessage, 'text' | 'marks'>

// Who waits for an answer looks at every message after every change.
const readings = new WeakMap<WireMessage, Reading>()

/** Text and marks: names in place of the numbers that are mentioned, and whether an address has a preview. */
export function readingOf(state: WhatsAppState, { wire }: Said): Reading {
  const reading = readings.get(wire) ?? read(state, wire)
  readings.set(wire, reading)
  return reading
}

function read(state: WhatsAppState, wire: WireMessage): Reading {
  const mentioned = (wire.mentions ?? []).map((jid) => {
    const name = [state.me.pn, state.me.lid].includes(jid) ? state.me.name : state.contactOf(jid)?.name
    return { number: `@${userIn(jid)}`, shown: `@${name ?? userIn(jid)}` }
  })
  const named = mentioned.reduce((text, { number, shown }) => text.replaceAll(number, shown), textOf(wire))
  const { text, marks } = renderWhatsApp(named)
  const link = previewOf(wire.extra) && /https?:\/\/\S+|www\.\S+/.exec(text)?.[0]
  return {
    text,
    marks: [
      ...marks,
      ...mentioned.map(({ shown }) => ({ type: 'mention' as const, text: shown })),
      ...(link ? [{ type: 'preview' as const, text: link }] : []),
    ],
  }
}

/** The sender makes the preview: it goes with the message. */
const previewOf = (extra: Readonly<Record<string, unknown>> = {}) =>
  extra.subtype === 'url' || extra.matchedText !== undefined

/** The people who are named in a text of this chat, as the chat names them, and the text with those names. */
export function mentionsIn(state: WhatsAppState, chat: Chat, text: string) {
  const mentions: string[] = []
  const body = text.replaceAll(/(?<!\S)@(\d{5,20})\b/g, (written, user: string) => {
    const one = [state.me.pn, state.me.lid].some((jid) => userIn(jid) === user)
      ? state.me
      : (state.contactOf(`${user}@c.us`) ?? state.contactOf(`${user}@lid`))
    if (!one) return written
    const jid = state.nameIn(chat, one)
    mentions.push(jid)
    return `@${userIn(jid)}`
  })
  return { body, ...(mentions.length > 0 && { mentions }) }
}
