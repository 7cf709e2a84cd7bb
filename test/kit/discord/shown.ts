import { MessageFlags } from 'discord-api-types/v10'
import type { ShownMessage } from '../platform.ts'
import { buttonsOf } from './components.ts'
import type { Said } from './platform-objects.ts'
import type { PlatformState } from './platform-state.ts'
import type { Names } from './markdown-rules.ts'
import { rendered } from './renderer.ts'

/** A message as a person in its chat reads it. */
export function shownMessage(state: PlatformState, said: Said): ShownMessage {
  const names = namesFor(state, said)
  const { text, marks } = readingOf(state, said)
  const [file] = said.files
  return {
    id: said.id,
    fromBot: said.author.id === state.bot.id,
    text,
    marks: [...marks, ...unseenPings(state, said, marks)],
    earlier: said.versions.slice(0, -1).map(({ content }) => rendered(content, names).text),
    replyTo: said.replyTo?.id,
    buttons: buttonsOf(said).map(({ label }) => label),
    hasPicture: said.files.some(({ mime }) => mime.startsWith('image/')),
    file: file && { name: file.name, bytes: file.bytes },
    atMs: said.versions.at(-1)?.atMs ?? 0,
  }
}

export function textOf(state: PlatformState, said: Said): string {
  return readingOf(state, said).text
}

type Reading = ReturnType<typeof rendered> & Pick<Said, 'content' | 'flags' | 'pinged'>

// Who waits for an answer looks at every message after every change.
const readings = new WeakMap<Said, Reading>()

function readingOf(state: PlatformState, said: Said): Reading {
  const { content, flags, pinged } = said
  const known = readings.get(said)
  if (known && known.content === content && known.flags === flags && known.pinged === pinged) return known
  const reading = { ...rendered(content, namesFor(state, said)), content, flags, pinged }
  readings.set(said, reading)
  return reading
}

/** A message that only says that the bot is thinking reads as nothing yet. */
export function isShown(said: Said, personId: string): boolean {
  const isWaiting = (said.flags & MessageFlags.Loading) !== 0
  return !said.isDeleted && !isWaiting && (said.onlyFor === undefined || said.onlyFor === personId)
}

/** Discord also notifies whom a reply answers, and whom an escaped name names: pings that no text shows. */
function unseenPings(state: PlatformState, { pinged }: Said, marks: ShownMessage['marks']): ShownMessage['marks'] {
  const seen = new Set(marks.flatMap(({ type, text }) => (type === 'mention' ? text : [])))
  const names = [...pinged].map((id) => (id.startsWith('&') ? '@role' : `@${nameOf(state, id) ?? id}`))
  const isShown = (name: string) => seen.has(name) || (name === '@everyone' && seen.has('@here'))
  return names.filter((name) => !isShown(name)).map((text) => ({ type: 'mention', text }))
}

function namesFor(state: PlatformState, said: Said): Names {
  return {
    user: (id) => nameOf(state, id),
    channel: (id) => state.channels.get(id)?.name,
    pings: (name) => said.pinged.has(name),
    previews: (said.flags & MessageFlags.SuppressEmbeds) === 0,
  }
}

function nameOf(state: PlatformState, id: string): string | undefined {
  const user = state.users.get(id)
  return user?.global_name ?? user?.username
}
