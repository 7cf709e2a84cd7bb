import { MessageFlags } from 'discord-api-types/v10'
import type { ShownMessage } from '../platform.ts'
import { buttonsOf } from './components.ts'
import type { PlatformState, Said } from './platform-state.ts'
import { type Names, rendered } from './renderer.ts'

/** A message as a person in its chat reads it. */
export function shownMessage(state: PlatformState, said: Said): ShownMessage {
  const names = namesFor(state, said)
  const { text, marks } = rendered(said.content, names)
  const [file] = said.files
  return {
    id: said.id,
    fromBot: said.author.id === state.bot.id,
    text,
    marks,
    earlier: said.versions.slice(0, -1).map(({ content }) => rendered(content, names).text),
    replyTo: said.replyTo?.id,
    buttons: buttonsOf(said).map(({ label }) => label),
    hasPicture: said.files.some(({ mime }) => mime.startsWith('image/')),
    file: file && { name: file.name, bytes: file.bytes },
    atMs: said.versions.at(-1)?.atMs ?? 0,
  }
}

export function textOf(state: PlatformState, said: Said): string {
  return rendered(said.content, namesFor(state, said)).text
}

/** A message that only says that the bot is thinking reads as nothing yet. */
export function isShown(said: Said, personId: string): boolean {
  const isWaiting = (said.flags & MessageFlags.Loading) !== 0
  return !said.isDeleted && !isWaiting && (said.onlyFor === undefined || said.onlyFor === personId)
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
